import { stringifyEntityRef } from '@backstage/catalog-model';
import type { MeshOperation, MeshResponse } from '@meshport/plugin-mesh-common';
import type { MeshConfig } from '../config/readMeshConfig';
import { matchServices } from '../core/catalog/matchServices';
import { contentHash } from '../core/contentHash';
import type { QueriesByMesh } from '../core/metrics/targetQueries';
import { buildWorld } from '../core/views/buildWorld';
import { clusterAnswer, placesOf } from '../core/views/clusterAnswers';
import { listClusters } from '../core/views/clusterList';
import { namespaceAnswer } from '../core/views/namespaceAnswers';
import { namespaceEntries } from '../core/views/namespaceEntries';
import { listNamespaces } from '../core/views/namespaceList';
import {
  entityAnswer,
  readableEntity,
  readablePart,
  serviceAnswer,
} from '../core/views/serviceAnswers';
import { place } from '../core/views/claims';
import { listServices, serviceRow } from '../core/views/serviceList';
import type { Traffic } from '../core/views/traffic';
import { serviceKey, type World } from '../core/views/World';
import type { CatalogEntity, EntityMatch } from '../core/catalog/EntityMatch';
import type { CatalogIndex } from '../io/catalog/CatalogIndex';
import { assertOwnersKnown, catalogNotRead } from './catalogNotRead';
import type { ClusterModels, PublishedCluster } from './ClusterModels';
import { filterOf } from './listFilter';
import type { MetricRanges, MetricsFeed } from './MetricsFeed';
import { MetricsReads } from './MetricsReads';
import type { MeshRead, MeshReads } from './MeshReads';
import { paged } from './paging';
import { placeClusters } from './placement';
import { readSetup, type Upkeep } from './readSetup';
import { rememberLast } from './rememberLast';
import type { FaultOf } from './StoredSeries';
import { TrafficBook } from './TrafficBook';

export interface MeshServiceOptions {
  readonly config: MeshConfig;
  readonly models: Pick<ClusterModels, 'published' | 'subscribe'>;
  readonly catalog: CatalogIndex;
  readonly upkeep: Upkeep;
  readonly metrics: MetricsFeed;
  /** Asked for what memory does not hold. */
  readonly ranges: MetricRanges;
  readonly faultOf: FaultOf;
  /** PromQL builders of the meshes that have some. */
  readonly queries: QueriesByMesh;
  /**
   * Part of every state hash. Equal states give equal answers only as long as the code
   * is the same, so a process that cannot tell its version gives a random one.
   */
  readonly codeVersion: string;
}

type Catalog = readonly CatalogEntity[] | undefined;

