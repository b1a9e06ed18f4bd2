import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import { buildFleet } from '../world/buildFleet.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import type { World } from '../world/World.ts';

/** Objects of one application as they are in a cluster that has lived: pods are as large as real ones. */
export interface Prototype {
  namespace: KubeObject;
  deployment: KubeObject;
  replicaSet: KubeObject;
  pod: KubeObject;
  service: KubeObject;
  endpointSlice: KubeObject;
}

/** A small cluster that has lived through its history, and two applications of it to make many of. */
export interface Template {
  cluster: SimulatedCluster;
  /** In a mesh: with a sidecar, or captured by the node's proxy. */
  meshed: Prototype;
  /** In no mesh. */
  plain: Prototype;
}

function ownerOf(store: Store, object: KubeObject, resource: string) {
  const owner = object.metadata.ownerReferences?.[0];
  return (
    owner &&
    store.get({
      resource,
      namespace: object.metadata.namespace,
      name: owner.name,
    })
  );
}

function sizeOf(object: KubeObject): number {
  return JSON.stringify(object).length;
}

/** All that belongs to a pod of a Deployment behind a Service of the same name, or nothing. */
function prototypeOf(store: Store, pod: KubeObject): Prototype[] {
  const replicaSet = ownerOf(store, pod, 'replicasets.apps');
  const deployment =
    replicaSet && ownerOf(store, replicaSet, 'deployments.apps');
  // A Gateway's own pods have a proxy and serve nobody's application.
  if (!deployment || deployment.metadata.ownerReferences) return [];
  const { namespace: place = '', name } = deployment.metadata;
  const namespace = store.get({ resource: 'namespaces', name: place });
  const service = store.get({ resource: 'services', namespace: place, name });
  const endpointSlice = store
    .list('endpointslices.discovery.k8s.io', { namespace: place })
    .items.find(
      ({ metadata }) =>
        metadata.labels?.['kubernetes.io/service-name'] === name,
    );
  return namespace && service && endpointSlice
    ? [{ namespace, deployment, replicaSet, pod, service, endpointSlice }]
    : [];
}

const MARKS_OF_A_MESH = [
  '"istio-proxy"',
  '"linkerd-proxy"',
  '"consul-dataplane"',
  '"ambient.istio.io/redirection"',
];

/** Whether something of a mesh is in the pod, or takes what it sends. */
export function isMeshed(pod: KubeObject): boolean {
  const text = JSON.stringify(pod);
  return MARKS_OF_A_MESH.some(mark => text.includes(mark));
}

/** Throws where the world has no application in a mesh, or none outside. */
export function templateOf(
  world: World,
  options: { now: Date; certificate: string },
): Template {
  const [cluster] = buildFleet([world], options).clusters;
  const { store } = cluster;
  const all = store
    .list('pods')
    .items.flatMap(pod => prototypeOf(store, pod))
    .sort((a, b) => sizeOf(b.pod) - sizeOf(a.pod));
  const meshed = all.find(({ pod }) => isMeshed(pod));
  const plain = all.find(({ pod }) => !isMeshed(pod));
  if (!meshed || !plain) {
    throw new Error(
      `The world ${world.name} has no application in a mesh, or none outside of all`,
    );
  }
  return { cluster, meshed, plain };
}
