import type { Store } from '../apiserver/Store.ts';
import { controllerOf } from '../controllers/Controller.ts';
import type { Pod } from '../controllers/objects.ts';
import { isReady } from '../controllers/podTemplates.ts';
import type { CallEnd } from './Call.ts';

/** What handles the calls of a pod: a proxy beside it, or one on its node. */
export type DataPlane = 'istio-sidecar' | 'ztunnel' | 'linkerd' | 'consul';

/** A pod as calls find it. */
export interface Place {
  /** Of this object; never given twice. */
  key: number;
  end: CallEnd;
  planes: ReadonlySet<DataPlane>;
  annotations: Readonly<Record<string, string>>;
  ready: boolean;
  /** Milliseconds since the epoch. */
  readySince: number;
}

let lastKey = 0;

/** Undefined while the pod has no address, and once it has ended. */
export function placeOf(
  cluster: string,
  store: Store,
  pod: Pod,
): Place | undefined {
  const { podIP, phase, conditions = [] } = pod.status ?? {};
  if (!podIP || phase !== 'Running') return undefined;
  const { labels = {}, annotations = {}, namespace = '', name } = pod.metadata;
  const owner = ownerOf(store, pod);
  lastKey += 1;
  const became = conditions.find(({ type }) => type === 'Ready');
  return {
    key: lastKey,
    end: {
      cluster,
      namespace,
      workload: owner.name,
      kind: owner.kind,
      pod: name,
      podIp: podIP,
      node: pod.spec.nodeName ?? '',
      serviceAccount: pod.spec.serviceAccountName ?? 'default',
      labels,
    },
    planes: planesOf(pod),
    annotations,
    ready: isReady(pod) && !pod.metadata.deletionTimestamp,
    readySince: Date.parse(became?.lastTransitionTime ?? '') || 0,
  };
}

const CONTAINERS: Readonly<Record<string, DataPlane>> = {
  'istio-proxy': 'istio-sidecar',
  'linkerd-proxy': 'linkerd',
  'consul-dataplane': 'consul',
};

function planesOf({ spec, metadata }: Pod): Set<DataPlane> {
  const planes = new Set<DataPlane>();
  for (const { name } of [...spec.containers, ...(spec.initContainers ?? [])]) {
    const plane = CONTAINERS[name];
    if (plane) planes.add(plane);
  }
  if (metadata.annotations?.['ambient.istio.io/redirection'] === 'enabled')
    planes.add('ztunnel');
  return planes;
}

/** One level above ReplicaSets and Jobs, where there is one. */
function ownerOf(store: Store, pod: Pod): { kind: string; name: string } {
  const parent = controllerOf(pod);
  if (!parent) return { kind: 'Pod', name: pod.metadata.name };
  const resource = { ReplicaSet: 'replicasets.apps', Job: 'jobs.batch' }[
    parent.kind
  ];
  if (!resource) return parent;
  const { namespace } = pod.metadata;
  const object = store.get({ resource, namespace, name: parent.name });
  return (object && controllerOf(object)) ?? parent;
}
