import { type ClusterSet, text } from '@meshport/plugin-mesh-common';
import {
  DEFAULT_SET,
  UNASSIGNED_SET,
  type MeshConfig,
} from '../config/readMeshConfig';
import type { ClusterView } from '../core/views/ClusterView';
import type { PublishedCluster } from './ClusterModels';

/** The name of the set that a cluster is in. */
export function setOfCluster(config: MeshConfig, cluster: string): string {
  if (config.clusterSets.length === 0) return DEFAULT_SET;
  const set = config.clusterSets.find(({ clusters }) =>
    clusters.includes(cluster),
  );
  return set?.name ?? UNASSIGNED_SET;
}

/** kubeconfig context that commands for people name. */
export function kubectlContextOf(config: MeshConfig, cluster: string): string {
  return config.clusters.get(cluster)?.kubectlContext ?? cluster;
}

/** Sets in the configured order; `unassigned` is last, and only there when used. */
function orderedSets(
  config: MeshConfig,
  clusters: readonly PublishedCluster[],
): ClusterSet[] {
  if (config.clusterSets.length === 0) {
    return [{ name: DEFAULT_SET, title: 'All clusters' }];
  }
  const sets = config.clusterSets.map(({ name, title }) => ({ name, title }));
  const used = clusters.some(
    ({ name }) => setOfCluster(config, name) === UNASSIGNED_SET,
  );
  return used
    ? [...sets, { name: UNASSIGNED_SET, title: 'In no cluster set' }]
    : sets;
}

/** A live cluster of which no model can be built is shown as it last was. */
function asShown({
  name,
  reachability,
  failingSince,
}: PublishedCluster): ClusterView['reachability'] {
  if (reachability.status !== 'live' || failingSince === undefined) {
    return reachability;
  }
  return {
    ...reachability,
    status: 'stale',
    reason: text('source.model-failed', { cluster: name }),
    observedAt: failingSince,
  };
}

/** Places clusters in their sets: sets in order, in each the configured order. */
export function placeClusters(
  config: MeshConfig,
  clusters: readonly PublishedCluster[],
): { sets: ClusterSet[]; clusters: ClusterView[] } {
  const sets = orderedSets(config, clusters);
  const listed = config.clusterSets.flatMap(set => set.clusters);
  const place = ({ name }: PublishedCluster) => {
    const index = listed.indexOf(name);
    return index < 0 ? listed.length : index;
  };
  const views = [...clusters]
    .sort((a, b) => place(a) - place(b) || (a.name < b.name ? -1 : 1))
    .map((cluster): ClusterView => {
      const { name, title, model } = cluster;
      const entry = config.clusters.get(name);
      return {
        name,
        displayName: entry?.displayName ?? title ?? name,
        set: setOfCluster(config, name),
        region: entry?.region,
        kubectlContext: kubectlContextOf(config, name),
        aliases: entry?.aliases ?? {},
        reachability: asShown(cluster),
        model,
      };
    });
  return { sets, clusters: views };
}
