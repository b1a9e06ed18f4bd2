import type { Matcher, QueryScope } from '../metrics';
import { labelName, rate, selector } from './promql';

/**
 * What names a target among all that are scraped, as replicas of a Prometheus label it.
 * Those that a store does not have are empty on both sides, and equal.
 */
const TARGET_LABELS = [
  'job',
  'instance',
  'pod',
  'prometheus',
  'prometheus_replica',
  'replica',
];

/** Without it nothing tells one target from another. */
const OF_TARGETS: Matcher = { label: 'instance', operator: '!=', value: '' };

/** Which series of a counter are looked at: those that any of the alternatives selects. */
interface CountedCalls {
  readonly metric: string;
  /** No two of them select the same series. */
  readonly alternatives: readonly (readonly Matcher[])[];
}

/**
 * What `rate()` leaves out, per second of the window: a counter begins with its first
 * event, and what was counted before the first sample is in no increase. A series that is
 * new in the window began at zero if its target was scraped at the window's start, too;
 * then all that it has counted belongs to the window. That is so where the scrape that it
 * was last in had series from then. A target that is new itself, was not scraped in that
 * moment, or is labelled otherwise since, may bring counts of days with it, and nothing is
 * added to its rates. Nor to those of a counter that was reset: the larger number counts.
 */
export function firstCalls(
  { metric, alternatives }: CountedCalls,
  scope: QueryScope,
): string {
  const { windowSeconds, clusterLabel, matchers } = scope;
  const then = `offset ${windowSeconds}s`;
  const selectors = alternatives.map(one =>
    selector(metric, [...one, ...matchers]),
  );
  const each = (write: (one: string) => string) =>
    `(${selectors.map(write).join(' or ')})`;
  const target = [...(clusterLabel ? [clusterLabel] : []), ...TARGET_LABELS]
    .map(labelName)
    .join(', ');
  const all = selector(metric, [OF_TARGETS, ...matchers]);
  const lasting = `max by (${target}) (timestamp(${all}) and ${all} ${then})`;
  const scrapes = each(one => `timestamp(${one})`);
  const now = each(one => one);
  const begun = `(${now} unless ${each(one => `${one} ${then}`)})`;
  const counted = `(${begun} and (${scrapes} == on (${target}) group_left () ${lasting}))`;
  const rates = alternatives.map(one => rate(metric, one, scope)).join(' or ');
  return `(${counted} / ${windowSeconds} - (${rates} or 0 * ${now}) > 0)`;
}
