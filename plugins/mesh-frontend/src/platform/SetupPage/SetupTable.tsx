import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { SetupCluster } from '@meshport/plugin-mesh-common';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';
import { ClusterStatusBadge } from '../../components/ClusterStatusBadge';
import { NARROW_TABLE_LAYOUT, NarrowLabel } from '../../components/NarrowLabel';
import { useSkewWord } from '../../hooks/useSkewWord';
import { meshTranslationRef } from '../../translation';
import { isReadKind } from '../../view/setup';
import { MetricsWord } from './MetricsWord';

/** Titles and cells of a cluster, in one order. */
function useCells(): (
  cluster: SetupCluster,
) => readonly (readonly [title: string, cell: ReactNode])[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const skewWord = useSkewWord();
  return ({ kinds, matched, ...cluster }) => [
    [
      t('clusters.status'),
      <ClusterStatusBadge key="status" status={cluster.status} />,
    ],
    [t('setup.credentials'), cluster.credentials || '–'],
    [
      t('setup.kindsRead'),
      t('setup.ofAll', {
        part: String(kinds.filter(isReadKind).length),
        all: String(kinds.length),
      }),
    ],
    [
      t('setup.matched'),
      t('setup.ofAll', {
        part: String(matched.services),
        all: String(matched.total),
      }),
    ],
    [
      t('setup.metrics'),
      cluster.metrics ? (
        <MetricsWord key="metrics" metrics={cluster.metrics} />
      ) : (
        '–'
      ),
    ],
    [t('setup.clock'), skewWord(cluster.clockSkewMilliseconds) || '–'],
    [t('setup.watches'), cluster.watches],
    [t('setup.objects'), cluster.objects],
  ];
}

/** One row per cluster: what differs between them is seen at a glance. */
export function SetupTable({
  clusters,
}: {
  clusters: readonly SetupCluster[];
}) {
  const { t } = useTranslationRef(meshTranslationRef);
  const cellsOf = useCells();
  const [first] = clusters;
  return (
    <TableContainer sx={{ containerType: 'inline-size' }}>
      <Table
        size="small"
        aria-label={t('setup.atAGlance')}
        sx={NARROW_TABLE_LAYOUT}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('overview.cluster')}</TableCell>
            {cellsOf(first).map(([title]) => (
              <TableCell key={title}>{title}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {clusters.map(cluster => (
            <TableRow key={cluster.name} hover>
              <TableCell component="th" scope="row">
                {cluster.displayName}
              </TableCell>
              {cellsOf(cluster).map(([title, cell]) => (
                <TableCell key={title} sx={{ whiteSpace: 'nowrap' }}>
                  <NarrowLabel>{title}</NarrowLabel>
                  {cell}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
