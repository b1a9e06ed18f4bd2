import type { MetricsLab } from '../harness/MetricsLab';

interface LedgerEnd {
  cluster: string;
  namespace: string;
  workload: string;
  kind: string;
}

interface Durations {
  /** Milliseconds. */
  sum: number;
  /** Cumulative, by the bounds asked for, and at the end all. */
  buckets: number[];
}

/** Calls between the same ends, added up by the lab. */
export interface LedgerRow {
  /** Undefined where the call is from outside of all clusters. */
  from?: LedgerEnd | { outside?: string };
  /** Undefined where the call reached no server, and no other is known. */
  to?: LedgerEnd | { outside?: string };
  pod?: string;
  version?: string;
  service?: { cluster: string; namespace: string; name: string };
  protocol: 'http' | 'grpc' | 'tcp';
  via?: string[];
  calls: number;
  failures: number;
  denied: number;
  statuses: Record<string, number>;
  grpcStatuses: Record<string, number>;
  flags: Record<string, number>;
  connections: number;
  requestBytes: number;
  responseBytes: number;
  clientMs: Durations;
  serverMs: Durations;
}

/** When samples were taken, in milliseconds since the epoch. */
export interface Span {
  from: number;
  to: number;
}

const GROUPS = ['from', 'to', 'pod', 'version', 'service', 'protocol', 'via'];

/** A pod as an end of calls; undefined for what is outside of all clusters. */
export function podEnd(end: LedgerRow['to']): LedgerEnd | undefined {
  return end && 'workload' in end ? end : undefined;
}

/** All calls that ended within a span, as they were made. */
export async function ledgerRows(
  lab: MetricsLab,
  { from, to }: Span,
  bounds: readonly number[] = [],
): Promise<LedgerRow[]> {
  const answer = (await lab.ledger({
    from: String(Math.round(from)),
    to: String(Math.round(to)),
    groupBy: GROUPS.join(','),
    bounds: bounds.join(','),
  })) as { rows: LedgerRow[]; since: number; truncated?: number };
  if (answer.truncated) throw new Error('The ledger has more rows than fit');
  if (answer.since > from) throw new Error('The ledger begins later');
  return answer.rows;
}

export function sumOf(
  rows: readonly LedgerRow[],
  valueOf: (row: LedgerRow) => number,
): number {
  return rows.reduce((sum, row) => sum + valueOf(row), 0);
}

export function callsOf(rows: readonly LedgerRow[]): number {
  return sumOf(rows, ({ calls }) => calls);
}

function countWhere(
  counts: Record<string, number>,
  isMeant: (key: number) => boolean,
): number {
  return Object.entries(counts).reduce(
    (sum, [key, count]) => (isMeant(Number(key)) ? sum + count : sum),
    0,
  );
}

/** Codes of gRPC that are the server's fault: UNKNOWN, DEADLINE_EXCEEDED, INTERNAL, UNAVAILABLE and their kin. */
const GRPC_FAILURES = [2, 4, 8, 12, 13, 14, 15];

/** Requests that failed for whoever made them: no answer, 5xx, or a status of gRPC that is the server's fault. */
export function failuresOf(rows: readonly LedgerRow[]): number {
  return sumOf(
    rows,
    ({ statuses, grpcStatuses }) =>
      countWhere(statuses, status => status === 0 || status >= 500) +
      countWhere(grpcStatuses, status => GRPC_FAILURES.includes(status)),
  );
}

/**
 * Index of the bucket that a quantile (0..1) of the servers' durations is in, among `bounds` and what is beyond;
 * undefined without any call.
 */
export function quantileBucket(
  rows: readonly LedgerRow[],
  q: number,
  bounds: readonly number[],
): number | undefined {
  const cumulative = [...bounds, Infinity].map((_bound, i) =>
    sumOf(rows, ({ serverMs }) => serverMs.buckets[i]),
  );
  const total = cumulative[bounds.length];
  if (total === 0) return undefined;
  return cumulative.findIndex(count => count >= q * total);
}

/** Index of the bucket that a value is in. */
export function bucketOf(value: number, bounds: readonly number[]): number {
  const index = bounds.findIndex(bound => value <= bound);
  return index < 0 ? bounds.length : index;
}
