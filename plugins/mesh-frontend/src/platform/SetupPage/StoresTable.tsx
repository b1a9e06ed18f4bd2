import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Setup, SetupStore } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';
import { NARROW_TABLE_LAYOUT, NarrowLabel } from '../../components/NarrowLabel';
import { RelativeTime } from '../../components/RelativeTime';
import { useLocale } from '../../hooks/useLocale';
import { useMeasure } from '../../hooks/useMeasure';
import { useSkewWord } from '../../hooks/useSkewWord';
import { meshTranslationRef } from '../../translation';
import { displayNameOf } from '../../view/names';
import { bytes } from '../../view/units';
import { StoreStatusBadge } from './StoreStatusBadge';

interface Cell {
  readonly title: string;
  readonly content: ReactNode;
  readonly align?: 'right';
  /** Names may break, numbers and times stay whole. */
  readonly mayBreak?: boolean;
}

function StoreName({ name, url }: SetupStore) {
  return (
    <>
      {name}
      <Box
        sx={{
          color: 'text.secondary',
          typography: 'caption',
          overflowWrap: 'anywhere',
        }}
      >
        {url}
      </Box>
    </>
  );
}

function Status({ status, observedAt }: SetupStore) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      <StoreStatusBadge status={status} />
      {observedAt && (
        <Box sx={{ color: 'text.secondary', typography: 'caption' }}>
          {t('setup.lastNumbers', { age: <RelativeTime time={observedAt} /> })}
        </Box>
      )}
    </>
  );
}

/** What the last refresh took. */
function useRefreshCells(): (refresh: SetupStore['refresh']) => Cell[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const format = useMeasure();
  const number = new Intl.NumberFormat(useLocale());
  return refresh => [
    {
      title: t('setup.refreshed'),
      content: refresh ? <RelativeTime time={refresh.at} /> : '–',
    },
    {
      title: t('setup.took'),
      content: refresh ? format('latency', refresh.milliseconds) : '–',
      align: 'right',
    },
    {
      title: t('setup.queries'),
      content: refresh ? number.format(refresh.queries) : '–',
      align: 'right',
    },
    {
      title: t('setup.answered'),
      content: refresh ? bytes(refresh.bytes) : '–',
      align: 'right',
    },
  ];
}

/** Titles and cells of a store, in one order. */
function useCells(
  clusters: Setup['clusters'],
): (store: SetupStore) => readonly Cell[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const refreshCells = useRefreshCells();
  const skewWord = useSkewWord();
  return store => [
    { title: t('clusters.status'), content: <Status {...store} /> },
    ...refreshCells(store.refresh),
    {
      title: t('setup.clock'),
      content: skewWord(store.clockSkewMilliseconds) || '–',
    },
    {
      title: t('setup.clustersFound'),
      content:
        store.clusters.map(name => displayNameOf(clusters, name)).join(', ') ||
        '–',
      mayBreak: true,
    },
  ];
}

/** One row per metrics store: does it answer, what does asking it take, what does it have. */
export function StoresTable(props: {
  stores: readonly SetupStore[];
  clusters: Setup['clusters'];
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const cellsOf = useCells(props.clusters);
  const [first] = props.stores;
  return (
    <TableContainer sx={{ containerType: 'inline-size' }}>
      <Table
        size="small"
        aria-label={t('setup.stores')}
        sx={NARROW_TABLE_LAYOUT}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('setup.store')}</TableCell>
            {cellsOf(first).map(({ title, align }) => (
              <TableCell key={title} align={align}>
                {title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {props.stores.map(store => (
            <TableRow key={store.name} hover>
              <TableCell component="th" scope="row" sx={{ minWidth: '12rem' }}>
                <StoreName {...store} />
              </TableCell>
              {cellsOf(store).map(({ title, content, align, mayBreak }) => (
                <TableCell
                  key={title}
                  align={align}
                  sx={
                    mayBreak ? { minWidth: '12rem' } : { whiteSpace: 'nowrap' }
                  }
                >
                  <NarrowLabel>{title}</NarrowLabel>
                  {content}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
