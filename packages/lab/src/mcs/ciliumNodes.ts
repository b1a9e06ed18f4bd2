import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Controller } from '../controllers/Controller.ts';
import { refOf } from '../controllers/Controller.ts';
import type { Node, Pod } from '../controllers/objects.ts';
import { isReady } from '../controllers/podTemplates.ts';
import { AGENT, ciliumConfig } from './ciliumConfig.ts';

const CILIUM_NODES = 'ciliumnodes.cilium.io';
const PUBLIC_KEY = 'network.cilium.io/wg-pub-key';

/** The agent on each node writes what it knows of the node: addresses, pod range, its key for WireGuard. */
export const ciliumNodeController: Controller = {
  name: 'cilium-nodes',
  *concerns({ resource, object, type }, { store }) {
    if (resource === 'nodes' && type !== 'DELETED')
      yield refOf('nodes', object);
    if (resource === 'pods' && isAgent(object)) {
      const { nodeName } = (object as Pod).spec;
      if (nodeName) yield { resource: 'nodes', name: nodeName };
    }
    if (resource === 'configmaps' && object.metadata.name === 'cilium-config')
      for (const node of store.list('nodes').items) yield refOf('nodes', node);
  },
  reconcile(ref, { store }) {
    const node = store.get<Node>(ref);
    const config = ciliumConfig(store);
    if (!node || !config || !store.kinds.get(CILIUM_NODES)) return;
    if (!hasAgent(store, node.metadata.name)) return;
    const wanted = ciliumNode(node, config.wireguard);
    const old = store.get({ resource: CILIUM_NODES, name: ref.name });
    if (!old) {
      store.create(CILIUM_NODES, wanted, { manager: AGENT });
      return;
    }
    const { labels, annotations } = wanted.metadata;
    const same =
      isDeepStrictEqual(old.metadata.labels, labels) &&
      isDeepStrictEqual(old.metadata.annotations, annotations) &&
      isDeepStrictEqual(old.spec, wanted.spec);
    if (same) return;
    store.modify(
      { resource: CILIUM_NODES, name: ref.name },
      copy => {
        Object.assign(copy.metadata, { labels, annotations });
        copy.spec = wanted.spec;
      },
      { manager: AGENT },
    );
  },
};

export function isAgent({ metadata }: KubeObject): boolean {
  return metadata.labels?.['k8s-app'] === 'cilium';
}

/** Whether the agent on a node is ready. */
export function hasAgent(store: Store, node: string): boolean {
  return store
    .list<Pod>('pods')
    .items.some(
      pod => isAgent(pod) && pod.spec.nodeName === node && isReady(pod),
    );
}

function ciliumNode(node: Node, wireguard: boolean): KubeObject {
  const { name, uid = '', labels } = node.metadata;
  const range = node.spec.podCIDR ?? '';
  const internal = node.status?.addresses?.find(
    ({ type }) => type === 'InternalIP',
  );
  const router = range.replace(/\.\d+\/\d+$/, '.1');
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNode',
    metadata: {
      name,
      labels: labels ?? {},
      annotations: wireguard ? { [PUBLIC_KEY]: publicKey(uid) } : {},
      ownerReferences: [{ apiVersion: 'v1', kind: 'Node', name, uid }],
    },
    spec: {
      addresses: [
        ...(internal ? [{ ip: internal.address, type: 'InternalIP' }] : []),
        { ip: router, type: 'CiliumInternalIP' },
      ],
      encryption: {},
      ipam: { podCIDRs: range ? [range] : [] },
    },
  };
}

function publicKey(seed: string): string {
  return createHash('sha256').update(`${seed} wireguard`).digest('base64');
}
