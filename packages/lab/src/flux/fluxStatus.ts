import {
  isJsonObject,
  type JsonObject,
  type KubeObject,
} from '../apiserver/KubeObject.ts';
import type { ObjectRef } from '../apiserver/kinds.ts';
import type { Store } from '../apiserver/Store.ts';
import { withCondition, withoutCondition } from '../controllers/conditions.ts';
import type { Condition } from '../controllers/objects.ts';
import { REQUESTED_AT } from './running.ts';

/** One condition that a reconciliation ends with. */
export interface Outcome {
  type: string;
  status: 'True' | 'False';
  reason: string;
  message: string;
}

export function statusOf(object: KubeObject): JsonObject {
  return isJsonObject(object.status) ? object.status : {};
}

/**
 * Writes what came of a reconciliation. A failure leaves everything else in the status as it was, observes no generation
 * (-1) and goes on trying, as Flux's controllers say it.
 */
export function writeOutcome(options: {
  store: Store;
  ref: ObjectRef;
  object: KubeObject;
  manager: string;
  now: Date;
  outcomes: readonly Outcome[];
  /** Other fields of the status. */
  fields?: JsonObject;
}): void {
  const { store, ref, object, manager, now, outcomes, fields = {} } = options;
  const { generation = 1, annotations } = object.metadata;
  const isReady = outcomes.some(o => o.type === 'Ready' && o.status === 'True');
  const before = statusOf(object);
  const known = Array.isArray(before.conditions)
    ? (before.conditions as Condition[])
    : [];
  let conditions = ['FetchFailed', 'Reconciling'].reduce(
    (list, type) =>
      outcomes.some(o => o.type === type) ? list : withoutCondition(list, type),
    [...known],
  );
  for (const outcome of outcomes)
    conditions = withCondition(conditions, outcome, { now });
  const handled = annotations?.[REQUESTED_AT];
  const status = {
    ...before,
    ...fields,
    conditions: conditions.map(condition => ({
      ...condition,
      observedGeneration: generation,
    })),
    observedGeneration: isReady ? generation : -1,
    ...(handled ? { lastHandledReconcileAt: handled } : {}),
  };
  store.modify(
    ref,
    copy => {
      copy.status = status;
    },
    { manager, subresource: 'status' },
  );
}

/** What a controller says that failed and tries again. */
export function failing(reason: string, message: string): Outcome[] {
  return [
    {
      type: 'Reconciling',
      status: 'True',
      reason: 'ProgressingWithRetry',
      message: 'Reconciliation in progress, trying again',
    },
    { type: 'Ready', status: 'False', reason, message },
  ];
}
