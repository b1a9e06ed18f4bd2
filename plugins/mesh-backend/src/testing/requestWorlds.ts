import type { ClusterSnapshot, WatchedKind } from '@meshport/plugin-mesh-node';
import { aSnapshot, type KubeObject } from '@meshport/plugin-mesh-node/testing';
import { builtInMeshes } from '../core/meshes';
import { networkKinds } from '../core/networks';

/** Everything that is watched besides the shared kinds, each once. */
export const kindsOfMeshes: readonly WatchedKind[] = [
  ...new Set([...networkKinds, ...builtInMeshes.flatMap(mesh => mesh.kinds)]),
];

/** A cluster in which exactly these objects exist, as far as they are watched. */
export function aClusterSnapshot(
  cluster: string,
  objects: readonly KubeObject[],
): ClusterSnapshot {
  return aSnapshot(objects, { cluster, kinds: kindsOfMeshes });
}
