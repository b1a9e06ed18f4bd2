import type { Text } from '@meshport/plugin-mesh-common';
import type { StoreReport } from '../core/metrics/StoreReport';
import type { MetricsBudget } from './MetricsBudget';

/** What was asked, as far as it failed. */
interface Asked {
  readonly failure?: Text;
}

/** What a refresh has cost so far; `skew` is the store's clock minus ours, in ms. */
export function reportOf(budget: MetricsBudget, skew?: number): StoreReport {
  const { startedAt: at, milliseconds, queries, bytes } = budget;
  return {
    at,
    milliseconds,
    queries,
    bytes,
    ...(skew === undefined ? {} : { clockSkewMilliseconds: Math.round(skew) }),
  };
}

/** Why nothing at all was answered, where something was asked. */
export function failureOfAll(asked: readonly Asked[]): Text | undefined {
  const failures = asked.flatMap(({ failure }) => failure ?? []);
  if (failures.length < asked.length) return undefined;
  // What the store said comes before what it was not asked any more.
  return failures.find(({ id }) => id !== 'store.budget-spent') ?? failures[0];
}

/** What says that there is no store any more, whichever query met it. */
const LOSSES = ['unreachable', 'refused', 'credentials', 'garbled'].map(
  fault => `store.${fault}`,
);

/** A store that went away in the middle of a refresh: what was known before is worth more than a part of it. */
export function lossOfStore(asked: readonly Asked[]): Text | undefined {
  const last = asked.findLast(({ failure }) => failure)?.failure;
  return last && LOSSES.includes(last.id) ? last : undefined;
}
