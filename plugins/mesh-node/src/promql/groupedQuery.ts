import type {
  MetricQuery,
  MetricSample,
  Observation,
  QueryScope,
  SampleContext,
} from '../metrics';
import { compact, expand, type ExpandedSample } from './compact';
import { EMPTY_BUCKETS, formsOf } from './histograms';
import { selector, tagged } from './promql';

type Labels = Readonly<Record<string, string>>;

interface GroupedQuery {
  readonly id: string;
  readonly metric: string;
  readonly splitLabel?: string;
  readonly onlyForEdges?: true;
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
  const { id, metric, splitLabel, onlyForEdges, labels } = query;
  return {
    id,
    metric,
    splitLabel,
    onlyForEdges,
    expression: scope =>
      compact(labels, query.vector(scope, clusterOf(scope)), scope),
    *read(samples, context) {
      for (const sample of expand(labels, samples, context)) {
        yield* query.observe(sample, context);
      }
    },
  };
}

const NUMBER_OF_EMPTY = Number(EMPTY_BUCKETS);

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

/** All bounds that a histogram has in a store, ascending. */
function boundsOf(samples: readonly MetricSample[]): number[] {
  const bounds = samples
    .filter(({ labels }) => labels.k === BOUNDS)
    .map(({ labels }) => Number(labels.le?.replace('Inf', 'Infinity')));
  return [...new Set(bounds)]
    .filter(bound => !Number.isNaN(bound))
    .sort((one, other) => one - other);
}

/**
 * With what was left out on both sides of the buckets that have a part of the count: the
 * last empty one, and the first one with everything.
 */
function withNeighbours(
  counts: ReadonlyMap<number, number>,
  bounds: readonly number[],
): Map<number, number> {
  const all = new Map(counts);
  all.delete(NUMBER_OF_EMPTY);
  const total = counts.get(Infinity);
  if (total === undefined) return all;
  const empty = counts.get(NUMBER_OF_EMPTY) ?? 0;
  const below = bounds[empty - 1];
  const finite = [...all.keys()].filter(bound => bound < Infinity);
  const last = Math.max(below ?? 0, ...finite);
  const above = bounds.find(bound => bound > last);
  if (below !== undefined && !all.has(below)) all.set(below, 0);
  if (above !== undefined && !all.has(above)) all.set(above, total);
  return all;
}

/** Rates of neighbours may differ by rounding, and cumulative counts must not fall. */
function fromClassic(
  counts: Map<number, number>,
  bounds: readonly number[],
  factor: number,
): CumulativeBuckets {
  let most = 0;
  return [...withNeighbours(counts, bounds)]
    .sort(([one], [other]) => one - other)
    .map(([le, count]): [number, number] => {
      most = Math.max(most, count);
      return [le * factor, most];
    });
}

/** Key of the elements that are the bounds of all histograms: no key of labels is that. */
const BOUNDS = '*';

function withBounds(vector: string, metric: string, scope: QueryScope): string {
  const series = selector(`${metric}_bucket`, scope.matchers);
  return `${vector} or ${tagged(`group by (le) (${series})`, 'k', BOUNDS)}`;
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
  const { id, metric, splitLabel, onlyForEdges, labels, factor } = query;
  return {
    id,
    metric,
    splitLabel,
    onlyForEdges,
    // Prometheus 2.42 loses native histograms when their labels are changed: they stay
    // as they are, which is one sample each and not one per bucket.
    expression(scope) {
      const inForm = (form: QueryScope) => {
        const vector = query.vector(form, clusterOf(form));
        return form.isNative(metric)
          ? vector
          : withBounds(compact(labels, vector, form), metric, form);
      };
      return formsOf(metric, scope).map(inForm).join(' or ');
    },
    *read(samples, context) {
      const all = [...samples];
      const bounds = boundsOf(all);
      const counted = all.filter(one => one.labels.k !== BOUNDS);
      const classic = new Map<Labels, Map<number, number>>();
      for (const sample of expand(labels, counted, context)) {
        if (sample.buckets) {
          const buckets = fromNative(sample.buckets, factor);
          yield* query.observe({ labels: sample.labels, buckets }, context);
        } else if (sample.le === undefined) {
          context.skip();
        } else {
          const counts = classic.get(sample.labels) ?? new Map();
          classic.set(sample.labels, counts);
          counts.set(sample.le, sample.value);
        }
      }
      for (const [sampleLabels, counts] of classic) {
        const buckets = fromClassic(counts, bounds, factor);
        yield* query.observe({ labels: sampleLabels, buckets }, context);
      }
    },
  };
}
