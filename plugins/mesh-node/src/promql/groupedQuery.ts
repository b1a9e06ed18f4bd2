import type {
  MetricQuery,
  Observation,
  QueryScope,
  SampleContext,
} from '../metrics';
import { compact, expand, type ExpandedSample } from './compact';

type Labels = Readonly<Record<string, string>>;

interface GroupedQuery {
  readonly id: string;
  readonly metric: string;
  readonly splitLabel?: string;
  /** All labels that any element of the vector may have, but `le` and the cluster's. */
  readonly labels: readonly string[];
  /** @param cluster the cluster label, to be grouped by; empty where the store has none */
  vector(scope: QueryScope, cluster: readonly string[]): string;
}

const clusterOf = ({ clusterLabel }: QueryScope) =>
  clusterLabel ? [clusterLabel] : [];

/** A query whose samples are each read by themselves. */
export function groupedQuery(
  query: GroupedQuery & {
    observe(
      sample: ExpandedSample,
      context: SampleContext,
    ): Iterable<Observation>;
  },
): MetricQuery {
  const { id, metric, splitLabel, labels } = query;
  return {
    id,
    metric,
    splitLabel,
    expression: scope =>
      compact(labels, query.vector(scope, clusterOf(scope)), scope),
    *read(samples, context) {
      for (const sample of expand(labels, samples, context)) {
        yield* query.observe(sample, context);
      }
    },
  };
}

type CumulativeBuckets = NonNullable<Observation['calls']['buckets']>;

/**
 * Native buckets are not cumulative, and empty ones are left out: where there is a gap,
 * a bound without a count of its own is put. The last bound is infinite, as in classic ones.
 */
function fromNative(
  buckets: NonNullable<ExpandedSample['buckets']>,
  factor: number,
): CumulativeBuckets {
  let sum = 0;
  let last = 0;
  const cumulative: [number, number][] = [];
  const ascending = [...buckets].sort(([one], [other]) => one - other);
  for (const [upper, count, lower] of ascending) {
    if (lower > last) cumulative.push([lower * factor, sum]);
    sum += count;
    cumulative.push([upper * factor, sum]);
    last = upper;
  }
  return [...cumulative, [Infinity, sum]];
}

/** Rates of neighbours may differ by rounding, and cumulative counts must not fall. */
function fromClassic(
  bounds: Map<number, number>,
  factor: number,
): CumulativeBuckets {
  let most = 0;
  return [...bounds]
    .sort(([one], [other]) => one - other)
    .map(([le, count]): [number, number] => {
      most = Math.max(most, count);
      return [le * factor, most];
    });
}

/** A query for the buckets of a histogram, classic or native. */
export function bucketQuery(
  query: GroupedQuery & {
    /** Milliseconds per unit of the histogram. */
    readonly factor: number;
    observe(
      input: { readonly labels: Labels; readonly buckets: CumulativeBuckets },
      context: SampleContext,
    ): Iterable<Observation>;
  },
): MetricQuery {
  const { id, metric, splitLabel, labels, factor } = query;
  return {
    id,
    metric,
    splitLabel,
    // Prometheus 2.42 loses native histograms when their labels are changed: they stay
    // as they are, which is one sample each and not one per bucket.
    expression(scope) {
      const vector = query.vector(scope, clusterOf(scope));
      return scope.isNative(metric) ? vector : compact(labels, vector, scope);
    },
    *read(samples, context) {
      const classic = new Map<Labels, Map<number, number>>();
      for (const sample of expand(labels, samples, context)) {
        if (sample.buckets) {
          const buckets = fromNative(sample.buckets, factor);
          yield* query.observe({ labels: sample.labels, buckets }, context);
        } else if (sample.le === undefined) {
          context.skip();
        } else {
          const bounds = classic.get(sample.labels) ?? new Map();
          classic.set(sample.labels, bounds);
          bounds.set(sample.le, sample.value);
        }
      }
      for (const [sampleLabels, bounds] of classic) {
        const buckets = fromClassic(bounds, factor);
        yield* query.observe({ labels: sampleLabels, buckets }, context);
      }
    },
  };
}
