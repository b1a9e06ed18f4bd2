import type { ClusterSnapshot, DetectedMesh } from '@meshport/plugin-mesh-node';
import { featuresOf } from './features';
import { healthOf, partsOf } from './parts';
import { switchOf, type World, worldOf } from './world';

/** `ambient`: its ztunnel; `proxyless`: Envoy on the node, by rules for L7. */
function modesOf(world: World): string[] {
  return [
    ...(switchOf(world, 'enable-ztunnel') === 'on' ? ['ambient'] : []),
    ...(switchOf(world, 'enable-l7-proxy') === 'on' ? ['proxyless'] : []),
  ];
}

/** What the others of a ClusterMesh call this cluster; `default` is nobody's name. */
function aliasesOf({ agents }: World): Record<string, string> {
  const name = agents.config?.['cluster-name'];
  return name && name !== 'default' ? { cilium: name } : {};
}

/**
 * Cilium in this cluster: its agents, whatever of it is used as a mesh. CRDs without
 * agents are not installed.
 */
export function detect(snapshot: ClusterSnapshot): DetectedMesh | undefined {
  const world = worldOf(snapshot);
  if (!world) return undefined;
  const parts = partsOf(world);
  return {
    mesh: 'cilium',
    modes: modesOf(world),
    versions: [...world.agents.versions],
    ...healthOf(world, parts),
    revisions: [],
    features: featuresOf(world),
    parts,
    aliases: aliasesOf(world),
  };
}
