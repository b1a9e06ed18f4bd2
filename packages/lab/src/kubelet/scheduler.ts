import type {
  Controller,
  ControllerContext,
} from '../controllers/Controller.ts';
import { refOf } from '../controllers/Controller.ts';
import { pinnedNode } from '../controllers/nodeAffinity.ts';
import type { Node, Pod } from '../controllers/objects.ts';
import { isActive } from '../controllers/podTemplates.ts';

const manager = 'kube-scheduler';

/** Gives each new pod a node: the one it is tied to, else the one with the fewest pods of the same owner, then of all. */
export const scheduler: Controller = {
  name: manager,
  *concerns(change, { store }) {
    if (change.resource === 'pods' && change.type === 'ADDED')
      yield refOf('pods', change.object);
    if (change.resource === 'nodes' && change.type === 'ADDED') {
      for (const pod of store.list<Pod>('pods').items) {
        if (!pod.spec.nodeName) yield refOf('pods', pod);
      }
    }
  },
  reconcile(ref, context) {
    const pod = context.store.get<Pod>(ref);
    if (!pod || pod.spec.nodeName || pod.metadata.deletionTimestamp) return;
    const node = pinnedNode(pod) ?? leastUsedNode(pod, context);
    if (node) bind(pod, node, context);
    else refuse(pod, context);
  },
};

function leastUsedNode(
  pod: Pod,
  { store }: ControllerContext,
): string | undefined {
  const wanted = Object.entries(pod.spec.nodeSelector ?? {});
  const pods = store.list<Pod>('pods').items.filter(isActive);
  const owner = pod.metadata.ownerReferences?.[0]?.uid;
  const load = (node: Node) => {
    const here = pods.filter(p => p.spec.nodeName === node.metadata.name);
    const siblings = here.filter(
      p =>
        owner !== undefined && p.metadata.ownerReferences?.[0]?.uid === owner,
    );
    return siblings.length * 1000 + here.length;
  };
  const nodes = store
    .list<Node>('nodes')
    .items.filter(node => !node.spec.unschedulable)
    .filter(node =>
      wanted.every(([key, value]) => node.metadata.labels?.[key] === value),
    )
    .map(node => ({ name: node.metadata.name, load: load(node) }))
    .sort((a, b) => a.load - b.load || a.name.localeCompare(b.name));
  return nodes[0]?.name;
}

function bind(
  pod: Pod,
  node: string,
  { store, events }: ControllerContext,
): void {
  store.modify<Pod>(
    refOf('pods', pod),
    copy => {
      copy.spec.nodeName = node;
    },
    { manager },
  );
  const message = `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${node}`;
  events.record(pod, {
    type: 'Normal',
    reason: 'Scheduled',
    message,
    component: 'default-scheduler',
  });
}

function refuse(pod: Pod, { events }: ControllerContext): void {
  const message =
    "0 nodes are available: no node matches the pod's node selector.";
  events.record(pod, {
    type: 'Warning',
    reason: 'FailedScheduling',
    message,
    component: 'default-scheduler',
  });
}
