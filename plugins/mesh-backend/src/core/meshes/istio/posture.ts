import type { ObjectRef, Posture } from '@meshport/plugin-mesh-common';
import {
  deploymentKind,
  type Pod,
  unreadableReasons,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { selects } from '../../model/selectors';
import type { EnrolledPod, Facts, World } from './facts';
import { istioConfigMapKind, peerAuthenticationKind } from './kinds';
import {
  ANNOTATION_EXCLUDE_INBOUND,
  ANNOTATION_INCLUDE_INBOUND,
  DEFAULT_REVISION,
  PROXY_CONTAINER,
} from './names';
import type { MeshConfig, PeerAuthentication } from './schema';

type Mode = 'off' | 'permissive' | 'strict';

/** Weakest first. */
const MODES: readonly Mode[] = ['off', 'permissive', 'strict'];

const DEFAULT_TRUST_DOMAIN = 'cluster.local';
const DEFAULT_ROOT_NAMESPACE = 'istio-system';

/** Undefined for UNSET, and for what Istio does not know: inherited. */
function modeOf({ mode }: { mode?: string }): Mode | undefined {
  switch (mode) {
    case 'DISABLE':
      return 'off';
    case 'PERMISSIVE':
      return 'permissive';
    case 'STRICT':
      return 'strict';
    default:
      return undefined;
  }
}

/** In one level the oldest policy counts; among equally old ones, the first by name. */
function oldest(
  policies: readonly PeerAuthentication[],
): PeerAuthentication | undefined {
  const age = ({ metadata }: PeerAuthentication) =>
    `${metadata.creationTimestamp ?? ''}/${metadata.name}`;
  return [...policies].sort((a, b) => (age(a) < age(b) ? -1 : 1))[0];
}

interface Levels {
  readonly mesh?: PeerAuthentication;
  readonly namespace?: PeerAuthentication;
  readonly workload?: PeerAuthentication;
}

/**
 * The policies that count for a pod (istio `ComposePeerAuthentication`): one without a
 * selector is for its namespace, or in the root namespace for the mesh; one with a
 * selector is for pods of its own namespace, and has no effect in the root namespace.
 */
function levelsOf(
  policies: readonly PeerAuthentication[],
  { metadata }: Pod,
  rootNamespace: string,
): Levels {
  const selectorOf = ({ spec }: PeerAuthentication) =>
    spec.selector.matchLabels ?? {};
  const isWide = (policy: PeerAuthentication) =>
    Object.keys(selectorOf(policy)).length === 0;
  const isIn = (namespace: string) => (policy: PeerAuthentication) =>
    policy.metadata.namespace === namespace;
  const own = metadata.namespace ?? '';
  const local = own === rootNamespace ? [] : policies.filter(isIn(own));
  return {
    mesh: oldest(policies.filter(isIn(rootNamespace)).filter(isWide)),
    namespace: oldest(local.filter(isWide)),
    workload: oldest(
      local.filter(
        policy =>
          !isWide(policy) && selects(selectorOf(policy), metadata.labels),
      ),
    ),
  };
}

function ports(annotation: string | undefined): Set<string> {
  return new Set((annotation ?? '').split(',').map(port => port.trim()));
}

/** Does the proxy see connections to this port at all? */
function isCaptured({ metadata }: Pod, port: string): boolean {
  const { annotations } = metadata;
  if (ports(annotations[ANNOTATION_EXCLUDE_INBOUND]).has(port)) return false;
  const include = annotations[ANNOTATION_INCLUDE_INBOUND];
  if (include === undefined) return true;
  return include.trim() === '*' || ports(include).has(port);
}

/** Ports of the application's own containers. */
function declaredPorts({ spec }: Pod): string[] {
  return spec.containers
    .filter(({ name }) => name !== PROXY_CONTAINER)
    .flatMap(container => container.ports)
    .filter(({ protocol }) => protocol !== 'UDP' && protocol !== 'SCTP')
    .map(({ containerPort }) => String(containerPort));
}

interface PodPosture {
  readonly mode: Mode;
  readonly decidedBy: readonly PeerAuthentication[];
  /** False where only the mesh's default, or the mesh level, decides. */
  readonly decidedBelowMesh: boolean;
}

/** The weakest mode over the pod's ports, and the policies that it comes from. */
function podPosture(pod: Pod, levels: Levels): PodPosture {
  const { mesh, namespace, workload } = levels;
  const decisive = [workload, namespace, mesh].find(
    policy => policy && modeOf(policy.spec.mtls) !== undefined,
  );
  const base = (decisive && modeOf(decisive.spec.mtls)) ?? 'permissive';
  const overrides = new Map(
    Object.entries(workload?.spec.portLevelMtls ?? {}).map(
      ([port, mtls]) => [port, modeOf(mtls) ?? base] as const,
    ),
  );
  const declared = declaredPorts(pod);
  const modes = [...new Set([...declared, ...overrides.keys()])].map(port =>
    isCaptured(pod, port) ? overrides.get(port) ?? base : 'off',
  );
  // A pod that declares no ports still listens on some.
  if (declared.length === 0) modes.push(base);
  return {
    mode: MODES.find(mode => modes.includes(mode)) ?? base,
    decidedBy: [
      ...new Set([decisive, overrides.size > 0 ? workload : undefined]),
    ].filter(policy => policy !== undefined),
    decidedBelowMesh: decisive !== undefined && decisive !== mesh,
  };
}

function policyRef(
  cluster: string,
  { metadata }: PeerAuthentication,
): ObjectRef {
  return {
    cluster,
    apiVersion: 'security.istio.io/v1',
    kind: 'PeerAuthentication',
    namespace: metadata.namespace,
    name: metadata.name,
  };
}

function meshConfigOf(
  { controlPlane }: World,
  revision: string | undefined,
): MeshConfig | undefined {
  return controlPlane.meshConfigs.get(revision ?? DEFAULT_REVISION);
}

/** What says which namespace holds the policies of the whole mesh. */
function rootNamespaceKinds({
  world,
  enrolled,
}: Facts): readonly WatchedKind[] {
  const isSaid = enrolled.every(
    ({ proxy }) => meshConfigOf(world, proxy.revision)?.rootNamespace,
  );
  return isSaid ? [istioConfigMapKind] : [istioConfigMapKind, deploymentKind];
}

/** istiod's own namespace, as the charts set it, where its configuration is silent. */
function rootNamespaceOf(world: World, revision: string | undefined): string {
  const name = revision ?? DEFAULT_REVISION;
  return (
    meshConfigOf(world, revision)?.rootNamespace ??
    world.controlPlane.revisions.get(name)?.namespace ??
    DEFAULT_ROOT_NAMESPACE
  );
}

/** SPIFFE ids of the pods' proxies; none where the trust domain could not be read. */
function identitiesOf({ world, workload, enrolled }: Facts): string[] {
  if (unreadableReasons(world.snapshot, [istioConfigMapKind]).length > 0) {
    return [];
  }
  const ids = enrolled.map(({ pod, proxy }) => {
    const trustDomain =
      meshConfigOf(world, proxy.revision)?.trustDomain ?? DEFAULT_TRUST_DOMAIN;
    const account = pod.spec.serviceAccountName ?? 'default';
    return `spiffe://${trustDomain}/ns/${workload.namespace}/sa/${account}`;
  });
  return [...new Set(ids)].sort();
}

function postureOfPod(world: World, { pod, proxy }: EnrolledPod): PodPosture {
  const policies = world.snapshot.kind(peerAuthenticationKind).items;
  const root = rootNamespaceOf(world, proxy.revision);
  return podPosture(pod, levelsOf(policies, pod, root));
}

/**
 * How a workload's pods can be reached: the weakest over all running pods and ports. A
 * pod without a proxy takes plain text. `unknown` where nothing runs, and where the
 * policies, or the configuration that says which namespace holds those of the whole
 * mesh, could not be read and would have decided.
 */
export function postureOf(facts: Facts): Posture {
  const { world, enrolled, missing } = facts;
  const each = enrolled.map(pod => postureOfPod(world, pod));
  const unreadable = unreadableReasons(world.snapshot, [
    peerAuthenticationKind,
    ...(each.every(({ decidedBelowMesh }) => decidedBelowMesh)
      ? []
      : rootNamespaceKinds(facts)),
  ]);
  const modes = each.map(({ mode }) => mode);
  const weakest = MODES.find(mode => modes.includes(mode)) ?? 'unknown';
  const known = unreadable.length > 0 ? 'unknown' : weakest;
  const isOff = missing.length > 0;
  const policies = new Set(each.flatMap(({ decidedBy }) => decidedBy));
  return {
    inbound: isOff ? 'off' : known,
    identities: identitiesOf(facts),
    decidedBy: [...policies].map(policy =>
      policyRef(world.snapshot.cluster.name, policy),
    ),
    podsWithoutProxy: missing.length,
    reasons: isOff || enrolled.length === 0 ? [] : unreadable,
  };
}
