import type { Latency } from '@meshport/plugin-mesh-common';

/** Cumulative: upper bounds, ascending, with counts per second of everything up to them. */
export type Buckets = readonly (readonly [upper: number, count: number])[];

/** Count up to a bound, spread evenly within a bucket, as the quantile supposes too. */
function countUpTo(buckets: Buckets, bound: number): number {
  let lower = 0;
  let below = 0;
  for (const [upper, count] of buckets) {
    if (upper === bound) return count;
    if (upper > bound) {
      if (upper === Infinity || bound <= lower) return below;
      return below + ((count - below) * (bound - lower)) / (upper - lower);
    }
    lower = upper;
    below = count;
  }
  return below;
}

function haveSameBounds(all: readonly Buckets[]): boolean {
  const [first] = all;
  return all.every(
    one =>
      one.length === first.length &&
      one.every(([upper], index) => upper === first[index][0]),
  );
}

/**
 * All of them together. With equal bounds that is exact; otherwise what lies between two
 * bounds is taken to be spread evenly.
 */
export function mergeBuckets(all: readonly Buckets[]): Buckets {
  if (all.length < 2) return all[0] ?? [];
  if (haveSameBounds(all)) {
    return all[0].map(([upper], index) => [
      upper,
      all.reduce((sum, one) => sum + one[index][1], 0),
    ]);
  }
  const bounds = [...new Set(all.flatMap(one => one.map(([upper]) => upper)))];
  return bounds
    .sort((one, other) => one - other)
    .map(bound => [
      bound,
      all.reduce((sum, one) => sum + countUpTo(one, bound), 0),
    ]);
}

/**
 * The quantile as Prometheus computes it: linear within a bucket, from 0 in the first;
 * beyond the last finite bound that bound. Undefined without any count.
 *
 * @param q 0..1
 */
export function quantileOf(q: number, buckets: Buckets): number | undefined {
  const total = buckets.length ? buckets[buckets.length - 1][1] : 0;
  if (!(total > 0) || buckets.length < 2) return undefined;
  const rank = q * total;
  let lower = 0;
  let below = 0;
  for (const [upper, count] of buckets) {
    if (count >= rank) {
      if (upper === Infinity) return lower;
      const within = count - below;
      if (upper <= 0 || within <= 0) return upper;
      return lower + ((upper - lower) * (rank - below)) / within;
    }
    lower = upper;
    below = Math.max(below, count);
  }
  return lower;
}

/** Milliseconds, of buckets in milliseconds. Undefined without any count. */
export function latencyOf(buckets: Buckets): Latency | undefined {
  const p50 = quantileOf(0.5, buckets);
  const p95 = quantileOf(0.95, buckets);
  const p99 = quantileOf(0.99, buckets);
  if (p50 === undefined || p95 === undefined || p99 === undefined) {
    return undefined;
  }
  return { p50, p95, p99 };
}
