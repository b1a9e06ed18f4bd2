import type { SampleContext } from '@meshport/plugin-mesh-node';
import { storeOfCluster, type StoreConfig } from '../config/metricsConfig';
import type { MeshConfig } from '../config/readMeshConfig';
import { clusterAliases } from '../core/links';
import { storePlaces, type PlacedCluster } from '../core/metrics/storePlaces';
import type { ClusterModels, PublishedCluster } from './ClusterModels';
import { placeClusters } from './placement';
import { rememberLast } from './rememberLast';

/** Says which clusters the names in a store's samples mean, as the clusters are at present. */
export class MetricsPlaces {
  private readonly placed = rememberLast(
    (published: readonly PublishedCluster[]): PlacedCluster[] => {
      const { clusters } = placeClusters(this.options.config, published);
      const aliases = clusterAliases(clusters);
      return clusters.map(cluster => ({
        ...cluster,
        names: aliases.get(cluster.name),
      }));
    },
  );

  constructor(
    private readonly options: {
      readonly config: MeshConfig;
      readonly models: Pick<ClusterModels, 'published' | 'subscribe'>;
    },
  ) {}

  /**
   * Calls the listener when a cluster, or a name of one, is known for the first time: what
   * stores said before could not be read in full. Names that come and go do not count.
   */
  subscribe(listener: () => void): () => void {
    const { models } = this.options;
    const seen = new Set<string>();
    const hasNew = () => {
      const before = seen.size;
      for (const { name, names = [] } of this.placed(models.published())) {
        seen.add(JSON.stringify([name]));
        for (const { system, alias } of names) {
          seen.add(JSON.stringify([name, system, alias]));
        }
      }
      return seen.size > before;
    };
    hasNew();
    return models.subscribe(() => {
      if (hasNew()) listener();
    });
  }

  of(store: StoreConfig): Omit<SampleContext, 'skip'> {
    const { config, models } = this.options;
    const { clusterLabel } = store;
    return storePlaces({
      clusters: this.placed(models.published()),
      isServed: cluster => storeOfCluster(config, cluster)?.name === store.name,
      clusterLabel,
    });
  }
}
