import { StatusError } from '../apiserver/StatusError.ts';
import type { Controller, ControllerContext } from './Controller.ts';
import { dependantsOf, refOf, selfOrOwner } from './Controller.ts';
import type { Pod, StatefulSet } from './objects.ts';
import { writeStatus } from './statuses.ts';
import { createPod, isReady, revisionHash } from './podTemplates.ts';

const resource = 'statefulsets.apps';
const component = 'statefulset-controller';
const revisionLabel = 'controller-revision-hash';
const RETRY_REFUSED = 10_000;

/** Keeps pods `name-0` ... `name-n`: created in order, updated and removed from the last, one at a time. */
export const statefulSetController: Controller = {
  name: component,
  concerns: change =>
    change.resource === 'pods' || change.resource === resource
      ? selfOrOwner(change, resource, 'StatefulSet')
      : [],
  reconcile(ref, context) {
    const set = context.store.get<StatefulSet>(ref);
    if (!set || set.metadata.deletionTimestamp) return {};
    const refused = step(set, context);
    report(set, context);
    return refused ? { againAfter: RETRY_REFUSED } : {};
  },
};

function revisionOf(set: StatefulSet): string {
  return `${set.metadata.name}-${revisionHash(set.spec.template)}`;
}

function ordinal(pod: Pod): number {
  return Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? -1);
}

/** Does what may be done now; true if admission refused a pod. */
function step(set: StatefulSet, context: ControllerContext): boolean {
  const pods = dependantsOf<Pod>(context.store, 'pods', set).sort(
    (a, b) => ordinal(a) - ordinal(b),
  );
  const wanted = set.spec.replicas ?? 1;
  const parallel = set.spec.podManagementPolicy === 'Parallel';
  for (let i = 0; i < wanted; i++) {
    const pod = pods.find(p => ordinal(p) === i);
    if (!pod && !create(set, i, context)) return true;
    if (!parallel && (!pod || !isReady(pod))) return false;
  }
  const surplus = pods.filter(pod => ordinal(pod) >= wanted).reverse();
  const doomed = parallel ? surplus : surplus.slice(0, 1);
  doomed.forEach(pod => context.store.delete(refOf('pods', pod)));
  if (surplus.length === 0 && pods.every(isReady))
    replaceOutdated(set, pods, context);
  return false;
}

function create(
  set: StatefulSet,
  index: number,
  { store, events }: ControllerContext,
): boolean {
  const name = `${set.metadata.name}-${index}`;
  try {
    createPod(store, set, {
      template: set.spec.template,
      name,
      labels: {
        'apps.kubernetes.io/pod-index': String(index),
        'statefulset.kubernetes.io/pod-name': name,
        [revisionLabel]: revisionOf(set),
      },
      spec: {
        hostname: name,
        ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}),
      },
    });
    return true;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const message = `create Pod ${name} in StatefulSet ${set.metadata.name} failed error: ${error.message}`;
    events.record(set, {
      type: 'Warning',
      reason: 'FailedCreate',
      message,
      component,
    });
    return false;
  }
}

function replaceOutdated(
  set: StatefulSet,
  pods: readonly Pod[],
  { store }: ControllerContext,
): void {
  if (pods.some(pod => pod.metadata.deletionTimestamp)) return;
  const outdated = pods.filter(
    pod => pod.metadata.labels?.[revisionLabel] !== revisionOf(set),
  );
  const last = outdated.at(-1);
  if (last) store.delete(refOf('pods', last));
}

function report(set: StatefulSet, { store }: ControllerContext): void {
  const pods = dependantsOf<Pod>(store, 'pods', set).filter(
    p => !p.metadata.deletionTimestamp,
  );
  const revision = revisionOf(set);
  const updated = pods.filter(
    pod => pod.metadata.labels?.[revisionLabel] === revision,
  ).length;
  const ready = pods.filter(isReady).length;
  const done = updated === pods.length && ready === (set.spec.replicas ?? 1);
  writeStatus(store, resource, set, {
    ...set.status,
    observedGeneration: set.metadata.generation,
    replicas: pods.length,
    readyReplicas: ready,
    availableReplicas: ready,
    currentReplicas: done ? updated : pods.length - updated,
    updatedReplicas: updated,
    currentRevision: done ? revision : set.status?.currentRevision ?? revision,
    updateRevision: revision,
    collisionCount: 0,
  });
}
