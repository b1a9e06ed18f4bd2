import { text, type Text } from '@meshport/plugin-mesh-common';
import { type MeshConfig, UNASSIGNED_SET } from '../config/readMeshConfig';
import { setOfCluster } from './placement';

/** All names of clusters that the configuration knows, each once. */
export function configuredClusters({
  clusterSets,
  clusters,
}: Pick<MeshConfig, 'clusterSets' | 'clusters'>): string[] {
  const inSets = clusterSets.flatMap(set => set.clusters);
  return [...new Set([...inSets, ...clusters.keys()])];
}

/**
 * What is most often misspelt: clusters that no configured set lists, and configured
 * names that no cluster has. `clusters` are the names of those that are listed.
 */
export function configWarnings(
  config: MeshConfig,
  clusters: readonly string[],
): Text[] {
  const unused = configuredClusters(config).filter(
    name => !clusters.includes(name),
  );
  return [
    ...clusters
      .filter(cluster => setOfCluster(config, cluster) === UNASSIGNED_SET)
      .map(cluster => text('setup.cluster-in-no-set', { cluster })),
    ...unused.map(name => text('setup.unknown-cluster', { name })),
  ];
}
