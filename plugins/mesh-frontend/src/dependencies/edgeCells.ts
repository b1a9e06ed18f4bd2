import type { ErrorShare, Golden } from '@meshport/plugin-mesh-common';
import { healthRank, type Call } from './callRanking';

/** What sorts by itself: numbers by size, names by alphabet; undefined comes last. */
export type SortValue = number | string | undefined;

const latency =
  (quantile: 'p50' | 'p95' | 'p99') =>
  ({ edge }: Call): SortValue =>
    edge.golden.latencyMs?.[quantile];

const tcp =
  (part: keyof NonNullable<Golden['tcp']>) =>
  ({ edge }: Call): SortValue =>
    edge.golden.tcp?.[part];

const failureShare = ({ edge }: Call): SortValue =>
  edge.golden.successRatio === undefined
    ? undefined
    : 1 - edge.golden.successRatio;

/** What the columns of calls are sorted by. */
export const EDGE_SORT: Readonly<Record<string, (call: Call) => SortValue>> = {
  health: ({ edge }) => healthRank(edge.health),
  from: ({ from }) => from.name ?? '',
  to: ({ to }) => to.name ?? '',
  fromCluster: ({ from }) => from.cluster,
  toCluster: ({ to }) => to.cluster,
  protocol: ({ edge }) => edge.protocol,
  rate: ({ edge }) => edge.golden.requestRate,
  success: ({ edge }) => edge.golden.successRatio,
  p50: latency('p50'),
  p95: latency('p95'),
  p99: latency('p99'),
  connections: tcp('connectionsPerSecond'),
  received: tcp('receivedBytesPerSecond'),
  sent: tcp('sentBytesPerSecond'),
  errors: failureShare,
  mtls: ({ edge }) => String(edge.mtls),
  crossCluster: ({ edge }) => (edge.crossCluster ? 0 : 1),
  overhead: ({ edge }) => edge.crossClusterOverheadMs,
  evidence: ({ edge }) => edge.evidence.join(','),
  via: ({ via }) => via.length,
  drift: ({ edge }) => edge.drift,
  source: ({ edge }) => edge.golden.source,
  state: ({ edge }) => edge.golden.state,
  window: ({ edge }) => edge.golden.windowSeconds,
  at: ({ edge }) => edge.golden.at,
};

/** Sorts rows; those without a value come last in either order. */
export function sorted<Row>(
  rows: readonly Row[],
  valueOf: (row: Row) => SortValue,
  order: 'asc' | 'desc',
): Row[] {
  const sign = order === 'asc' ? 1 : -1;
  const compared = (a: SortValue, b: SortValue): number => {
    if (a === undefined || b === undefined) {
      return Number(a === undefined) - Number(b === undefined);
    }
    return typeof a === 'number' && typeof b === 'number'
      ? sign * (a - b)
      : sign * String(a).localeCompare(String(b));
  };
  return [...rows].sort((a, b) => compared(valueOf(a), valueOf(b)));
}

/** Reasons of failures for scripts: `server-error=0.9;timeout=0.1`. */
export function errorCode(errorsBy: readonly ErrorShare[] = []): string {
  return errorsBy.map(({ reason, share }) => `${reason}=${share}`).join(';');
}
