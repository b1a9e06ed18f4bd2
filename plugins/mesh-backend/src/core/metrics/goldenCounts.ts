import type { GoldenState, Latency, Text } from '@meshport/plugin-mesh-common';
import type { MeshObservation } from './StoreTick';
import { type Buckets, latencyOf, mergeBuckets } from './buckets';

/** A sentence that is put into words only where it is told, which is for few of many. */
export type Cause = Pick<Text, 'id' | 'params'>;

/** Per second, as the server sees them. */
interface TcpCounts {
  readonly connections: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** Numbers of calls over one window, per second; what nobody counts is left out. */
export interface CallCounts {
  readonly requests?: number;
  /** By reason; known where `requests` is. */
  readonly failures?: Readonly<Record<string, number>>;
  /** Refused without being counted as failures: by a policy, or by the server itself. */
  readonly refused?: number;
  readonly buckets?: Buckets;
  readonly latency?: Latency;
  readonly tcp?: TcpCounts;
}

/** What should be in a sum and is not. */
export interface MissingCounts {
  readonly cluster: string;
  readonly state: GoldenState;
  readonly reason?: Cause;
}

/** What is known of the traffic of one instance, or of several together. */
export interface Counts extends CallCounts {
  readonly state: GoldenState;
  readonly reason?: Cause;
  /** Id of the mesh that counted. */
  readonly source?: string;
  /** Of one instance: which of its proxies counted requests. */
  readonly reporter?: MeshObservation['reporter'];
  /** Its own proxies counted nothing; those of its callers did. */
  readonly isByCallers?: boolean;
  /** Unix ms, by the store's clock: the end of the window. */
  readonly at?: number;
  /** Unix ms, by the portal's clock: when the numbers came. */
  readonly receivedAt?: number;
  readonly missing: readonly MissingCounts[];
  /** What stores said: as long as these are the same objects there is nothing new. */
  readonly answers?: readonly object[];
  /** Of one instance: by version, where there are several. */
  readonly versions?: ReadonlyMap<string, CallCounts>;
  /** Of one instance: by route, where the mesh has routes. */
  readonly routes?: ReadonlyMap<string, CallCounts>;
}

function sumOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter(value => value !== undefined);
  return known.length > 0 ? known.reduce((a, b) => a + b, 0) : undefined;
}

function addedFailures(
  all: readonly CallCounts['failures'][],
): CallCounts['failures'] {
  const sum: Record<string, number> = {};
  for (const failures of all) {
    for (const [reason, count] of Object.entries(failures ?? {})) {
      sum[reason] = (sum[reason] ?? 0) + count;
    }
  }
  return sum;
}

function addedTcp(all: readonly (TcpCounts | undefined)[]) {
  const known = all.filter(tcp => tcp !== undefined);
  if (known.length === 0) return undefined;
  return known.reduce((a, b) => ({
    connections: a.connections + b.connections,
    receivedBytes: a.receivedBytes + b.receivedBytes,
    sentBytes: a.sentBytes + b.sentBytes,
  }));
}

/** Has requests, without which nothing takes any time. */
function isBusy({ requests = 0 }: CallCounts): boolean {
  return requests > 0;
}

/**
 * Quantiles come from all buckets together. Where some requests have no buckets, nothing
 * can be said of them together, unless all requests are of one part.
 */
function mergedLatency(
  parts: readonly CallCounts[],
): Pick<CallCounts, 'buckets' | 'latency'> {
  const measured = parts.filter(
    part => isBusy(part) || (part.requests === undefined && part.buckets),
  );
  const [only, ...others] = measured;
  if (only && others.length === 0) {
    const { buckets, latency } = only;
    return { ...(buckets ? { buckets } : {}), ...(latency ? { latency } : {}) };
  }
  const known = measured.flatMap(({ buckets }) => (buckets ? [buckets] : []));
  const isApart = measured.some(part => !isBusy(part));
  if (known.length === 0 || (known.length < measured.length && !isApart)) {
    return {};
  }
  const buckets = mergeBuckets(known);
  const latency = latencyOf(buckets);
  return { buckets, ...(latency ? { latency } : {}) };
}

/** Without what else is known of them. */
function onlyCounts(parts: CallCounts): CallCounts {
  const { requests, failures, refused, buckets, latency, tcp } = parts;
  return {
    ...(requests === undefined ? {} : { requests, failures: failures ?? {} }),
    ...(refused === undefined ? {} : { refused }),
    ...(buckets ? { buckets } : {}),
    ...(latency ? { latency } : {}),
    ...(tcp ? { tcp } : {}),
  };
}

/** Numbers of several together: rates add up, ratios weigh, buckets merge. */
export function addCounts(parts: readonly CallCounts[]): CallCounts {
  if (parts.length === 1) return onlyCounts(parts[0]);
  const requests = sumOf(parts.map(part => part.requests));
  const refused = sumOf(parts.map(part => part.refused));
  const tcp = addedTcp(parts.map(part => part.tcp));
  return {
    ...(requests === undefined
      ? {}
      : { requests, failures: addedFailures(parts.map(one => one.failures)) }),
    ...(refused === undefined ? {} : { refused }),
    ...mergedLatency(parts),
    ...(tcp ? { tcp } : {}),
  };
}

function fullLatency({
  p50,
  p95,
  p99,
}: NonNullable<MeshObservation['calls']['latency']>): Latency | undefined {
  return p50 === undefined || p95 === undefined || p99 === undefined
    ? undefined
    : { p50, p95, p99 };
}

/** What one kind of proxy counted, in the names that sums use. */
export function countsOfCalls({ calls }: MeshObservation): CallCounts {
  const { requests, failures, refused, buckets } = calls;
  const latency = buckets
    ? latencyOf(buckets)
    : calls.latency && fullLatency(calls.latency);
  const hasTcp =
    calls.connections !== undefined ||
    calls.receivedBytes !== undefined ||
    calls.sentBytes !== undefined;
  return {
    ...(requests === undefined ? {} : { requests, failures: failures ?? {} }),
    ...(refused === undefined ? {} : { refused }),
    ...(buckets ? { buckets } : {}),
    ...(latency ? { latency } : {}),
    ...(hasTcp
      ? {
          tcp: {
            connections: calls.connections ?? 0,
            receivedBytes: calls.receivedBytes ?? 0,
            sentBytes: calls.sentBytes ?? 0,
          },
        }
      : {}),
  };
}

/** Failed requests per second, for whatever reason. */
export function failedRequests({ failures }: CallCounts): number {
  let sum = 0;
  for (const count of Object.values(failures ?? {})) sum += count;
  return sum;
}

/** 0..1; undefined where there were no requests, which is no success. */
export function successRatioOf(counts: CallCounts): number | undefined {
  const { requests } = counts;
  if (requests === undefined || !(requests > 0)) return undefined;
  return Math.max(0, 1 - failedRequests(counts) / requests);
}
