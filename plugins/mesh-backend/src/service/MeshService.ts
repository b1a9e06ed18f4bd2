import { stringifyEntityRef } from '@backstage/catalog-model';
import type { MeshOperation, MeshResponse } from '@meshport/plugin-mesh-common';
import type { MeshConfig } from '../config/readMeshConfig';
import { contentHash } from '../core/contentHash';
import type { RulesByMesh } from '../core/links';
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
import type { Reader } from '../core/views/serviceAnswers';
import type { Traffic } from '../core/views/traffic';
import { serviceKey, type World } from '../core/views/World';
import type { CatalogEntity } from '../core/catalog/EntityMatch';
import type { CatalogIndex } from '../io/catalog/CatalogIndex';
import { assertOwnersKnown, catalogNotRead } from './catalogNotRead';
import type { Clock } from '../io/clock';
import type { ClusterModels, PublishedCluster } from './ClusterModels';
import { DependencyReads } from './DependencyReads';
import { followNews } from './followNews';
import { filterOf } from './listFilter';
import type { MetricRanges, MetricsFeed } from './MetricsFeed';
import { MetricsReads } from './MetricsReads';
import type { PastCalls } from './PastCalls';
import { PastDependencies } from './PastDependencies';
import type { MeshRead, MeshReads } from './MeshReads';
import { paged } from './paging';
import { readExports, readLinks } from './readExports';
import { readSetup, type Upkeep } from './readSetup';
import { rememberLast } from './rememberLast';
import type { FaultOf } from './StoredSeries';
import { TrafficBook } from './TrafficBook';
import { WITHOUT_TRAFFIC } from './withoutTraffic';
import { Worlds } from './Worlds';

export interface MeshServiceOptions {
  readonly config: MeshConfig;
  readonly models: Pick<ClusterModels, 'published' | 'subscribe'>;
  readonly catalog: CatalogIndex;
  readonly upkeep: Upkeep;
  readonly clock: Clock;
  readonly metrics: MetricsFeed;
  /** Asked for what memory does not hold. */
  readonly ranges: MetricRanges;
  /** Asked for who called whom at a time that is over. */
  readonly pastCalls: Pick<PastCalls, 'stateAt' | 'signal'>;
  readonly faultOf: FaultOf;
  /** How meshes bring services from one cluster into another; without any none is told of. */
  readonly exportRules?: RulesByMesh;
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
  private readonly worlds: Worlds;
  private readonly listeners = new Set<() => void>();
  private readonly book: TrafficBook;
  private readonly charts: MetricsReads;
  private readonly calls: DependencyReads;
  private readonly past: PastDependencies;
  /** Put together when asked for: most worlds are gone before anybody does. */
  private readonly namespacesOf = rememberLast(namespaceEntries);

  constructor(private readonly options: MeshServiceOptions) {
    const { config, ranges, faultOf } = options;
    const { objectives, links, metrics } = config;
    this.worlds = new Worlds(options);
    const { refreshSeconds } = metrics;
    this.book = new TrafficBook({ objectives, refreshSeconds });
    const { history } = this.book;
    this.charts = new MetricsReads({ history, ranges, faultOf, links });
    this.calls = new DependencyReads({
      ...{ objectives, clock: options.clock },
      healthSince: key => this.book.healthSince(key),
    });
    const { book, calls } = this;
    this.past = new PastDependencies({ ...options, calls, book });
  }

  /** Calls the listener whenever some answer may differ from before. */
  subscribe(listener: () => void): () => void {
    const { models, catalog, metrics } = this.options;
    const sources = [models, catalog, metrics];
    const unsubscribers = sources.map(source => source.subscribe(listener));
    this.listeners.add(listener);
    unsubscribers.push(() => this.listeners.delete(listener));
    return () => unsubscribers.forEach(unsubscribe => unsubscribe());
  }

  /**
   * Looks at what metrics stores say as soon as they have said it. Resolves when `signal`
   * aborts.
   */
  async followTraffic(signal: AbortSignal): Promise<void> {
    const { models, catalog, metrics, clock } = this.options;
    let told = this.version;
    await followNews({
      sources: [models, catalog, metrics],
      look: () => this.look(),
      done: () => {
        if (told === this.version) return;
        told = this.version;
        for (const listener of this.listeners) listener();
      },
      clock,
      signal,
    });
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
      : contentHash([hash, metrics.state().hash, this.version]);
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
    return entity && entityAnswer(world, entity, this.toldTo(reader));
  }

