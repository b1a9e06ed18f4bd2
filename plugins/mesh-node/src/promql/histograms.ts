import type { Matcher, QueryScope } from '../metrics';
import { labelName, rate, sumBy, tagged } from './promql';

/** A histogram, and which of its series. */
export interface HistogramSelection {
  /** Name without `_bucket`. */
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  readonly scope: QueryScope;
}

/** A scope for each form that the histogram has in the store, the classic one first. */
export function formsOf(metric: string, scope: QueryScope): QueryScope[] {
  if (scope.isNative(metric) || !scope.hasBothForms?.(metric)) return [scope];
  return [
    { ...scope, hasBothForms: undefined },
    { ...scope, isNative: () => true },
  ];
}

/** The histogram in each of its forms; of what has both, the classic one counts. */
function inForms(
  histogram: HistogramSelection,
  vector: (histogram: HistogramSelection) => string,
): string {
  return formsOf(histogram.metric, histogram.scope)
    .map(scope => vector({ ...histogram, scope }))
    .join(' or ');
}

/** Sum of the rates of the buckets of one form, as `histogram_quantile` wants it. */
function bucketRates(
  labels: readonly string[],
  histogram: HistogramSelection,
): string {
  const { metric, matchers, scope } = histogram;
  return scope.isNative(metric)
    ? sumBy(labels, rate(metric, matchers, scope))
    : sumBy(['le', ...labels], rate(`${metric}_bucket`, matchers, scope));
}

const LAST = { label: 'le', operator: '=', value: '+Inf' } as const;

/** Both forms are added up by whoever reads them: what has the classic one as well is left out. */
function onlyNative({ metric, matchers, scope }: HistogramSelection): string {
  const native = rate(metric, matchers, scope);
  return scope.hasBothForms?.(metric)
    ? `(${native} unless ${rate(`${metric}_count`, matchers, scope)})`
    : native;
}

/** `le` of the number of buckets that are empty; no histogram has this bound. */
export const EMPTY_BUCKETS = '-1';

/**
 * The buckets of one form, without what says nothing: empty buckets below the first observation, and those
 * above the last one, which all have the count of everything. `+Inf` stays, and how many
 * were empty is said with `le` {@link EMPTY_BUCKETS}.
 */
export function tellingBuckets(
  labels: readonly string[],
  { metric, matchers, scope }: HistogramSelection,
): string {
  if (scope.isNative(metric)) {
    return sumBy(labels, onlyNative({ metric, matchers, scope }));
  }
  const of = (bound: Matcher) =>
    rate(`${metric}_bucket`, [...matchers, bound], scope);
  const finite = sumBy(['le', ...labels], of({ ...LAST, operator: '!=' }));
  const all = sumBy(['le', ...labels], of(LAST));
  const on = labels.map(labelName).join(', ');
  const partly = `(${finite} > 0) < on (${on}) group_left () ${all}`;
  const empty = `count by (${on}) (${finite} == 0)`;
  return `(${partly} or (${all} > 0) or ${tagged(empty, 'le', EMPTY_BUCKETS)})`;
}

/** Observations per second. */
export function countRates(
  labels: readonly string[],
  histogram: HistogramSelection,
): string {
  return `(${inForms(histogram, form => countRatesOf(labels, form))})`;
}

function countRatesOf(
  labels: readonly string[],
  histogram: HistogramSelection,
): string {
  const { metric, matchers, scope } = histogram;
  return scope.isNative(metric)
    ? `histogram_count(${sumBy(labels, rate(metric, matchers, scope))})`
    : sumBy(labels, rate(`${metric}_count`, matchers, scope));
}

/** Mean of what was observed; without elements where nothing was. */
export function means(
  labels: readonly string[],
  histogram: HistogramSelection,
): string {
  return `(${inForms(histogram, form => meansOf(labels, form))})`;
}

function meansOf(
  labels: readonly string[],
  histogram: HistogramSelection,
): string {
  const { metric, matchers, scope } = histogram;
  const sums = scope.isNative(metric)
    ? `histogram_sum(${sumBy(labels, rate(metric, matchers, scope))})`
    : sumBy(labels, rate(`${metric}_sum`, matchers, scope));
  return `${sums} / (${countRatesOf(labels, histogram)} > 0)`;
}

/** One quantile; without elements where nothing was observed (that is what `>= 0` is for). */
export function quantiles(
  q: number,
  labels: readonly string[],
  histogram: HistogramSelection,
): string {
  const of = (form: HistogramSelection) =>
    `histogram_quantile(${q}, ${bucketRates(labels, form)}) >= 0`;
  return `(${inForms(histogram, of)})`;
}

/** The quantiles that are told, by name. */
export const QUANTILES = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** p50, p95 and p99, told apart by the label. */
export function taggedQuantiles(
  tag: string,
  quantile: (q: number) => string,
): string {
  return Object.entries(QUANTILES)
    .map(([name, q]) => tagged(quantile(q), tag, name))
    .join(' or ');
}
