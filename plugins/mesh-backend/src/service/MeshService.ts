import { stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, ServiceUnavailableError } from '@backstage/errors';
import type { MeshResponse } from '@meshport/plugin-mesh-common';
import type { MeshConfig } from '../config/readMeshConfig';
import { matchServices } from '../core/catalog/matchServices';
import { contentHash } from '../core/contentHash';
import { buildWorld } from '../core/views/buildWorld';
import { clusterAnswer, placesOf } from '../core/views/clusterAnswers';
import { decodeCursor, encodeCursor } from '../core/views/cursor';
import { entityAnswer, serviceAnswer } from '../core/views/serviceAnswers';
import {
  listServices,
  pageOf,
  type SortedRow,
} from '../core/views/serviceList';
import { serviceKey, type World } from '../core/views/World';
import type { CatalogEntity } from '../core/catalog/EntityMatch';
import type { CatalogIndex } from '../io/catalog/CatalogIndex';
import type { ClusterModels, PublishedCluster } from './ClusterModels';
import type { MeshRead, MeshReads } from './MeshReads';
import { placeClusters } from './placement';
import { rememberLast } from './rememberLast';
import { assertSets, serviceFilter } from './serviceFilter';

export interface MeshServiceOptions {
  readonly config: MeshConfig;
  readonly models: Pick<ClusterModels, 'published' | 'subscribe'>;
  readonly catalog: CatalogIndex;
  /**
   * Part of every state hash. Equal states give equal answers only as long as the code
   * is the same, so a process that cannot tell its version gives a random one.
   */
  readonly codeVersion: string;
}

type Catalog = readonly CatalogEntity[] | undefined;

/** Answers from the published models and the catalog index; never asks anybody. */
export class MeshService implements MeshReads {
  private readonly hashOfCatalog = rememberLast((catalog: Catalog) =>
    contentHash(catalog ?? null),
  );
  private readonly hashOf = rememberLast(
    (published: readonly PublishedCluster[], catalogHash: string) =>
      contentHash([
        this.options.codeVersion,
        published.map(({ model, ...rest }) => rest),
        catalogHash,
      ]),
  );
  private readonly partsOf = rememberLast((catalog: Catalog) => ({
    systems: (catalog ?? []).filter(({ kind }) => kind === 'system'),
    // One list as long as the catalog is the same: matches are remembered by it.
    others: (catalog ?? []).filter(({ kind }) => kind !== 'system'),
  }));
  private readonly worldOf = rememberLast(
    (published: readonly PublishedCluster[], catalog: Catalog) =>
      this.buildWorld(published, catalog),
  );

  constructor(private readonly options: MeshServiceOptions) {}

  /** Calls the listener whenever some answer may differ from before. */
  subscribe(listener: () => void): () => void {
    const unsubscribers = [
      this.options.models.subscribe(listener),
      this.options.catalog.subscribe(listener),
    ];
    return () => unsubscribers.forEach(unsubscribe => unsubscribe());
  }

  /** Does not need the world, so a 304 never waits for it to be built. */
  stateHash(): string {
    const { models, catalog } = this.options;
    return this.hashOf(
      models.published(),
      this.hashOfCatalog(catalog.entities()),
    );
  }

  listClusters({
    query,
  }: MeshRead<'listClusters'>): MeshResponse<'listClusters'> {
    const world = this.world();
    assertSets(query.set, world);
    const rows = world.clusters.flatMap((cluster, index) =>
      query.set === undefined || query.set.includes(cluster.set)
        ? [{ key: [index, cluster.name], item: cluster }]
        : [],
    );
    const { items, ...page } = paged(rows, query);
    // Its permission is about clusters as a whole.
    const places = placesOf(world, { readsAll: true, readable: [] });
    return { items: items.map(clusterAnswer), ...page, ...places };
  }

  getCluster({ params }: MeshRead<'getCluster'>) {
    const cluster = this.world().clusters.find(
      ({ name }) => name === params.cluster,
    );
    return cluster && clusterAnswer(cluster);
  }

  getEntity({ params, reader }: MeshRead<'getEntity'>) {
    if (!this.options.catalog.entities()) throw catalogNotRead();
    const world = this.world();
    const entity = world.entities.get(stringifyEntityRef(params));
    return entity && entityAnswer(world, entity, reader);
  }

  listServices({
    query,
    reader,
  }: MeshRead<'listServices'>): MeshResponse<'listServices'> {
    // Without the catalog everything is nobody's, which is not what was asked.
    if (query.owner && !this.options.catalog.entities()) {
      throw catalogNotRead();
    }
    const world = this.world();
    const filter = serviceFilter(query, world);
    const { mayRead, readsAll } = reader;
    const rows = listServices(world, { filter, sort: query.sort, mayRead });
    const readable = rows.flatMap(({ item }) =>
      item.clusters.map(({ cluster }) => cluster),
    );
    const places = placesOf(world, { readsAll, readable });
    return { ...paged(rows, query), ...places };
  }

  getService({ params, reader }: MeshRead<'getService'>) {
    const world = this.world();
    const service = world.services.get(serviceKey(params));
    return service && serviceAnswer(world, service, reader);
  }

  private world(): World {
    const { models, catalog } = this.options;
    return this.worldOf(models.published(), catalog.entities());
  }

  private buildWorld(
    published: readonly PublishedCluster[],
    catalog: Catalog,
  ): World {
    const placed = placeClusters(this.options.config, published);
    const { systems, others } = this.partsOf(catalog);
    const models = placed.clusters.flatMap(({ name, model }) =>
      model ? [[name, model] as const] : [],
    );
    const known = placed.clusters.map(({ name }) => name);
    return buildWorld({
      ...placed,
      systems,
      matches: matchServices(new Map(models), others, known),
    });
  }
}

function catalogNotRead(): ServiceUnavailableError {
  return new ServiceUnavailableError(
    'The catalog has not been read yet, so it is not known which services belong to whom. This is tried again every few seconds.',
  );
}

/** The asked-for page of a list, with the cursor of the next one. */
function paged<Item>(
  rows: readonly SortedRow<Item>[],
  query: { readonly cursor?: string; readonly limit: number },
): { items: Item[]; total: number; nextCursor?: string } {
  const { cursor, limit, ...asked } = query;
  const list = contentHash(asked).slice(0, 16);
  const after = cursor === undefined ? undefined : decodeCursor(list, cursor);
  if (cursor !== undefined && !after) {
    throw new InputError(
      'query.cursor: is not a cursor of this list; ask for the first page without one',
    );
  }
  const { next, ...page } = pageOf(rows, { after, limit });
  return next ? { ...page, nextCursor: encodeCursor(list, next) } : page;
}
