import type { BudgetWindow, Objectives } from '@meshport/plugin-mesh-common';
import {
  addCounts,
  type CallCounts,
  type Counts,
  successRatioOf,
} from './goldenCounts';
import { type CountedInstance, goldenOfInstance } from './goldenOfInstance';
import type { MetricsState } from './MetricsState';
import { REACH_STEP_SECONDS } from './storeReach';
import type { StoreTick } from './StoreTick';

const HOURS = [1, 6, 24];
const SECONDS_PER_HOUR = 3600;

/** A store of which less is known has nothing to say about budgets. */
const LEAST_HOURS = 0.5;

/** What was counted in one of the longer windows. */
interface Counted<Of extends CallCounts> {
  readonly counts: Of;
  /** How much of the window the store has; absent where it has all of it. */
  readonly knownHours?: number;
}

/** It is known in steps: a window that is but one step longer is taken to be complete. */
function knownHoursOf({
  at,
  knownFrom,
  windowSeconds,
}: StoreTick): Pick<Counted<CallCounts>, 'knownHours'> {
  if (knownFrom === undefined) return {};
  const known = (at - knownFrom) / 1000;
  return known < windowSeconds - REACH_STEP_SECONDS
    ? { knownHours: Number((known / SECONDS_PER_HOUR).toFixed(2)) }
    : {};
}

/** What a store counted of an instance in one of its longer windows. */
function countsIn(
  instance: CountedInstance,
  state: MetricsState,
  windowSeconds: number,
): Counted<Counts> | undefined {
  const name = state.storeOf(instance.cluster);
  const store = name === undefined ? undefined : state.stores.get(name);
  const tick = store?.budgets.find(one => one.windowSeconds === windowSeconds);
  if (!store || !tick) return undefined;
  const counts = goldenOfInstance(instance, { ...store, tick }, state);
  return { counts, ...knownHoursOf(tick) };
}

/** Undefined where the store of one of the instances has not said it: a part is no budget. */
function countsOfAll(
  instances: readonly CountedInstance[],
  state: MetricsState,
  windowSeconds: number,
): Counted<CallCounts> | undefined {
  const parts: Counts[] = [];
  let knownHours = Infinity;
  for (const instance of instances) {
    const counted = countsIn(instance, state, windowSeconds);
    if (!counted || counted.counts.state === 'unavailable') return undefined;
    if (counted.counts.requests === undefined) continue;
    parts.push(counted.counts);
    knownHours = Math.min(knownHours, counted.knownHours ?? Infinity);
  }
  if (parts.length === 0) return undefined;
  const counts = addCounts(parts);
  return Number.isFinite(knownHours) ? { counts, knownHours } : { counts };
}

/**
 * What is spent of the error budget in the last 1, 6 and 24 hours. Windows without any
 * requests, or that are not known yet, are left out; so are those that would say the same
 * as a shorter one, as the store has no more of them.
 */
export function budgetOf(
  instances: readonly CountedInstance[],
  state: MetricsState,
  { successRatio }: Objectives,
): BudgetWindow[] {
  const windows: BudgetWindow[] = [];
  for (const hours of HOURS) {
    const windowSeconds = hours * SECONDS_PER_HOUR;
    const counted = countsOfAll(instances, state, windowSeconds);
    const ratio = counted && successRatioOf(counted.counts);
    if (!counted || ratio === undefined) continue;
    const { counts, knownHours } = counted;
    if (knownHours !== undefined && knownHours < LEAST_HOURS) break;
    windows.push({
      hours,
      ...(knownHours === undefined ? {} : { knownHours }),
      requests: Math.round((counts.requests ?? 0) * windowSeconds),
      successRatio: ratio,
      burnRate: Number(((1 - ratio) / (1 - successRatio.value)).toPrecision(4)),
    });
    if (knownHours !== undefined) break;
  }
  return windows;
}
