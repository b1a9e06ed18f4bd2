import {
  cloneJson,
  isJsonObject,
  type DraftObject,
  type KubeObject,
} from '../apiserver/KubeObject.ts';
import { registryOf } from '../apiserver/kinds/bundles.ts';
import { resourceId } from '../apiserver/kinds.ts';
import { Store } from '../apiserver/Store.ts';
import type { Prototype, Template } from './prototypes.ts';
import type { ScaleOptions } from './scaleOptions.ts';

const MANAGER = 'lab-scale';
const SERVICES_PER_NAMESPACE = 20;
/** One namespace in this many asks for no mesh. */
const PLAIN_EVERY = 5;

/** A service of the synthetic world, for the catalog. */
export interface ScaledService {
  namespace: string;
  name: string;
}

/** Names of the services of a cluster: one in five is in all clusters, the others only here. */
export function scaledServices(
  cluster: number,
  { services }: Pick<ScaleOptions, 'services'>,
): ScaledService[] {
  return Array.from({ length: services }, (_, i) => {
    const namespace = `team-${String(
      Math.floor(i / SERVICES_PER_NAMESPACE),
    ).padStart(3, '0')}`;
    const name = i % 5 === 0 ? `shared-${i}` : `app-${i}-of-${cluster}`;
    return { namespace, name };
  });
}

export function isPlain(namespace: string): boolean {
  return Number(namespace.slice('team-'.length)) % PLAIN_EVERY === 4;
}

/** Creates an object with the status that it has. */
function put(store: Store, resource: string, object: KubeObject): KubeObject {
  const { status, ...draft } = object;
  const created = store.create(resource, draft as DraftObject, {
    manager: MANAGER,
  });
  if (!isJsonObject(status)) return created;
  const { name, namespace } = created.metadata;
  return store.modify(
    { resource, namespace, name },
    copy => {
      copy.status = cloneJson(status);
    },
    { manager: MANAGER, subresource: 'status' },
  );
}

/** What is everywhere in a real cluster too: control plane, nodes, system namespaces. */
function copyTemplate(from: Store, to: Store): void {
  const resources = from.kinds.all().map(resourceId);
  const order = ['namespaces', 'nodes'];
  const first = order.filter(resource => resources.includes(resource));
  const rest = resources.filter(
    resource => !order.includes(resource) && !resource.startsWith('events'),
  );
  for (const resource of [...first, ...rest]) {
    for (const object of from.list(resource).items) {
      put(to, resource, withoutIdentity(object));
    }
  }
}

function withoutIdentity(object: KubeObject): KubeObject {
  const copy = cloneJson(object);
  delete copy.metadata.resourceVersion;
  return copy;
}

/** The same object under other names, wherever they stand in it. */
function renamed(object: KubeObject, names: readonly [string, string][]) {
  let text = JSON.stringify(withoutIdentity(object));
  for (const [from, to] of names) text = text.replaceAll(from, to);
  return JSON.parse(text) as KubeObject;
}

function addService(
  store: Store,
  prototype: Prototype,
  options: ScaledService & { pods: number; first: number },
): void {
  const { deployment, replicaSet, pod, service, endpointSlice } = prototype;
  const { namespace, name, pods, first } = options;
  const names: [string, string][] = [
    [`"${deployment.metadata.namespace}"`, `"${namespace}"`],
    [deployment.metadata.name, name],
  ];
  put(store, 'deployments.apps', renamed(deployment, names));
  put(store, 'replicasets.apps', renamed(replicaSet, names));
  put(store, 'services', withoutAddress(renamed(service, names)));
  const podNames = Array.from({ length: pods }, (_, i) => `${name}-pod-${i}`);
  podNames.forEach((podName, i) => {
    const copy = renamed(pod, [[pod.metadata.name, podName], ...names]);
    copy.metadata.name = podName;
    put(store, 'pods', withAddress(copy, first + i));
  });
  const slice = renamed(endpointSlice, names);
  slice.endpoints = podNames.map((podName, i) => ({
    addresses: [addressOf(first + i)],
    conditions: { ready: true, serving: true, terminating: false },
    targetRef: { kind: 'Pod', namespace, name: podName },
  }));
  put(store, 'endpointslices.discovery.k8s.io', slice);
}

function addressOf(index: number): string {
  return `10.${128 + Math.floor(index / 65_536)}.${Math.floor(
    (index % 65_536) / 256,
  )}.${index % 256}`;
}

function withAddress(pod: KubeObject, index: number): KubeObject {
  if (isJsonObject(pod.status)) pod.status.podIP = addressOf(index);
  return pod;
}

function withoutAddress(service: KubeObject): KubeObject {
  if (isJsonObject(service.spec)) {
    delete service.spec.clusterIP;
    delete service.spec.clusterIPs;
  }
  return service;
}

/** One cluster of the synthetic world: objects made at once, with no controller behind them. */
export function scaledCluster(
  template: Template,
  options: Pick<ScaleOptions, 'services' | 'pods'> & { index: number },
): Store {
  const { cluster, meshed, plain } = template;
  const store = new Store({
    clock: { now: () => new Date() },
    kinds: registryOf(cluster.world.serves),
  });
  copyTemplate(cluster.store, store);
  const services = scaledServices(options.index, options);
  for (const namespace of new Set(services.map(one => one.namespace))) {
    put(store, 'namespaces', {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: {
        name: namespace,
        labels: isPlain(namespace) ? {} : { 'istio-injection': 'enabled' },
      },
    } as KubeObject);
  }
  services.forEach((service, i) =>
    addService(store, isPlain(service.namespace) ? plain : meshed, {
      ...service,
      pods: options.pods,
      first: i * options.pods,
    }),
  );
  return store;
}
