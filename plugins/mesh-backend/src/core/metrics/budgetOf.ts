import type { BudgetWindow, Objectives } from '@meshport/plugin-mesh-common';
import { addCounts, type CallCounts, successRatioOf } from './goldenCounts';
import { type CountedInstance, goldenOfInstance } from './goldenOfInstance';
import type { MetricsState, StoreState } from './MetricsState';
import type { StoreTick } from './StoreTick';

const HOURS = [1, 6, 24];
const SECONDS_PER_HOUR = 3600;

/** What a store counted of an instance in one of its longer windows. */
function countsIn(
  instance: CountedInstance,
  store: StoreState,
  tick: StoreTick,
): CallCounts | undefined {
  const { state, requests, ...counts } = goldenOfInstance(instance, {
    ...store,
    tick,
  });
  return requests === undefined ? undefined : { requests, ...counts };
}

/** Undefined where the store of one of the instances has not said it: a part is no budget. */
function countsOfAll(
  instances: readonly CountedInstance[],
  state: MetricsState,
  windowSeconds: number,
): CallCounts | undefined {
  const parts: CallCounts[] = [];
  for (const instance of instances) {
    const name = state.storeOf(instance.cluster);
    const store = name === undefined ? undefined : state.stores.get(name);
    const tick = store?.budgets.find(
      one => one.windowSeconds === windowSeconds,
    );
    if (!store || !tick) return undefined;
    const counts = countsIn(instance, store, tick);
    if (counts) parts.push(counts);
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