  getEntityMetrics({ params, query, reader }: MeshRead<'getEntityMetrics'>) {
    const { world, entity } = this.entity(params);
    const seen = entity && readableEntity(world, entity, reader);
    if (!seen) return undefined;
    const services = seen.services.map(([, visible]) => visible);
    const hidden = entity.services.length - services.length;
    const asked = { services, ...this.asked(reader) };
    const beside = this.calls.besideCharts(world, asked);
    return this.charts.answer(world, { ...asked, hidden, span: query, beside });
  }

  getEntityDependencies({
    params,
    query,
    reader,
  }: MeshRead<'getEntityDependencies'>) {
    const { world, entity } = this.entity(params);
    const seen = entity && readableEntity(world, entity, reader);
    if (!seen) return undefined;
    const services = seen.services.map(([, visible]) => visible);
    const { workloads } = seen;
    const asked = { workloads, query, ...this.asked(reader) };
    return this.past.dependencies(world, { services, ...asked });
  }

  getSetup(): MeshResponse<'getSetup'> {
    const { config, models, catalog, upkeep } = this.options;
    const entities = catalog.entities();
    return readSetup(this.world(), {
      config,
      upkeep,
      clusters: models.published().map(({ name }) => name),
      entities,
      matches: this.worlds.matches(),
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
    const { verdictOn } = this.toldTo(reader);
    const told = items.map(row => serviceRow(row, traffic, verdictOn));
    return { items: told, ...page, ...places };
  }

  getService({ params, reader }: MeshRead<'getService'>) {
    const world = this.world();
    const service = world.services.get(serviceKey(params));
    return service && serviceAnswer(world, service, this.toldTo(reader));
  }

  getServiceMetrics({ params, query, reader }: MeshRead<'getServiceMetrics'>) {
    const world = this.world();
    const service = world.services.get(serviceKey(params));
    const visible = service && readablePart(service, reader.mayRead);
    if (!visible) return undefined;
    const asked = { services: [visible], ...this.asked(reader) };
    const beside = this.calls.besideCharts(world, asked);
    const question = { ...asked, hidden: 0, span: query, beside };
    return this.charts.answer(world, question);
  }

  getServiceDependencies({
    params,
    query,
    reader,
  }: MeshRead<'getServiceDependencies'>) {
    const world = this.world();
    const service = world.services.get(serviceKey(params));
    const visible = service && readablePart(service, reader.mayRead);
    if (!visible) return undefined;
    const asked = { workloads: [], query, ...this.asked(reader) };
    return this.past.dependencies(world, { services: [visible], ...asked });
  }

  getGraph({ query, reader }: MeshRead<'getGraph'>): MeshResponse<'getGraph'> {
    const world = this.world();
    const asked = { query: filterOf(query, world), ...this.asked(reader) };
    return this.calls.graph(world, asked);
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
    const { cluster, namespace } = params;
    const entry = this.namespacesOf(world).get(place(cluster, namespace));
    return entry && namespaceAnswer(world, entry, reader);
  }

  listExports(request: MeshRead<'listExports'>): MeshResponse<'listExports'> {
    return readExports(this.world(), request);
  }

  listLinks(request: MeshRead<'listLinks'>): MeshResponse<'listLinks'> {
    return readLinks(this.world(), request);
  }

  private entity(params: MeshRead<'getEntity'>['params']) {
    if (!this.options.catalog.entities()) throw catalogNotRead();
    const world = this.world();
    return { world, entity: world.entities.get(stringifyEntityRef(params)) };
  }

  /** Who asks about calls, with what is known now. */
  private asked(reader: Reader) {
    const catalog = this.options.catalog.entities();
    return { reader, traffic: this.traffic(), catalog };
  }

  /** That, for answers about services. */
  private toldTo(reader: Reader) {
    const asked = this.asked(reader);
    return { ...asked, verdictOn: this.calls.verdicts(this.world(), asked) };
  }

  /** Grows whenever health, or who calls whom, may be another than before. */
  private get version(): number {
    return this.book.version + this.calls.version;
  }

  private *look(): Generator<void> {
    try {
      yield* this.book.lookAt(this.world(), this.traffic());
      yield* this.world().exports.prepare();
      yield* this.calls.prepare(this.world(), this.traffic());
    } catch {
      // Whoever asks next runs into the same, and is told.
    }
  }

  private traffic(): Traffic {
    const { catalog, metrics } = this.options;
    const world = this.world();
    return this.book.traffic(world, metrics.state(), catalog.entities());
  }

  private world(): World {
    return this.worlds.world();
  }
}
