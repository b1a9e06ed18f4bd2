import type { LoggerService } from '@backstage/backend-plugin-api';
import { UNASSIGNED_SET, type MeshConfig } from '../config/readMeshConfig';
import type { ClusterModels } from './ClusterModels';
import { setOfCluster } from './placement';

/**
 * Warns, once per cluster, about clusters that no configured set lists: most often a
 * name was misspelt. Returns how to stop.
 */
export function warnAboutUnassigned(options: {
  readonly config: MeshConfig;
  readonly models: Pick<ClusterModels, 'published' | 'subscribe'>;
  readonly logger: LoggerService;
}): () => void {
  const { config, models, logger } = options;
  const seen = new Set<string>();
  return models.subscribe(() => {
    for (const { name } of models.published()) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (setOfCluster(config, name) !== UNASSIGNED_SET) continue;
      logger.warn(
        'A cluster is in no cluster set; list it in mesh.clusterSets, it is shown apart until then',
        {
          cluster: name,
          sets: config.clusterSets.map(set => set.name).join(', '),
        },
      );
    }
  });
}
