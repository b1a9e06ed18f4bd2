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
      readonly models: Pick<ClusterModels, 'published'>;
    },
  ) {}

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
