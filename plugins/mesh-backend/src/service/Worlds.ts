import type { MeshConfig } from '../config/readMeshConfig';
import type { CatalogEntity, EntityMatch } from '../core/catalog/EntityMatch';
import { matchServices } from '../core/catalog/matchServices';
import type { RulesByMesh } from '../core/links';
import { buildWorld } from '../core/views/buildWorld';
import type { World } from '../core/views/World';
import type { CatalogIndex } from '../io/catalog/CatalogIndex';
import type { ClusterModels, PublishedCluster } from './ClusterModels';
import { placeClusters } from './placement';
import { rememberLast } from './rememberLast';

type Catalog = readonly CatalogEntity[] | undefined;

/** What answers are made from, put together anew only where something has changed. */
export class Worlds {
  private readonly partsOf = rememberLast((catalog: Catalog) => ({
    systems: (catalog ?? []).filter(({ kind }) => kind === 'system'),
    // One list as long as the catalog is the same: matches are remembered by it.
    others: (catalog ?? []).filter(({ kind }) => kind !== 'system'),
  }));
  private readonly placedOf = rememberLast(
    (published: readonly PublishedCluster[]) =>
      placeClusters(this.options.config, published),
  );
  private readonly matchesOf = rememberLast(
    (published: readonly PublishedCluster[], catalog: Catalog) =>
      this.match(published, catalog),
  );
  private readonly worldOf = rememberLast(
    (published: readonly PublishedCluster[], catalog: Catalog) =>
      buildWorld({
        ...this.placedOf(published),
        systems: this.partsOf(catalog).systems,
        matches: this.matchesOf(published, catalog),
        exportRules: this.options.exportRules,
      }),
  );

  constructor(
    private readonly options: {
      readonly config: MeshConfig;
      readonly models: Pick<ClusterModels, 'published'>;
      readonly catalog: Pick<CatalogIndex, 'entities'>;
      readonly exportRules?: RulesByMesh;
    },
  ) {}

  /** The world of now; the same object until something changes. */
  world(): World {
    const { models, catalog } = this.options;
    return this.worldOf(models.published(), catalog.entities());
  }

  /** What entities have, of those that are no systems. */
  matches(): readonly EntityMatch[] {
    const { models, catalog } = this.options;
    return this.matchesOf(models.published(), catalog.entities());
  }

  private match(
    published: readonly PublishedCluster[],
    catalog: Catalog,
  ): readonly EntityMatch[] {
    const { clusters } = this.placedOf(published);
    const models = clusters.flatMap(({ name, model }) =>
      model ? [[name, model] as const] : [],
    );
    const known = clusters.map(({ name }) => name);
    return matchServices(new Map(models), this.partsOf(catalog).others, known);
  }
}
