import type { Cluster, Health } from '@meshport/plugin-mesh-common';

const WORST_FIRST: readonly Health[] = [
  'failing',
  'degraded',
  'unknown',
  'healthy',
  'idle',
];

/** The worst of the meshes of a cluster; undefined where none is installed. */
export function worstHealth({ meshes }: Cluster): Health | undefined {
  return WORST_FIRST.find(health =>
    meshes.some(installation => installation.health === health),
  );
}
