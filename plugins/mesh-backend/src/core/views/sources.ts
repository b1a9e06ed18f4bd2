import type {
  ClusterStatus,
  Source,
  SourceStatus,
} from '@meshport/plugin-mesh-common';
import type { ClusterView } from './ClusterView';

/** Rows that an answer carries at most. */
export const MAX_SOURCES = 100;

/** The part that stands for a cluster as a whole. */
const WHOLE_CLUSTER = 'objects';

/** Worst first. Where nothing can be read at all stands before what is only old. */
const STATUS_ORDER: readonly SourceStatus[] = [
  'unsupported',
  'unreachable',
  'forbidden',
  'stale',
  'unavailable',
  'syncing',
  'absent',
  'live',
];

function rank(status: SourceStatus): number {
  return STATUS_ORDER.indexOf(status);
}

function isClusterStatus(status: SourceStatus): status is ClusterStatus {
  return status !== 'absent' && status !== 'unavailable';
}

function byRank(a: Source, b: Source): number {
  return rank(a.status) - rank(b.status);
}

/** Parts of a cluster that are not live; those that it does not serve are fine. */
function partsOf(cluster: ClusterView): Source[] {
  return [...(cluster.model?.parts ?? [])]
    .filter(part => part.status !== 'live')
    .sort(byRank);
}

/** The row of a cluster as a whole: its worst status, with the reason for it. */
export function clusterSource(cluster: ClusterView): Source {
  const { status, observedAt, reason } = cluster.reachability;
  const worst = partsOf(cluster)[0];
  const row: Source =
    worst && isClusterStatus(worst.status) && rank(worst.status) < rank(status)
      ? { ...worst, cluster: cluster.name, part: WHOLE_CLUSTER }
      : {
          cluster: cluster.name,
          part: WHOLE_CLUSTER,
          status,
          observedAt,
          reason,
        };
  return row.status === 'live'
    ? { cluster: row.cluster, part: row.part, status: 'live' }
    : withoutUndefined(row);
}

function withoutUndefined(source: Source): Source {
  const { observedAt, reason, ...rest } = source;
  return {
    ...rest,
    ...(observedAt === undefined ? {} : { observedAt }),
    ...(reason === undefined ? {} : { reason }),
  };
}

/** How current what is known of a cluster is; the worst of its parts counts. */
export function clusterStatus(cluster: ClusterView): ClusterStatus {
  const { status } = clusterSource(cluster);
  return isClusterStatus(status) ? status : 'live';
}

/**
 * One row per cluster, then one per part that is not live, worst first. Where that
 * is too much, rows that say that all is well are left out first.
 */
export function sourcesOf(clusters: readonly ClusterView[]): Source[] {
  const whole = clusters.map(clusterSource);
  const parts = clusters.flatMap(partsOf).sort(byRank).map(withoutUndefined);
  if (whole.length + parts.length <= MAX_SOURCES) return [...whole, ...parts];
  const notLive = whole.filter(row => row.status !== 'live').sort(byRank);
  const live = whole.filter(row => row.status === 'live');
  return [...notLive, ...parts, ...live].slice(0, MAX_SOURCES);
}