/** What these say is the same whatever metrics stores say. */
const WITHOUT_TRAFFIC: ReadonlySet<MeshOperation> = new Set([
  'listClusters',
  'getCluster',
  'listNamespaces',
  'getNamespace',
]);

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
      }),
  );
  private readonly book: TrafficBook;
  private readonly charts: MetricsReads;
  /** Put together when asked for: most worlds are gone before anybody does. */
  private readonly namespacesOf = rememberLast(namespaceEntries);

  constructor(private readonly options: MeshServiceOptions) {
    const { config, queries, ranges, faultOf } = options;
    this.book = new TrafficBook({
      objectives: config.objectives,
      refreshSeconds: config.metrics.refreshSeconds,
      queries,
    });
    const { history } = this.book;
    const { links } = config;
    this.charts = new MetricsReads({ history, ranges, faultOf, links });
  }

  /** Calls the listener whenever some answer may differ from before. */
  subscribe(listener: () => void): () => void {
    const unsubscribers = [
      this.options.models.subscribe(listener),
      this.options.catalog.subscribe(listener),
      this.options.metrics.subscribe(listener),
    ];
    return () => unsubscribers.forEach(unsubscribe => unsubscribe());
  }

  /**
   * Puts together what answers are made from as soon as something has changed, until the
   * signal: nobody who asks waits for it.
   */
  keepReady(signal: AbortSignal): void {
    const unsubscribe = this.subscribe(() => {
      try {
        this.traffic();
      } catch {
        // Whoever asks next runs into the same, and is told.
      }
    });
    signal.addEventListener('abort', unsubscribe, { once: true });
  }

  /** Does not need the world, so a 304 never waits for it to be built. */
  stateHash(operation: MeshOperation): string | undefined {
    // What reading costs changes without any news of a cluster.
    if (operation === 'getSetup') return undefined;
    const { models, catalog, metrics } = this.options;
    const hash = this.hashOf(
      models.published(),
      this.hashOfCatalog(catalog.entities()),
    );
    return WITHOUT_TRAFFIC.has(operation)
      ? hash
      : contentHash([hash, metrics.state().hash]);
  }

  listClusters({
    query,
  }: MeshRead<'listClusters'>): MeshResponse<'listClusters'> {
    const world = this.world();
    const filter = filterOf(query, world);
    const rows = listClusters(world, { ...query, filter });
    // Its permission is about clusters as a whole.
    const places = placesOf(world, { readsAll: true, readable: [] });
    return { ...paged(rows, query), ...places };
  }

  getCluster({ params }: MeshRead<'getCluster'>) {
    const cluster = this.world().clusters.find(
      ({ name }) => name === params.cluster,
    );
    return cluster && clusterAnswer(cluster);
  }

  getEntity({ params, reader }: MeshRead<'getEntity'>) {
    const { world, entity } = this.entity(params);
    const traffic = this.traffic();
    return entity && entityAnswer(world, entity, { reader, traffic });
  }

  getEntityMetrics({ params, query, reader }: MeshRead<'getEntityMetrics'>) {
    const { world, entity } = this.entity(params);
    const seen = entity && readableEntity(world, entity, reader);
    if (!seen) return undefined;
    const services = seen.services.map(([, visible]) => visible);
    const hidden = entity.services.length - services.length;
    const traffic = this.traffic();
    const asked = { services, hidden, span: query, reader, traffic };
    return this.charts.answer(world, asked);
  }

  getSetup(): MeshResponse<'getSetup'> {
    const { config, models, catalog, upkeep } = this.options;
    const entities = catalog.entities();
    return readSetup(this.world(), {
      config,
      upkeep,
      clusters: models.published().map(({ name }) => name),
      entities,
      matches: this.matchesOf(models.published(), entities),
    });
  }

  listServices({
    query,
    reader,
  }: MeshRead<'listServices'>): MeshResponse<'listServices'> {
    assertOwnersKnown(query, this.options.catalog.entities());
    const world = this.world();
    const filter = filterOf(query, world);
    const { mayRead, readsAll } = reader;
    const traffic = this.traffic();
    const rows = listServices(world, { ...query, filter, mayRead, traffic });
    const readable = rows.flatMap(({ item }) =>
      item.summary.clusters.map(({ cluster }) => cluster),
    );
    const places = placesOf(world, { readsAll, readable });
    const { items, ...page } = paged(rows, query);
    const told = items.map(row => serviceRow(row, traffic));
    return { items: told, ...page, ...places };
  }

  getService({ params, reader }: MeshRead<'getService'>) {
    const world = this.world();
    const service = world.services.get(serviceKey(params));
    const traffic = this.traffic();
    return service && serviceAnswer(world, service, { reader, traffic });
  }

  getServiceMetrics({ params, query, reader }: MeshRead<'getServiceMetrics'>) {
    const world = this.world();
    const service = world.services.get(serviceKey(params));
    const visible = service && readablePart(service, reader.mayRead);
    if (!visible) return undefined;
    const traffic = this.traffic();
    const asked = { services: [visible], hidden: 0, span: query, reader };
    return this.charts.answer(world, { ...asked, traffic });
  }

  listNamespaces({
    query,
    reader,
  }: MeshRead<'listNamespaces'>): MeshResponse<'listNamespaces'> {
    assertOwnersKnown(query, this.options.catalog.entities());
    const world = this.world();
    const filter = filterOf(query, world);
    const { mayRead, readsAll } = reader;
    const rows = listNamespaces(this.namespacesOf(world).values(), {
      ...query,
      filter,
      mayRead,
      clusters: world.clusters.map(({ name }) => name),
    });
    const readable = rows.map(({ item }) => item.cluster);
    const places = placesOf(world, { readsAll, readable });
    return { ...paged(rows, query), ...places };
  }

  getNamespace({ params, reader }: MeshRead<'getNamespace'>) {
    const world = this.world();
    const entry = this.namespacesOf(world).get(
      place(params.cluster, params.namespace),
    );
    return entry && namespaceAnswer(world, entry, reader);
  }

  private entity(params: MeshRead<'getEntity'>['params']) {
    if (!this.options.catalog.entities()) throw catalogNotRead();
    const world = this.world();
    return { world, entity: world.entities.get(stringifyEntityRef(params)) };
  }

  private traffic(): Traffic {
    const { catalog, metrics } = this.options;
    const world = this.world();
    return this.book.traffic(world, metrics.state(), catalog.entities());
  }

  private world(): World {
    const { models, catalog } = this.options;
    return this.worldOf(models.published(), catalog.entities());
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
