import type { MeshFragment, Workload } from '@meshport/plugin-mesh-node';
import { requestsOf } from '@meshport/plugin-mesh-node';
import type { World } from './world';

type Row = NonNullable<MeshFragment['footprint']>[number];

function rowOf(
  part: Row['part'],
  workloads: readonly (Workload | undefined)[],
): Row[] {
  const pods = workloads.flatMap(workload => workload?.pods ?? []);
  if (pods.length === 0) return [];
  return [
    {
      mesh: 'cilium',
      part,
      pods: pods.length,
      ...requestsOf(pods.flatMap(({ spec }) => spec.containers)),
    },
  ];
}

/**
 * What Cilium asks for as a mesh. The agents are the network, whether there is a mesh
 * or not, and do not count.
 */
export function footprintOf({ parts }: World): Row[] {
  return [
    ...rowOf('node-proxies', [parts.envoy, parts.ztunnel]),
    ...rowOf('control-plane', [parts.operator, parts.clusterMesh]),
  ];
}
