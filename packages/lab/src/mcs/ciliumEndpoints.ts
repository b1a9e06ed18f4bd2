import { isDeepStrictEqual } from 'node:util';
import type { Store } from '../apiserver/Store.ts';
import type { Controller } from '../controllers/Controller.ts';
import { refOf } from '../controllers/Controller.ts';
import type { Node, Pod } from '../controllers/objects.ts';
import { hexDigest } from '../simulation/chance.ts';
import { AGENT, ciliumConfig, type CiliumConfig } from './ciliumConfig.ts';
import { hasAgent, isAgent } from './ciliumNodes.ts';
import { isEnforced, POLICIES } from './policyEnforcement.ts';

const ENDPOINTS = 'ciliumendpoints.cilium.io';

/** Labels that tell pods of one workload apart, by which Cilium therefore makes no identities. */
const NO_IDENTITY = [
  ...['pod-template-hash', 'controller-revision-hash', 'controller-uid'],
  ...['pod-template-generation', 'statefulset.kubernetes.io/pod-name'],
  ...['apps.kubernetes.io/pod-index', 'job-name'],
  ...['batch.kubernetes.io/controller-uid', 'batch.kubernetes.io/job-name'],
];

/** The agents write a CiliumEndpoint for every pod that Cilium connects: all but those on the host's network. */
export const ciliumEndpointController: Controller = {
  name: 'cilium-endpoints',
  *concerns({ resource, object, type, previous }, { store }) {
    if (POLICIES.includes(resource)) {
      const { namespace } = object.metadata;
      for (const pod of store.list<Pod>('pods', { namespace }).items)
        yield refOf('pods', pod);
    }
    if (resource !== 'pods' || type === 'DELETED') return;
    const pod = object as Pod;
    const before = previous as Pod | undefined;
    const started =
      pod.status?.podIP !== undefined &&
      (before?.status?.podIP === undefined ||
        before.metadata.labels !== pod.metadata.labels);
    if (started) yield refOf('pods', pod);
    // An agent that comes up finds the pods that were started without it, and connects them.
    if (!isAgent(pod)) return;
    for (const other of store.list<Pod>('pods').items)
      if (other.spec.nodeName === pod.spec.nodeName) yield refOf('pods', other);
  },
  reconcile(ref, { store }) {
    const pod = store.get<Pod>(ref);
    const config = ciliumConfig(store);
    if (!pod || !config || !store.kinds.get(ENDPOINTS)) return;
    if (pod.spec.hostNetwork || !pod.status?.podIP) return;
    if (pod.metadata.deletionTimestamp || isOver(pod)) return;
    if (!hasAgent(store, pod.spec.nodeName ?? '')) return;
    const { namespace, name, labels, uid = '' } = pod.metadata;
    const target = { resource: ENDPOINTS, namespace, name };
    const old = store.get(target);
    if (!old) {
      const metadata = {
        name,
        namespace,
        labels,
        ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name, uid }],
      };
      const status = endpointStatus(store, pod, config);
      const draft = {
        apiVersion: 'cilium.io/v2',
        kind: 'CiliumEndpoint',
        metadata,
        status,
      };
      store.create(ENDPOINTS, draft, { manager: AGENT });
      return;
    }
    const status = endpointStatus(store, pod, config);
    const same =
      isDeepStrictEqual(old.metadata.labels, labels) &&
      isDeepStrictEqual(old.status, status);
    if (same) return;
    store.modify(
      target,
      copy => {
        copy.metadata.labels = labels;
        copy.status = status;
      },
      { manager: AGENT },
    );
  },
};

function isOver({ status }: Pod): boolean {
  return status?.phase === 'Succeeded' || status?.phase === 'Failed';
}

function endpointStatus(store: Store, pod: Pod, config: CiliumConfig) {
  const { namespace = 'default', name, uid = '' } = pod.metadata;
  const node = store.get<Node>({
    resource: 'nodes',
    name: pod.spec.nodeName ?? '',
  });
  const address = node?.status?.addresses?.find(
    ({ type }) => type === 'InternalIP',
  )?.address;
  const labels = identityLabels(store, pod, config);
  const policy = (direction: 'ingress' | 'egress') => ({
    enforcing: isEnforced(store, pod, direction),
    state: '<status disabled>',
  });
  return {
    encryption: {},
    'external-identifiers': {
      'k8s-namespace': namespace,
      'k8s-pod-name': name,
      'pod-name': `${namespace}/${name}`,
    },
    id: number(uid, 1, 4095),
    identity: { id: identityOf(labels, config), labels },
    networking: {
      addressing: [{ ipv4: pod.status?.podIP }],
      node: address ?? '0.0.0.0',
    },
    policy: { egress: policy('egress'), ingress: policy('ingress') },
    'service-account': pod.spec.serviceAccountName ?? 'default',
    state: 'ready',
  };
}

function identityLabels(
  store: Store,
  pod: Pod,
  { clusterName }: CiliumConfig,
): string[] {
  const { namespace = 'default', labels = {} } = pod.metadata;
  const home = store.get({ resource: 'namespaces', name: namespace });
  const own = Object.entries(labels).filter(
    ([key]) => !NO_IDENTITY.includes(key),
  );
  const inherited = Object.entries(home?.metadata.labels ?? {}).map(
    ([key, value]) => [`io.cilium.k8s.namespace.labels.${key}`, value],
  );
  const account = pod.spec.serviceAccountName ?? 'default';
  return [
    ...own,
    ...inherited,
    ['io.cilium.k8s.policy.cluster', clusterName],
    ['io.cilium.k8s.policy.serviceaccount', account],
    ['io.kubernetes.pod.namespace', namespace],
  ]
    .map(([key, value]) => `k8s:${key}=${value}`)
    .sort();
}

/** Numbers of identities carry the cluster's id in front, so that they are unique in a mesh of clusters. */
function identityOf(
  labels: readonly string[],
  { clusterId }: CiliumConfig,
): number {
  return clusterId * 65536 + number(labels.join(), 256, 65535);
}

/** A number from `low` to `high` that is always the same for the same seed. */
function number(seed: string, low: number, high: number): number {
  const digits = parseInt(hexDigest(seed).slice(0, 8), 16);
  return low + (digits % (high - low + 1));
}
