import type { Mesh } from '@meshport/plugin-mesh-node';
import type { KnownSeries } from './readKnownSeries';

/**
 * What to plan queries about the past with: nobody knows which series a store had then,
 * so that everything is asked for, in the form that it has now.
 */
export function pastSeries(
  meshes: readonly Mesh[],
  now: {
    readonly isNative: (metric: string) => boolean;
    /** Values of the cluster label. */
    readonly clusters: readonly string[];
  },
): KnownSeries {
  const metrics = new Set(
    meshes
      .flatMap(({ queries }) => queries?.queries ?? [])
      .flatMap(({ metric }) =>
        now.isNative(metric) ? [metric] : [metric, `${metric}_bucket`],
      ),
  );
  return { metrics, clusters: [...now.clusters].sort() };
}
