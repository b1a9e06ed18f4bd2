import type { Matcher, QueryScope } from '../metrics';
import { rate, sumBy, tagged } from './promql';

/** A histogram, and which of its series. */
export interface HistogramSelection {
  /** Name without `_bucket`. */
  readonly metric: string;
  readonly matchers: readonly Matcher[];
  readonly scope: QueryScope;
}

/** Sum of the rates of a histogram's buckets, as `histogram_quantile` wants it. */
export function bucketRates(
  labels: readonly string[],
  { metric, matchers, scope }: HistogramSelection,
): string {
  return scope.isNative(metric)
    ? sumBy(labels, rate(metric, matchers, scope))
    : sumBy(['le', ...labels], rate(`${metric}_bucket`, matchers, scope));
}

/** Observations per second. */
export function countRates(
  labels: readonly string[],
  { metric, matchers, scope }: HistogramSelection,
): string {
  return scope.isNative(metric)
    ? `histogram_count(${sumBy(labels, rate(metric, matchers, scope))})`
    : sumBy(labels, rate(`${metric}_count`, matchers, scope));
}

/** Mean of what was observed; without elements where nothing was. */
export function means(
  labels: readonly string[],
  histogram: HistogramSelection,
): string {
  const { metric, matchers, scope } = histogram;
  const sums = scope.isNative(metric)
    ? `histogram_sum(${sumBy(labels, rate(metric, matchers, scope))})`
    : sumBy(labels, rate(`${metric}_sum`, matchers, scope));
  return `(${sums} / (${countRates(labels, histogram)} > 0))`;
}

/** One quantile; without elements where nothing was observed (that is what `>= 0` is for). */
export function quantiles(
  q: number,
  labels: readonly string[],
  histogram: HistogramSelection,
): string {
  return `(histogram_quantile(${q}, ${bucketRates(labels, histogram)}) >= 0)`;
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
