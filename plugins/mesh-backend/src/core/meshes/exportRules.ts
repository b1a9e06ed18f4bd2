import type { Mesh } from '@meshport/plugin-mesh-node';
import type { RulesByMesh } from '../links';

/** The meshes that bring services from one cluster into another. */
export function exportRulesByMesh(meshes: readonly Mesh[]): RulesByMesh {
  return new Map(
    meshes.flatMap(({ id, exports }) =>
      exports ? [[id, exports] as const] : [],
    ),
  );
}
