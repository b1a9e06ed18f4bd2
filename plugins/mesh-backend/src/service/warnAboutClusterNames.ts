import type { LoggerService } from '@backstage/backend-plugin-api';
import { UNASSIGNED_SET, type MeshConfig } from '../config/readMeshConfig';
import type { ClusterModels, PublishedCluster } from './ClusterModels';
import { configuredClusters } from './configWarnings';
import { setOfCluster } from './placement';

function warnOfUnassigned(
  { name }: PublishedCluster,
  { config, logger }: { config: MeshConfig; logger: LoggerService },
): void {
  if (setOfCluster(config, name) !== UNASSIGNED_SET) return;
  logger.warn(
    'A cluster is in no cluster set; list it in mesh.clusterSets, it is shown apart until then',
    {
      cluster: name,
      sets: config.clusterSets.map(set => set.name).join(', '),
    },
  );
}

/**
 * Warns of names that are most often misspelt: once per cluster that no configured set
 * lists, and once of all configured names that no cluster has. Warnings only: lists of
 * clusters change while the portal runs.
 */
export function warnAboutClusterNames(options: {
  readonly config: MeshConfig;
  readonly models: Pick<ClusterModels, 'published' | 'subscribe'>;
  readonly logger: LoggerService;
}): void {
  const { config, models, logger } = options;
  const seen = new Set<string>();
  const unused = new Set(configuredClusters(config));
  let hasCompared = false;
  models.subscribe(() => {
    const published = models.published();
    for (const cluster of published) {
      if (!seen.has(cluster.name)) warnOfUnassigned(cluster, options);
      seen.add(cluster.name);
      unused.delete(cluster.name);
    }
    // Clusters are added one by one; when the first has been built, all are there.
    if (hasCompared || !published.some(({ model }) => model)) return;
    hasCompared = true;
    if (unused.size === 0) return;
    logger.warn(
      'mesh.clusterSets or mesh.clusters name clusters that the Kubernetes plugin does not list; nothing is shown of them unless it does',
      { names: [...unused].join(', '), listed: [...seen].join(', ') },
    );
  });
}
