import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type { DetectedMesh } from '@meshport/plugin-mesh-node';
import { nodesWithoutWireGuard } from '../../networks/ciliumAgents';
import { isReady, switchOf, type World } from './world';

type Feature = DetectedMesh['features'][number];
type State = Feature['state'];

/** A feature says nothing (undefined) where it is off and nobody would miss it. */
interface KnownFeature {
  readonly id: string;
  readonly stateOf: (world: World) => State | undefined;
  /** What besides the configuration proves it. */
  readonly evidenceOf?: (world: World) => readonly ObjectRef[];
}

function whileOn(flag: string, stateOf: (world: World) => State = () => 'on') {
  return (world: World): State | undefined => {
    const found = switchOf(world, flag);
    if (found === 'on') return stateOf(world);
    return found === 'unknown' ? 'unknown' : undefined;
  };
}

/** A member has an id of its own and serves its state to the others. */
function clusterMesh({ agents, parts }: World): State | undefined {
  const apiserver = parts.clusterMesh;
  if (!apiserver) return undefined;
  if (!agents.config) return 'unknown';
  const id = agents.config['cluster-id'] ?? '0';
  return id !== '0' && apiserver.pods.some(isReady) ? 'on' : 'degraded';
}

function wireGuard({ snapshot }: World): State {
  const without = nodesWithoutWireGuard(snapshot);
  if (!without) return 'unknown';
  return without.length > 0 ? 'degraded' : 'on';
}

function ztunnel({ parts }: World): State {
  const pods = parts.ztunnel?.pods ?? [];
  return pods.length > 0 && pods.every(isReady) ? 'on' : 'degraded';
}

const DEPRECATED_SINCE = [1, 20] as const;

/** With SPIRE; deprecated by 1.20, to be removed by 1.21. Nobody knows: it may be. */
function mutualAuthentication(world: World): State {
  const isOlder = world.agents.versions.some(version => {
    const [major = 0, minor = 0] = version.split('.').map(Number);
    const [sinceMajor, sinceMinor] = DEPRECATED_SINCE;
    return major < sinceMajor || (major === sinceMajor && minor < sinceMinor);
  });
  return isOlder ? 'on' : 'deprecated';
}

/** In the order in which pages show them. */
const FEATURES: readonly KnownFeature[] = [
  {
    id: 'cluster-mesh',
    stateOf: clusterMesh,
    evidenceOf: ({ parts }) => refs(parts.clusterMesh),
  },
  {
    id: 'wireguard',
    stateOf: whileOn('enable-wireguard', wireGuard),
  },
  { id: 'ipsec', stateOf: whileOn('enable-ipsec') },
  {
    id: 'ztunnel',
    stateOf: whileOn('enable-ztunnel', ztunnel),
    evidenceOf: ({ parts }) => refs(parts.ztunnel),
  },
  {
    id: 'mutual-authentication',
    stateOf: whileOn('mesh-auth-mutual-enabled', mutualAuthentication),
  },
  {
    id: 'l7-proxy',
    // Whoever relies on rules for HTTP has to know.
    stateOf: world => switchOf(world, 'enable-l7-proxy'),
    evidenceOf: ({ parts }) => refs(parts.envoy),
  },
  { id: 'envoy-config', stateOf: whileOn('enable-envoy-config') },
  { id: 'gateway-api', stateOf: whileOn('enable-gateway-api') },
  {
    id: 'hubble',
    stateOf: whileOn('enable-hubble'),
    evidenceOf: ({ parts }) => refs(parts.hubbleRelay),
  },
  { id: 'mcs-api', stateOf: whileOn('clustermesh-enable-mcs-api') },
  {
    id: 'kube-proxy-replacement',
    stateOf: whileOn('kube-proxy-replacement'),
  },
];

function refs(workload: { ref: ObjectRef } | undefined): ObjectRef[] {
  return workload ? [workload.ref] : [];
}

/** What Cilium can do in this cluster, from its configuration and what runs. */
export function featuresOf(world: World): Feature[] {
  return FEATURES.flatMap(({ id, stateOf, evidenceOf }) => {
    const state = stateOf(world);
    const evidence = [world.agents.configRef, ...(evidenceOf?.(world) ?? [])];
    return state ? [{ id, state, evidence }] : [];
  });
}
