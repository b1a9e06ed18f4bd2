import type { Mesh } from '@meshport/plugin-mesh-node';
import type { QueriesByMesh } from './MetricsState';

export function queriesByMesh(meshes: readonly Mesh[]): QueriesByMesh {
  return new Map(
    meshes.flatMap(({ id, queries }) => (queries ? [[id, queries]] : [])),
  );
}
