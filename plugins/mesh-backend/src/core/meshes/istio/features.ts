import type { ObjectRef } from '@meshport/plugin-mesh-common';
import {
  type DetectedMesh,
  type Gateway,
  gatewayKind,
  isReadable,
  nodeKind,
} from '@meshport/plugin-mesh-node';
import { parseBoolean } from '../../model/parseBoolean';
import type { World } from './facts';
import { componentOf } from './infrastructure';
import { istiodKind } from './kinds';
import { isRemote, networkOf } from './identity';

type Feature = DetectedMesh['features'][number];
type Parts = DetectedMesh['parts'];

function istiodRefs({ controlPlane }: World): ObjectRef[] {
  return [...controlPlane.revisions.values()].flatMap(
    ({ deployments }) => deployments,
  );
}

function ambient(world: World, parts: Parts): Feature[] {
  if (world.ambient.state !== 'installed') return [];
  const isWhole = parts.every(({ ready, wanted }) => ready >= wanted);
  return [
    {
      id: 'ambient',
      state: isWhole ? 'on' : 'degraded',
      evidence: parts.flatMap(({ evidence }) => evidence),
    },
  ];
}

/** Kubernetes made native sidecars stable in 1.33, and istiod waits for that. */
function supportsNativeSidecars(kubelet: string | undefined): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(kubelet ?? '') ?? [];
  return Number(major) > 1 || (Number(major) === 1 && Number(minor) >= 33);
}

/** What istiod chooses for new pods; an annotation on a pod can say otherwise. */
function nativeSidecars(world: World): Feature[] {
  const { snapshot, controlPlane } = world;
  const environments = [...controlPlane.environments.values()];
  if (environments.length === 0) return [];
  const evidence = istiodRefs(world);
  const settings = new Set(
    environments.map(({ ENABLE_NATIVE_SIDECARS = 'auto' }) =>
      ['true', 'auto'].includes(ENABLE_NATIVE_SIDECARS)
        ? ENABLE_NATIVE_SIDECARS
        : 'false',
    ),
  );
  const nodes = snapshot.kind(nodeKind);
  if (settings.has('auto') && !isReadable(nodes)) {
    return [{ id: 'native-sidecars', state: 'unknown', evidence }];
  }
  if (settings.has('auto') && nodes.items.length === 0) return [];
  const areNew = nodes.items.every(({ status }) =>
    supportsNativeSidecars(status.nodeInfo.kubeletVersion),
  );
  const isOn = settings.has('true') || (settings.has('auto') && areNew);
  return [{ id: 'native-sidecars', state: isOn ? 'on' : 'off', evidence }];
}

function gatewayRef(cluster: string, { metadata }: Gateway): ObjectRef {
  return {
    cluster,
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    namespace: metadata.namespace,
    name: metadata.name,
  };
}

/** Classes of Gateways that join clusters: one's own door, and those of others. */
const BETWEEN_CLUSTERS = ['istio-east-west', 'istio-remote'];

/** What shows that the mesh spans clusters; remote secrets are not read. */
function doors({ snapshot }: World): ObjectRef[] {
  const workloads = snapshot.workloads
    .filter(workload => componentOf(workload) === 'east-west-gateway')
    .map(({ ref }) => ref);
  const gateways = snapshot
    .kind(gatewayKind)
    .items.filter(({ spec }) =>
      BETWEEN_CLUSTERS.includes(spec.gatewayClassName ?? ''),
    )
    .map(gateway => gatewayRef(snapshot.cluster.name, gateway));
  return [...gateways, ...workloads];
}

function betweenClusters(world: World): Feature[] {
  const joined = doors(world);
  if (joined.length === 0 && !isRemote(world)) return [];
  const environments = [...world.controlPlane.environments.values()];
  const isOnOwnNetwork =
    networkOf(world) !== undefined ||
    environments.some(env => parseBoolean(env.AMBIENT_ENABLE_MULTI_NETWORK));
  const on = { state: 'on', evidence: joined } as const;
  return [
    { id: 'multi-cluster', ...on },
    ...(joined.length > 0 && isOnOwnNetwork
      ? [{ id: 'multi-network', ...on }]
      : []),
  ];
}

/** What is switched on, as far as it can be told from objects. */
export function featuresOf(world: World, parts: Parts): Feature[] {
  return [
    ...ambient(world, parts),
    ...(isReadable(world.snapshot.kind(istiodKind))
      ? nativeSidecars(world)
      : []),
    ...betweenClusters(world),
  ];
}
