import { StatusError } from '../apiserver/StatusError.ts';
import type { Controller, ControllerContext } from './Controller.ts';
import { dependantsOf, refOf, selfOrOwner } from './Controller.ts';
import { pinnedNode, pinTo } from './nodeAffinity.ts';
import type { DaemonSet, Node, Pod } from './objects.ts';
import { writeStatus } from './statuses.ts';
import { createPod, isActive, isReady, revisionHash } from './podTemplates.ts';

const resource = 'daemonsets.apps';
const component = 'daemonset-controller';
const revisionLabel = 'controller-revision-hash';
const RETRY_REFUSED = 10_000;

/** Keeps one pod on every node that the template's node selector allows; updates node by node. */
export const daemonSetController: Controller = {
  name: component,
  *concerns(change, { store }) {
    if (change.resource === 'nodes' && change.type !== 'MODIFIED') {
      for (const set of store.list(resource).items) yield refOf(resource, set);
    } else if (change.resource === 'pods' || change.resource === resource) {
      yield* selfOrOwner(change, resource, 'DaemonSet');
    }
  },
  reconcile(ref, context) {
    const set = context.store.get<DaemonSet>(ref);
    if (!set || set.metadata.deletionTimestamp) return {};
    const nodes = eligibleNodes(set, context);
    // A pod that is ending still holds its node: its successor comes when it is gone.
    const pods = dependantsOf<Pod>(context.store, 'pods', set);
    const refused = nodes.some(
      node =>
        !pods.some(pod => targetNode(pod) === node) &&
        !create(set, node, context),
    );
    pods
      .filter(pod => isActive(pod) && !nodes.includes(targetNode(pod)))
      .forEach(pod => context.store.delete(refOf('pods', pod)));
    replaceOutdated(set, nodes.length, context);
    report(set, nodes, context);
    return refused ? { againAfter: RETRY_REFUSED } : {};
  },
};

function eligibleNodes(set: DaemonSet, { store }: ControllerContext): string[] {
  const wanted = Object.entries(set.spec.template.spec.nodeSelector ?? {});
  return store
    .list<Node>('nodes')
    .items.filter(node =>
      wanted.every(([key, value]) => node.metadata.labels?.[key] === value),
    )
    .map(node => node.metadata.name);
}

/** The node that a pod of ours is meant for: the real controller pins it by node affinity on the node's name. */
function targetNode(pod: Pod): string {
  return pod.spec.nodeName ?? pinnedNode(pod) ?? '';
}

function create(
  set: DaemonSet,
  node: string,
  { store, events }: ControllerContext,
): boolean {
  try {
    createPod(store, set, {
      template: set.spec.template,
      labels: {
        [revisionLabel]: revisionHash(set.spec.template),
        'pod-template-generation': String(set.metadata.generation ?? 1),
      },
      spec: { affinity: pinTo(node) },
    });
    return true;
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    events.record(set, {
      type: 'Warning',
      reason: 'FailedCreate',
      message: `Error creating: ${error.message}`,
      component,
    });
    return false;
  }
}

function replaceOutdated(
  set: DaemonSet,
  wanted: number,
  { store }: ControllerContext,
): void {
  if (set.spec.updateStrategy?.type === 'OnDelete') return;
  const revision = revisionHash(set.spec.template);
  const pods = dependantsOf<Pod>(store, 'pods', set);
  const settled = pods.filter(pod => isActive(pod) && isReady(pod)).length;
  // One node at a time whatever maxUnavailable says: a percentage of a handful of nodes is one anyway.
  if (settled < wanted || settled < pods.length) return;
  const outdated = pods.find(
    pod => pod.metadata.labels?.[revisionLabel] !== revision,
  );
  if (outdated) store.delete(refOf('pods', outdated));
}

function report(
  set: DaemonSet,
  nodes: readonly string[],
  { store }: ControllerContext,
): void {
  const pods = dependantsOf<Pod>(store, 'pods', set).filter(isActive);
  const ready = pods.filter(isReady).length;
  const revision = revisionHash(set.spec.template);
  writeStatus(store, resource, set, {
    observedGeneration: set.metadata.generation,
    currentNumberScheduled: pods.length,
    desiredNumberScheduled: nodes.length,
    numberMisscheduled: 0,
    numberReady: ready,
    updatedNumberScheduled: pods.filter(
      p => p.metadata.labels?.[revisionLabel] === revision,
    ).length,
    ...(ready ? { numberAvailable: ready } : {}),
    ...(nodes.length > ready
      ? { numberUnavailable: nodes.length - ready }
      : {}),
  });
}
