import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import { buildFleet } from '../world/buildFleet.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import type { World } from '../world/World.ts';

/** Objects of one application as they are in a cluster that has lived: pods are as large as real ones. */
export interface Prototype {
  deployment: KubeObject;
  replicaSet: KubeObject;
  pod: KubeObject;
  service: KubeObject;
  endpointSlice: KubeObject;
}

/** A small cluster that has lived through its history, and two applications of it to make many of. */
export interface Template {
  cluster: SimulatedCluster;
  /** With a sidecar. */
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
  if (!deployment) return [];
  const { namespace, name } = deployment.metadata;
  const service = store.get({ resource: 'services', namespace, name });
  const endpointSlice = store
    .list('endpointslices.discovery.k8s.io', { namespace })
    .items.find(
      ({ metadata }) =>
        metadata.labels?.['kubernetes.io/service-name'] === name,
    );
  return service && endpointSlice
    ? [{ deployment, replicaSet, pod, service, endpointSlice }]
    : [];
}

function hasSidecar(pod: KubeObject): boolean {
  return JSON.stringify(pod).includes('"istio-proxy"');
}

/** Throws where the world has no application with a sidecar, or none without. */
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
  const meshed = all.find(({ pod }) => hasSidecar(pod));
  const plain = all.find(({ pod }) => !hasSidecar(pod));
  if (!meshed || !plain) {
    throw new Error(
      `The world ${world.name} has no application with a sidecar, or none without`,
    );
  }
  return { cluster, meshed, plain };
}
