import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef, useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSet,
  ClusterSummary,
  MembershipState,
} from '@meshport/plugin-mesh-common';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import TableCell from '@mui/material/TableCell';
import TableRow from '@mui/material/TableRow';
import { JustUpdated } from '../../components/JustUpdated';
import { MeshText } from '../../components/MeshText';
import { NARROW_TABLE, NarrowLabel } from '../../components/NarrowLabel';
import { LINKED_ROW, RowLink } from '../../components/RowLink';
import { RelativeTime } from '../../components/RelativeTime';
import { StatusBadge } from '../../components/StatusBadge';
import { meshTranslationRef } from '../../translation';
import { displayNameOf } from '../../view/names';
import type {
  LastKnown,
  Need,
  ServiceRow,
  SetCell,
} from '../../view/ownServices';
import { TrafficTrouble } from '../../metrics/TrafficTrouble';
import { RowTraffic } from './RowTraffic';

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
        <RowLink to={entityRoute(parseEntityRef(row.entityRef))}>
          {name}
        </RowLink>
      ) : (
        name
      )}{' '}
      <Box
        component="span"
        sx={{ color: 'text.secondary', typography: 'caption' }}
      >
        {row.namespace}
      </Box>
    </>
  );
}

/** A tick must not pass for the current state where its cluster does not answer. */
function LastKnownNote(props: {
  lastKnown: LastKnown;
  clusters: readonly ClusterSummary[];
}) {
  const { observedAt, clusters, isAll } = props.lastKnown;
  const { t } = useTranslationRef(meshTranslationRef);
  const age = <RelativeTime time={observedAt} />;
  const where = clusters
    .map(name => displayNameOf(props.clusters, name))
    .join(', ');
  return (
    <Box sx={{ color: 'text.secondary', typography: 'caption' }}>
      {isAll
        ? t('freshness.asOf', { age })
        : t('freshness.asOfIn', { where, age })}
    </Box>
  );
}

function SetState(props: {
  cell?: SetCell;
  clusters: readonly ClusterSummary[];
}) {
  const { cell, clusters } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  if (!cell) {
    return (
      <Box
        component="span"
        sx={{ color: 'text.secondary', whiteSpace: 'nowrap' }}
      >
        {t('services.notHere')}
      </Box>
    );
  }
  return (
    <>
      <Box sx={{ display: 'flex', columnGap: 1.5, whiteSpace: 'nowrap' }}>
        <StatusBadge state={cell.state} />
        <Box component="span" sx={{ fontVariantNumeric: 'tabular-nums' }}>
          {cell.total > 0 &&
            t('pods', { enrolled: String(cell.enrolled), count: cell.total })}
        </Box>
      </Box>
      {cell.lastKnown && (
        <LastKnownNote lastKnown={cell.lastKnown} clusters={clusters} />
      )}
    </>
  );
}

/** What is as somebody chose it needs nothing, and says so. */
const NOTHING: Partial<
  Record<
    MembershipState,
    'services.nothingAskedFor' | 'services.nothingOptedOut'
  >
> = {
  'not-enrolled': 'services.nothingAskedFor',
  'opted-out': 'services.nothingOptedOut',
};

function NeedSentence(props: {
  need?: Need;
  state: MembershipState;
  clusters: readonly ClusterSummary[];
}) {
  const { need, state, clusters } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  if (!need) {
    return (
      <Box component="span" sx={{ color: 'text.secondary' }}>
        {t(NOTHING[state] ?? 'services.nothing')}
      </Box>
    );
  }
  return (
    <>
      {t('services.inCluster', {
        cluster: displayNameOf(clusters, need.cluster),
        text: <MeshText text={need.text} />,
      })}{' '}
      {need.fix && <MeshText text={need.fix} />}
    </>
  );
}

/** States and counts: that they are read again, or not, is no change of them. */
function signatureOf(row: ServiceRow): string {
  const shown = [...row.cells].map(([set, { state, enrolled, total }]) => [
    set,
    state,
    enrolled,
    total,
  ]);
  return JSON.stringify(shown);
}

/** The whole sentence is on the page that the row leads to, and in what needs attention. */
const ONE_LINE = {
  display: '-webkit-box',
  WebkitBoxOrient: 'vertical',
  WebkitLineClamp: '1',
  overflow: 'hidden',
  wordBreak: 'break-all',
  [NARROW_TABLE]: { display: 'block', wordBreak: 'normal' },
} as const;

/** Failing requests come first; what else it needs is on its page. */
function isInTrouble({ need, traffic: { health } }: ServiceRow): boolean {
  return health === 'failing' || (health === 'degraded' && !need);
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
    <TableRow hover sx={LINKED_ROW}>
      <TableCell
        component="th"
        scope="row"
        sx={{ whiteSpace: 'nowrap', [NARROW_TABLE]: { whiteSpace: 'normal' } }}
      >
        <ServiceName row={row} />
        <JustUpdated signature={signatureOf(row)} />
      </TableCell>
      {sets.map(set => (
        <TableCell key={set.name}>
          <NarrowLabel>{set.title}</NarrowLabel>
          <SetState cell={row.cells.get(set.name)} clusters={clusters} />
        </TableCell>
      ))}
      <TableCell>
        <NarrowLabel>{t('column.traffic')}</NarrowLabel>
        <RowTraffic traffic={row.traffic} sets={sets} />
      </TableCell>
      <TableCell>
        <NarrowLabel>{t('services.needs')}</NarrowLabel>
        <Box sx={ONE_LINE}>
          {isInTrouble(row) ? (
            <TrafficTrouble service={row.traffic} />
          ) : (
            <NeedSentence
              need={row.need}
              state={row.state}
              clusters={clusters}
            />
          )}
        </Box>
      </TableCell>
    </TableRow>
  );
}
