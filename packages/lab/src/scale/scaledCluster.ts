import { randomUUID } from 'node:crypto';
import {
  cloneJson,
  isJsonObject,
  type JsonObject,
  type KubeObject,
} from '../apiserver/KubeObject.ts';
import { registryOf } from '../apiserver/kinds/bundles.ts';
import { resourceId } from '../apiserver/kinds.ts';
import { Store } from '../apiserver/Store.ts';
import type { Prototype, Template } from './prototypes.ts';
import type { ScaleOptions } from './scaleOptions.ts';

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

/** What is everywhere in a real cluster too: control plane, nodes, system namespaces. */
function copyTemplate(from: Store, to: Store): void {
  const resources = from.kinds.all().map(resourceId);
  for (const resource of resources.filter(one => !one.startsWith('events'))) {
    for (const object of from.list(resource).items)
      to.restore(resource, object);
  }
}

/** The same object under other names, wherever they stand in it. */
function renamed(
  object: KubeObject,
  names: readonly (readonly [string, string])[],
): KubeObject {
  let text = JSON.stringify(object);
  for (const [from, to] of names) text = text.replaceAll(from, to);
  return JSON.parse(text) as KubeObject;
}

/** As `renamed`, with a uid of its own. */
function reborn(
  object: KubeObject,
  names: readonly (readonly [string, string])[],
): KubeObject {
  const copy = renamed(object, names);
  copy.metadata.uid = randomUUID();
  return copy;
}

/** What the objects of one application call each other by, and what they shall. */
function newNames(
  { deployment, replicaSet, service }: Prototype,
  { namespace, name }: ScaledService,
): (readonly [string, string])[] {
  const { metadata } = deployment;
  return [
    // As a field only: an application may be called like its namespace.
    [`"namespace":"${metadata.namespace}"`, `"namespace":"${namespace}"`],
    [metadata.name, name],
    ...[deployment, replicaSet, service].map(
      one => [one.metadata.uid ?? '', randomUUID()] as const,
    ),
  ];
}

function addService(
  store: Store,
  prototype: Prototype,
  options: ScaledService & { pods: number; first: number },
): void {
  const { deployment, replicaSet, pod, service, endpointSlice } = prototype;
  const { namespace, name, pods, first } = options;
  const names = newNames(prototype, options);
  store.restore('deployments.apps', renamed(deployment, names));
  store.restore('replicasets.apps', renamed(replicaSet, names));
  store.restore('services', renamed(service, names));
  const podNames = Array.from({ length: pods }, (_, i) => `${name}-pod-${i}`);
  // Pods of one Deployment differ in little: they share the rest, so that a hundred thousand of them fit into memory.
  const shared = renamed(pod, names);
  podNames.forEach((podName, i) =>
    store.restore('pods', {
      ...shared,
      metadata: { ...shared.metadata, name: podName, uid: randomUUID() },
      status: withAddress(shared.status, addressOf(first + i)),
    }),
  );
  const slice = reborn(endpointSlice, names);
  slice.endpoints = podNames.map((podName, i) => ({
    addresses: [addressOf(first + i)],
    conditions: { ready: true, serving: true, terminating: false },
    targetRef: { kind: 'Pod', namespace, name: podName },
  }));
  store.restore('endpointslices.discovery.k8s.io', slice);
}

function addressOf(index: number): string {
  return `10.${128 + Math.floor(index / 65_536)}.${Math.floor(
    (index % 65_536) / 256,
  )}.${index % 256}`;
}

function withAddress(status: unknown, address: string): JsonObject {
  const known = isJsonObject(status) ? status : {};
  return { ...known, podIP: address, podIPs: [{ ip: address }] };
}

/** A namespace that asks for what the one of the prototype asks for. */
function namespaceLike({ namespace }: Prototype, name: string): KubeObject {
  const copy = cloneJson(namespace);
  copy.metadata.name = name;
  copy.metadata.uid = randomUUID();
  copy.metadata.labels = {
    ...copy.metadata.labels,
    'kubernetes.io/metadata.name': name,
  };
  return copy;
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
  const prototypeFor = (namespace: string) =>
    isPlain(namespace) ? plain : meshed;
  for (const name of new Set(services.map(one => one.namespace))) {
    store.restore('namespaces', namespaceLike(prototypeFor(name), name));
  }
  services.forEach((service, i) =>
    addService(store, prototypeFor(service.namespace), {
      ...service,
      pods: options.pods,
      first: i * options.pods,
    }),
  );
  return store;
}
