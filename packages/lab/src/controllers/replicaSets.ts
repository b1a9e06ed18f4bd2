import { StatusError } from '../apiserver/StatusError.ts';
import type { Controller, ControllerContext } from './Controller.ts';
import { dependantsOf, refOf, selfOrOwner } from './Controller.ts';
import { withCondition, withoutCondition } from './conditions.ts';
import type { Pod, ReplicaSet } from './objects.ts';
import { writeStatus } from './statuses.ts';
import { createPod, isActive, isAvailable, isReady } from './podTemplates.ts';

const resource = 'replicasets.apps';
const component = 'replicaset-controller';

/** After a refused pod creation the real controller backs off up to 16 minutes; nobody waits that long here. */
const RETRY_REFUSED = 10_000;

/** Keeps as many pods as the ReplicaSet asks for. */
export const replicaSetController: Controller = {
  name: component,
  concerns: change =>
    change.resource === 'pods' || change.resource === resource
      ? selfOrOwner(change, resource, 'ReplicaSet')
      : [],
  reconcile(ref, context) {
    const set = context.store.get<ReplicaSet>(ref);
    if (!set || set.metadata.deletionTimestamp) return {};
    const active = dependantsOf<Pod>(context.store, 'pods', set).filter(
      isActive,
    );
    const wanted = set.spec.replicas ?? 1;
    const refusal =
      active.length < wanted
        ? createMissing(set, wanted - active.length, context)
        : undefined;
    if (active.length > wanted)
      removeSurplus(set, active, active.length - wanted, context);
    report(set, refusal, context);
    return refusal
      ? { againAfter: RETRY_REFUSED }
      : waitForAvailability(set, context);
  },
};

/** Creates pods until one is refused; answers with the refusal's message. */
function createMissing(
  set: ReplicaSet,
  count: number,
  { store, events }: ControllerContext,
): string | undefined {
  for (let i = 0; i < count; i++) {
    try {
      const pod = createPod(store, set, { template: set.spec.template });
      events.record(set, {
        type: 'Normal',
        reason: 'SuccessfulCreate',
        message: `Created pod: ${pod.metadata.name}`,
        component,
      });
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      const message = `Error creating: ${error.message}`;
      events.record(set, {
        type: 'Warning',
        reason: 'FailedCreate',
        message,
        component,
      });
      return error.message;
    }
  }
  return undefined;
}

function removeSurplus(
  set: ReplicaSet,
  pods: readonly Pod[],
  count: number,
  context: ControllerContext,
): void {
  const { store, events } = context;
  for (const pod of [...pods].sort(byExpendability).slice(0, count)) {
    store.delete(refOf('pods', pod));
    const message = `Deleted pod: ${pod.metadata.name}`;
    events.record(set, {
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message,
      component,
    });
  }
}

/** Which pod goes first: not scheduled, not ready, youngest (the order of the real controller, shortened). */
function byExpendability(a: Pod, b: Pod): number {
  const rank = (pod: Pod) => [pod.spec.nodeName ? 1 : 0, isReady(pod) ? 1 : 0];
  const [aScheduled, aReady] = rank(a);
  const [bScheduled, bReady] = rank(b);
  return (
    aScheduled - bScheduled ||
    aReady - bReady ||
    (b.metadata.creationTimestamp ?? '').localeCompare(
      a.metadata.creationTimestamp ?? '',
    ) ||
    b.metadata.name.localeCompare(a.metadata.name)
  );
}

function report(
  set: ReplicaSet,
  refusal: string | undefined,
  { store, timeline }: ControllerContext,
): void {
  const now = timeline.now();
  const pods = dependantsOf<Pod>(store, 'pods', set).filter(isActive);
  const ready = pods.filter(isReady).length;
  const available = pods.filter(p =>
    isAvailable(p, set.spec.minReadySeconds ?? 0, now),
  ).length;
  const old = set.status?.conditions;
  const conditions = refusal
    ? withCondition(
        old,
        {
          type: 'ReplicaFailure',
          status: 'True',
          reason: 'FailedCreate',
          message: refusal,
        },
        { now },
      )
    : withoutCondition(old, 'ReplicaFailure');
  writeStatus(store, resource, set, {
    replicas: pods.length,
    ...(pods.length ? { fullyLabeledReplicas: pods.length } : {}),
    ...(ready ? { readyReplicas: ready } : {}),
    ...(available ? { availableReplicas: available } : {}),
    observedGeneration: set.metadata.generation,
    ...(conditions.length ? { conditions } : {}),
  });
}

/** Pods that are ready but not yet long enough make the set worth another look when they are. */
function waitForAvailability(
  set: ReplicaSet,
  { store }: ControllerContext,
): { againAfter?: number } {
  const seconds = set.spec.minReadySeconds ?? 0;
  const readyPods = dependantsOf<Pod>(store, 'pods', set).filter(isReady);
  const waiting = readyPods.length > (set.status?.availableReplicas ?? 0);
  return seconds > 0 && waiting ? { againAfter: seconds * 1000 } : {};
}
