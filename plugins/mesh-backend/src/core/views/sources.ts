import type {
  ClusterStatus,
  Source,
  SourceStatus,
} from '@meshport/plugin-mesh-common';
import type { ClusterView } from './ClusterView';

/** Rows that an answer carries at most. */
export const MAX_SOURCES = 100;

/** The part that stands for a cluster as a whole. */
export const WHOLE_CLUSTER = 'objects';

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

/** 0 where nothing can be read; grows as things get better. */
export function statusRank(status: SourceStatus): number {
  return STATUS_ORDER.indexOf(status);
}

function isClusterStatus(status: SourceStatus): status is ClusterStatus {
  return status !== 'absent' && status !== 'unavailable';
}

function byRank(a: Source, b: Source): number {
  return statusRank(a.status) - statusRank(b.status);
}

/** Kinds that differ in what they select share a part name: the worst row says it. */
function isFirstOfItsPart(
  { part }: Source,
  index: number,
  rows: readonly Source[],
): boolean {
  return rows.findIndex(row => row.part === part) === index;
}

/**
 * Parts of a cluster that are not live, worst first. While the cluster as a whole is not
 * live, parts that are old or not read yet follow from that and are not told again.
 */
function partsOf({ reachability, model }: ClusterView): Source[] {
  const follows: readonly SourceStatus[] =
    reachability.status === 'live' ? ['live'] : ['live', 'stale', 'syncing'];
  return (model?.parts ?? [])
    .filter(({ status }) => !follows.includes(status))
    .sort(byRank)
    .filter(isFirstOfItsPart);
}

/** A cluster that answers but of which nothing has been read yet is being read. */
function reachabilityRow({ name, reachability, model }: ClusterView): Source {
  const { status, observedAt, reason } = reachability;
  return {
    cluster: name,
    part: WHOLE_CLUSTER,
    status: status === 'live' && !model ? 'syncing' : status,
    observedAt,
    reason,
  };
}

/** The row of a cluster as a whole: its worst status, with the reason for it. */
function clusterSource(cluster: ClusterView): Source {
  const whole = reachabilityRow(cluster);
  const worst = partsOf(cluster).find(({ status }) => isClusterStatus(status));
  if (worst && statusRank(worst.status) < statusRank(whole.status)) {
    return withoutUndefined({ ...worst, part: WHOLE_CLUSTER });
  }
  const { cluster: name, part, status } = whole;
  return status === 'live'
    ? { cluster: name, part, status }
    : withoutUndefined(whole);
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
