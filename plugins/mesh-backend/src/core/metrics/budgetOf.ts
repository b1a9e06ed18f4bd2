import type { BudgetWindow, Objectives } from '@meshport/plugin-mesh-common';
import {
  addCounts,
  type CallCounts,
  type Counts,
  successRatioOf,
} from './goldenCounts';
import { type CountedInstance, goldenOfInstance } from './goldenOfInstance';
import type { MetricsState } from './MetricsState';

const HOURS = [1, 6, 24];
const SECONDS_PER_HOUR = 3600;

/** What a store counted of an instance in one of its longer windows. */
function countsIn(
  instance: CountedInstance,
  state: MetricsState,
  windowSeconds: number,
): Counts | undefined {
  const name = state.storeOf(instance.cluster);
  const store = name === undefined ? undefined : state.stores.get(name);
  const tick = store?.budgets.find(one => one.windowSeconds === windowSeconds);
  if (!store || !tick) return undefined;
  return goldenOfInstance(instance, { ...store, tick }, state);
}

/** Undefined where the store of one of the instances has not said it: a part is no budget. */
function countsOfAll(
  instances: readonly CountedInstance[],
  state: MetricsState,
  windowSeconds: number,
): CallCounts | undefined {
  const parts: Counts[] = [];
  for (const instance of instances) {
    const counts = countsIn(instance, state, windowSeconds);
    if (!counts || counts.state === 'unavailable') return undefined;
    if (counts.requests !== undefined) parts.push(counts);
  }
  return parts.length > 0 ? addCounts(parts) : undefined;
}

/**
 * What is spent of the error budget in the last 1, 6 and 24 hours; windows without any
 * requests, or that are not known yet, are left out.
 */
export function budgetOf(
  instances: readonly CountedInstance[],
  state: MetricsState,
  { successRatio }: Objectives,
): BudgetWindow[] {
  return HOURS.flatMap(hours => {
    const windowSeconds = hours * SECONDS_PER_HOUR;
    const counts = countsOfAll(instances, state, windowSeconds);
    const ratio = counts && successRatioOf(counts);
    if (!counts || ratio === undefined) return [];
    const allowed = 1 - successRatio.value;
    return [
      {
        hours,
        requests: Math.round((counts.requests ?? 0) * windowSeconds),
        successRatio: ratio,
        burnRate: Number(((1 - ratio) / allowed).toPrecision(4)),
      },
    ];
  });
}
