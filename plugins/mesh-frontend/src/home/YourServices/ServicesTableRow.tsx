import { parseEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSet, ClusterSummary } from '@meshport/plugin-mesh-common';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import type { ReactNode } from 'react';
import { JustUpdated } from '../../components/JustUpdated';
import { MeshText } from '../../components/MeshText';
import { StatusBadge } from '../../components/StatusBadge';
import { meshTranslationRef } from '../../translation';
import type { Need, ServiceRow, SetCell } from '../../view/ownServices';

function ServiceName({ row }: { row: ServiceRow }) {
  const entityRoute = useRouteRef(entityRouteRef);
  const name = (
    <Box component="span" sx={{ fontWeight: 'fontWeightMedium' }}>
      {row.name}
    </Box>
  );
  return (
    <>
      {row.entityRef && entityRoute ? (
        <Link to={entityRoute(parseEntityRef(row.entityRef))}>{name}</Link>
      ) : (
        name
      )}
      <Box sx={{ color: 'text.secondary', typography: 'caption' }}>
        {row.namespace}
      </Box>
    </>
  );
}

/** The column's title, where the table is too narrow to have columns. */
function NarrowLabel({ children }: { children: ReactNode }) {
  return (
    <Box
      component="span"
      sx={{
        display: 'none',
        '@container (max-width: 640px)': {
          display: 'block',
          color: 'text.secondary',
          typography: 'caption',
        },
      }}
    >
      {children}
    </Box>
  );
}

function SetState({ cell }: { cell?: SetCell }) {
  const { t } = useTranslationRef(meshTranslationRef);
  if (!cell) {
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {t('services.notHere')}
      </Box>
    );
  }
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5 }}>
      <StatusBadge state={cell.state} />
      <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>
        {cell.total > 0 &&
          t('pods', { enrolled: String(cell.enrolled), count: cell.total })}
      </Box>
    </Box>
  );
}

function NeedSentence(props: {
  need?: Need;
  clusters: readonly ClusterSummary[];
}) {
  const { need, clusters } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  if (!need) {
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {t('services.nothing')}
      </Box>
    );
  }
  const cluster = clusters.find(c => c.name === need.cluster);
  return (
    <>
      {t('services.inCluster', {
        cluster: cluster?.displayName ?? need.cluster,
        text: <MeshText text={need.text} />,
      })}{' '}
      {need.fix && <MeshText text={need.fix} />}
    </>
  );
}

/** One service; its name leads to its entity. */
export function ServicesTableRow(props: {
  row: ServiceRow;
  sets: readonly ClusterSet[];
  clusters: readonly ClusterSummary[];
}) {
  const { row, sets, clusters } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <TableRow hover sx={{ position: 'relative' }}>
      <TableCell component="th" scope="row">
        <ServiceName row={row} />
        <JustUpdated signature={JSON.stringify([...row.cells])} />
      </TableCell>
      {sets.map(set => (
        <TableCell key={set.name}>
          <NarrowLabel>{set.title}</NarrowLabel>
          <SetState cell={row.cells.get(set.name)} />
        </TableCell>
      ))}
      <TableCell>
        <NarrowLabel>{t('services.needs')}</NarrowLabel>
        <NeedSentence need={row.need} clusters={clusters} />
      </TableCell>
    </TableRow>
  );
}
