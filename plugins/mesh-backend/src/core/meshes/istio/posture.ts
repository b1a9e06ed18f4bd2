import type { ObjectRef, Posture } from '@meshport/plugin-mesh-common';
import {
  deploymentKind,
  type Pod,
  unreadableReasons,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import { selects } from '../../model/selectors';
import { unlikePods } from '../sidecar/unlikePods';
import { isCaptured as isCapturedByZtunnel } from './ambient/facts';
import { ambientRevision } from './controlPlane';
import type { Facts, World } from './facts';
import { istioConfigMapKind, peerAuthenticationKind } from './kinds';
import {
  ANNOTATION_BYPASS_INBOUND,
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
function modeOfSidecar({ mode }: { mode?: string }): Mode | undefined {
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

function modeInAmbient(mtls: { mode?: string }): Mode | undefined {
  const mode = modeOfSidecar(mtls);
  return mode === 'off' ? 'permissive' : mode;
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

/** A pod whose traffic a proxy takes, and which kind of proxy that is. */
interface ProtectedPod {
  readonly pod: Pod;
  /** Of the istiod that tells the proxy of policies. */
  readonly revision: string | undefined;
  readonly by: 'sidecar' | 'ztunnel';
}

/** Does the proxy see connections to this port at all? */
function isCaptured({ pod, by }: ProtectedPod, port: string): boolean {
  const { annotations } = pod.metadata;
  if (by === 'ztunnel')
    return annotations[ANNOTATION_BYPASS_INBOUND] !== 'true';
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
function podPosture(protectedPod: ProtectedPod, levels: Levels): PodPosture {
  const { mesh, namespace, workload } = levels;
  const { pod, by } = protectedPod;
  // ztunnel has no way to switch mTLS off: DISABLE is taken for PERMISSIVE.
  const modeOf = by === 'ztunnel' ? modeInAmbient : modeOfSidecar;
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
    isCaptured(protectedPod, port) ? overrides.get(port) ?? base : 'off',
  );
  // A pod that declares no ports still listens on some.
  if (declared.length === 0) {
    const isBypassed = by === 'ztunnel' && !isCaptured(protectedPod, '');
    modes.push(isBypassed ? 'off' : base);
  }
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
function rootNamespaceKinds(
  world: World,
  pods: readonly ProtectedPod[],
): readonly WatchedKind[] {
  const isSaid = pods.every(
    ({ revision }) => meshConfigOf(world, revision)?.rootNamespace,
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
function identitiesOf(world: World, pods: readonly ProtectedPod[]): string[] {
  if (unreadableReasons(world.snapshot, [istioConfigMapKind]).length > 0) {
    return [];
  }
  const ids = pods.map(({ pod, revision }) => {
    const trustDomain =
      meshConfigOf(world, revision)?.trustDomain ?? DEFAULT_TRUST_DOMAIN;
    const account = pod.spec.serviceAccountName ?? 'default';
    const namespace = pod.metadata.namespace ?? '';
    return `spiffe://${trustDomain}/ns/${namespace}/sa/${account}`;
  });
  return [...new Set(ids)].sort();
}

function postureOfPod(world: World, protectedPod: ProtectedPod): PodPosture {
  const { pod, revision } = protectedPod;
  const policies = world.snapshot.kind(peerAuthenticationKind).items;
  const root = rootNamespaceOf(world, revision);
  return podPosture(protectedPod, levelsOf(policies, pod, root));
}

/** Pods behind a sidecar or ztunnel, whichever mode they are asked to be in. */
function protectedPods({ world, enrolled, missing }: PostureFacts) {
  const captured = missing.filter(isCapturedByZtunnel);
  const revision = ambientRevision(world.controlPlane);
  return [
    ...enrolled.map(({ pod, proxy }): ProtectedPod => {
      return { pod, revision: proxy.revision, by: 'sidecar' };
    }),
    ...captured.map((pod): ProtectedPod => ({ pod, revision, by: 'ztunnel' })),
  ];
}

/** What of a workload says how it can be reached. */
export type PostureFacts = Pick<Facts, 'world' | 'enrolled' | 'missing'>;

/**
 * How a workload's pods can be reached: the weakest over all running pods and ports. A
 * pod without a proxy takes plain text. `unknown` where nothing runs, and where the
 * policies, or the configuration that says which namespace holds those of the whole
 * mesh, could not be read and would have decided.
 */
export function postureOf(facts: PostureFacts): Posture {
  const { world, missing } = facts;
  const pods = protectedPods(facts);
  const each = unlikePods(pods).map(pod => postureOfPod(world, pod));
  const exposed = missing.filter(pod => !isCapturedByZtunnel(pod));
  const unreadable = unreadableReasons(world.snapshot, [
    peerAuthenticationKind,
    ...(each.every(({ decidedBelowMesh }) => decidedBelowMesh)
      ? []
      : rootNamespaceKinds(world, pods)),
  ]);
  const modes = each.map(({ mode }) => mode);
  const weakest = MODES.find(mode => modes.includes(mode)) ?? 'unknown';
  const known = unreadable.length > 0 ? 'unknown' : weakest;
  const isOff = exposed.length > 0;
  const policies = new Set(each.flatMap(({ decidedBy }) => decidedBy));
  return {
    inbound: isOff ? 'off' : known,
    identities: identitiesOf(world, pods),
    decidedBy: [...policies].map(policy =>
      policyRef(world.snapshot.cluster.name, policy),
    ),
    podsWithoutProxy: exposed.length,
    reasons: isOff || pods.length === 0 ? [] : unreadable,
  };
}
