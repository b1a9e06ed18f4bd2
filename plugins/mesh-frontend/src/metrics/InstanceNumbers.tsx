import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSummary,
  Golden,
  Health,
} from '@meshport/plugin-mesh-common';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { HealthBadge } from '../components/HealthBadge';
import { NARROW_TABLE_LAYOUT, NarrowLabel } from '../components/NarrowLabel';
import { useMeasure } from '../hooks/useMeasure';
import { meshTranslationRef } from '../translation';
import { hasNumbers } from '../view/goldenState';
import type { MeasureKind } from '../view/measures';
import { displayNameOf } from '../view/names';
import { GoldenRemark } from './GoldenRemark';

interface Instance {
  readonly cluster: string;
  readonly golden: Golden;
  readonly health?: Health;
}

interface NumberColumn {
  readonly id:
    | 'requests'
    | 'success'
    | 'p50'
    | 'p95'
    | 'p99'
    | 'connections'
    | 'received'
    | 'sent';
  readonly kind: MeasureKind;
  read(golden: Golden): number | undefined;
}

const COLUMNS: readonly NumberColumn[] = [
  { id: 'requests', kind: 'requests', read: golden => golden.requestRate },
  { id: 'success', kind: 'success', read: golden => golden.successRatio },
  { id: 'p50', kind: 'latency', read: golden => golden.latencyMs?.p50 },
  { id: 'p95', kind: 'latency', read: golden => golden.latencyMs?.p95 },
  { id: 'p99', kind: 'latency', read: golden => golden.latencyMs?.p99 },
  {
    id: 'connections',
    kind: 'connections',
    read: ({ requestRate, tcp }) =>
      requestRate === undefined ? tcp?.connectionsPerSecond : undefined,
  },
  {
    id: 'received',
    kind: 'bytes',
    read: ({ requestRate, tcp }) =>
      requestRate === undefined ? tcp?.receivedBytesPerSecond : undefined,
  },
  {
    id: 'sent',
    kind: 'bytes',
    read: ({ requestRate, tcp }) =>
      requestRate === undefined ? tcp?.sentBytesPerSecond : undefined,
  },
];

function InstanceRow(props: {
  instance: Instance;
  columns: readonly NumberColumn[];
  clusters: readonly ClusterSummary[];
  hasHealth: boolean;
}) {
  const { instance, columns, clusters, hasHealth } = props;
  const { cluster, golden, health } = instance;
  const { t } = useTranslationRef(meshTranslationRef);
  const format = useMeasure();
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        {displayNameOf(clusters, cluster)}
      </TableCell>
      {hasHealth && (
        <TableCell>{health && <HealthBadge health={health} />}</TableCell>
      )}
      {hasNumbers(golden) ? (
        columns.map(({ id, kind, read }) => {
          const value = read(golden);
          return (
            <TableCell key={id} align="right" sx={{ whiteSpace: 'nowrap' }}>
              <NarrowLabel>{t(`golden.${id}`)}</NarrowLabel>
              {value === undefined ? '' : format(kind, value)}
            </TableCell>
          );
        })
      ) : (
        <TableCell colSpan={Math.max(columns.length, 1)}>
          <GoldenRemark golden={golden} />
        </TableCell>
      )}
    </TableRow>
  );
}

/** A row per cluster. A number that no cluster has makes no column. */
export function InstanceNumbers(props: {
  instances: readonly Instance[];
  clusters: readonly ClusterSummary[];
}) {
  const { instances, clusters } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const columns = COLUMNS.filter(({ read }) =>
    instances.some(
      ({ golden }) => hasNumbers(golden) && read(golden) !== undefined,
    ),
  );
  const hasHealth = instances.some(({ health }) => health !== undefined);
  return (
    <TableContainer sx={{ containerType: 'inline-size' }}>
      <Table
        size="small"
        aria-label={t('golden.table')}
        sx={NARROW_TABLE_LAYOUT}
      >
        <TableHead>
          <TableRow>
            <TableCell>{t('golden.cluster')}</TableCell>
            {hasHealth && <TableCell>{t('golden.health')}</TableCell>}
            {columns.map(({ id }) => (
              <TableCell key={id} align="right">
                {t(`golden.${id}`)}
              </TableCell>
            ))}
            {columns.length === 0 && (
              <TableCell>{t('column.traffic')}</TableCell>
            )}
          </TableRow>
        </TableHead>
        <TableBody>
          {instances.map(instance => (
            <InstanceRow
              key={instance.cluster}
              {...{ instance, columns, clusters, hasHealth }}
            />
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
