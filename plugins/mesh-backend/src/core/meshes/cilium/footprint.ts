import type { MeshFragment, Workload } from '@meshport/plugin-mesh-node';
import { footprintPart } from '../sidecar/footprint';
import type { World } from './world';

function podsOf(workloads: readonly (Workload | undefined)[]) {
  return workloads.flatMap(workload => workload?.pods ?? []);
}

/**
 * What Cilium asks for as a mesh. The agents are the network, whether there is a mesh
 * or not, and do not count.
 */
export function footprintOf({
  parts,
}: World): NonNullable<MeshFragment['footprint']> {
  return [
    ...footprintPart(
      { mesh: 'cilium', part: 'node-proxies' },
      podsOf([parts.envoy, parts.ztunnel]),
    ),
    ...footprintPart(
      { mesh: 'cilium', part: 'control-plane' },
      podsOf([parts.operator, parts.clusterMesh]),
    ),
  ];
}
