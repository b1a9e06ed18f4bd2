import {
  objectKey,
  type ObjectRef,
  type Posture,
} from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type Pod,
  serviceKind,
  unreadableReasons,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { meshKind, proxyDefaultsKind, serviceDefaultsKind } from './kinds';
import type { Facts } from './facts';
import { EXCLUDE_INBOUND, REDIRECTED, SERVICE } from './names';
import type { ConfigEntry, Defaults } from './schema';
import { servicesOfPod } from './services';

/** What says how a proxied pod may be reached. */
const POLICY_KINDS = [
  serviceKind,
  meshKind,
  serviceDefaultsKind,
  proxyDefaultsKind,
] as const;

/** Consul's objects that allow plain text, or ask for it. */
export interface Permissiveness {
  /** Objects because of which the service takes plain text; empty where none does. */
  of(service: string): readonly ObjectRef[];
}

/** Consul goes on with what it had where it refuses an object. */
function isInEffect({ status }: ConfigEntry): boolean {
  return !status.conditions.some(
    condition => condition.type === 'Synced' && condition.status === 'False',
  );
}

function refOf(
  cluster: string,
  { group, kind }: WatchedKind,
  { metadata }: ConfigEntry,
): ObjectRef {
  return {
    cluster,
    apiVersion: `${group}/v1alpha1`,
    kind,
    namespace: metadata.namespace,
    name: metadata.name,
  };
}

/**
 * Plain text is taken only where the Mesh allows it and the service's ServiceDefaults,
 * or ProxyDefaults for services that say nothing, ask for it. Kubernetes namespaces do
 * not count: one object per name holds for the whole datacenter.
 */
export function permissivenessOf(snapshot: ClusterSnapshot): Permissiveness {
  const cluster = snapshot.cluster.name;
  const mesh = snapshot
    .kind(meshKind)
    .items.find(
      entry => entry.spec.allowEnablingPermissiveMutualTLS && isInEffect(entry),
    );
  const inEffect = (kind: WatchedKind<Defaults>) =>
    snapshot
      .kind(kind)
      .items.filter(entry => entry.spec.mutualTLSMode && isInEffect(entry));
  const byService = new Map(
    inEffect(serviceDefaultsKind).map(entry => [entry.metadata.name, entry]),
  );
  const global = inEffect(proxyDefaultsKind).find(
    ({ metadata }) => metadata.name === 'global',
  );
  return {
    of: service => {
      const own = byService.get(service);
      const decisive = own ?? global;
      if (!mesh || decisive?.spec.mutualTLSMode !== 'permissive') return [];
      return [
        refOf(cluster, own ? serviceDefaultsKind : proxyDefaultsKind, decisive),
        refOf(cluster, meshKind, mesh),
      ];
    },
  };
}

/** As Consul knows the pod: by its annotation, else by the Services that select it. */
function serviceNames({ world }: Facts, pod: Pod): string[] {
  const annotated = pod.metadata.annotations[SERVICE];
  if (annotated) return annotated.split(',').map(name => name.trim());
  return servicesOfPod(world.services, pod).map(
    ({ metadata }) => metadata.name,
  );
}

/** Connections to some port reach the application without passing the proxy. */
function isBypassed({ metadata }: Pod): boolean {
  const excluded = metadata.annotations[EXCLUDE_INBOUND] ?? '';
  return metadata.annotations[REDIRECTED] !== 'enabled' || excluded !== '';
}

/**
 * How the pods of a workload may be reached: proxies speak mTLS with each other. They let
 * plain text in where Consul is told so; a port whose connections pass by the proxy knows
 * nothing else. The trust domain is in no Kubernetes object, so identities are not known.
 */
export function postureOf(facts: Facts, permissive: Permissiveness): Posture {
  const { world, enrolled, missing, workload } = facts;
  const unreadable = unreadableReasons(world.snapshot, POLICY_KINDS);
  const pods = enrolled.map(({ pod }) => pod);
  const asking = pods.flatMap(pod =>
    serviceNames(facts, pod).flatMap(name => permissive.of(name)),
  );
  const passesBy = pods.some(isBypassed);
  const isUnknown = unreadable.length > 0 || enrolled.length === 0;
  const decidedBy = [
    ...(unreadable.length > 0 ? [] : asking),
    ...(passesBy ? [workload.ref] : []),
  ];
  const known = asking.length === 0 ? 'strict' : 'permissive';
  const ofProxies = isUnknown ? 'unknown' : known;
  return {
    // Where the proxy is passed by, no word of Consul's changes anything.
    inbound: missing.length > 0 || passesBy ? 'off' : ofProxies,
    identities: [],
    decidedBy: [
      ...new Map(decidedBy.map(ref => [objectKey(ref), ref])).values(),
    ],
    podsWithoutProxy: missing.length,
    reasons: enrolled.length > 0 ? unreadable : [],
  };
}
