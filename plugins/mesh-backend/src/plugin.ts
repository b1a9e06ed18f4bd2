import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createBackendPlugin,
  type PermissionsRegistryService,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  meshPlatformReadPermission,
  meshRequestCreatePermission,
  meshServiceReadPermission,
} from '@meshport/plugin-mesh-common';
import {
  meshExtensionPoint,
  meshServiceResourceRef,
  meshServiceRules,
  sharedKinds,
  type Mesh,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';
import type { StoreConfig } from './config/metricsConfig';
import { readMeshConfig, type MeshConfig } from './config/readMeshConfig';
import { builtInMeshes } from './core/meshes';
import { exportRulesByMesh } from './core/meshes/exportRules';
import { queriesByMesh } from './core/metrics/queriesByMesh';
import { networkKinds } from './core/networks';
import { createAuthorize } from './http/authorize';
import { createRouter } from './http/router';
import { PollingCatalogIndex } from './io/catalog/PollingCatalogIndex';
import { systemClock as clock } from './io/clock';
import { KubernetesPluginClusterList } from './io/kube/ClusterList';
import type { ClusterSource } from './io/kube/ClusterSource';
import { KubernetesClusterSource } from './io/kube/KubernetesClusterSource';
import { KubernetesProxyTransport } from './io/kube/KubernetesProxyTransport';
import { proxyCacheWarning } from './io/kube/proxyCacheWarning';
import type { WatchTiming } from './io/kube/timing';
import { processUsage } from './io/processUsage';
import { describeStoreFault } from './io/prometheus/describeStoreFault';
import type { MetricsSource } from './io/prometheus/MetricsSource';
import { queuedByStore } from './io/prometheus/QueuedRanges';
import { PrometheusMetricsSource } from './io/prometheus/PrometheusMetricsSource';
import { announceChanges } from './service/announceChanges';
import { ClusterModels } from './service/ClusterModels';
import { MeshService } from './service/MeshService';
import { MetricsBook } from './service/MetricsBook';
import { MetricsPlaces } from './service/MetricsPlaces';
import { MetricsStore } from './service/MetricsStore';
import {
  observeParts,
  queryObserver,
  timedBuild,
} from './service/observability';
import { buildWith } from './service/buildWith';
import { PastCalls } from './service/PastCalls';
import { RangeCache } from './service/RangeCache';
import { refreshMetrics } from './service/refreshMetrics';
import { warnAboutClusterNames } from './service/warnAboutClusterNames';
import { type ObjectAccess, wireRequests } from './wireRequests';

/** What is watched, for whoever makes a {@link ClusterSource}. */
interface Watching {
  readonly kinds: readonly WatchedKind[];
  readonly keys: readonly string[];
}

/** Seams that tests replace; an installation has none. */
export interface MeshPluginOptions {
  readonly createClusterSource?: (watching: Watching) => ClusterSource;
  /** Of the watches of clusters, where no other source is given. */
  readonly timing?: Partial<WatchTiming>;
  readonly createMetricsSource?: (store: StoreConfig) => MetricsSource;
  readonly objectAccess?: ObjectAccess;
}

/** Our meshes and added ones; an id that is taken is a mistake of the installation. */
function allMeshes(added: readonly Mesh[]): Mesh[] {
  const meshes = [...builtInMeshes, ...added];
  const ids = meshes.map(({ id }) => id);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) {
    throw new Error(`Two meshes have the id ${twice}; ids must be unique`);
  }
  return meshes;
}

function registerPermissions(registry: PermissionsRegistryService): void {
  registry.addPermissions([meshPlatformReadPermission]);
  registry.addResourceType({
    resourceRef: meshServiceResourceRef,
    permissions: [meshServiceReadPermission, meshRequestCreatePermission],
    rules: Object.values(meshServiceRules),
  });
}

const deps = {
  auditor: coreServices.auditor,
  auth: coreServices.auth,
  catalog: catalogServiceRef,
  database: coreServices.database,
  discovery: coreServices.discovery,
  httpAuth: coreServices.httpAuth,
  httpRouter: coreServices.httpRouter,
  lifecycle: coreServices.lifecycle,
  logger: coreServices.logger,
  notifications: notificationService,
  ownMetrics: metricsServiceRef,
  permissions: coreServices.permissions,
  permissionsRegistry: coreServices.permissionsRegistry,
  rootConfig: coreServices.rootConfig,
  rootLifecycle: coreServices.rootLifecycle,
  signals: signalsServiceRef,
};

type Services = {
  [Name in keyof typeof deps]: (typeof deps)[Name]['T'];
};

function kubernetesClusters(
  services: Services,
  watching: Watching & Pick<MeshPluginOptions, 'timing'>,
) {
  return new KubernetesClusterSource({
    ...watching,
    transport: new KubernetesProxyTransport(services),
    clusterList: new KubernetesPluginClusterList({ ...services, clock }),
    clock,
    logger: services.logger,
  });
}

/** What the metrics stores say, and who asks them. */
function createMetrics(
  { logger, ownMetrics }: Pick<Services, 'logger' | 'ownMetrics'>,
  input: {
    config: MeshConfig;
    meshes: readonly Mesh[];
    models: ClusterModels;
    options: MeshPluginOptions;
  },
) {
  const { config, meshes, models, options } = input;
  const { stores, refreshSeconds, windowSeconds } = config.metrics;
  const queries = queriesByMesh(meshes);
  const book = new MetricsBook({ config, clock, queries });
  const places = new MetricsPlaces({ config, models });
  const faultOf = describeStoreFault;
  const observed = queryObserver(ownMetrics, { clock, faultOf });
  const sources = [...stores.values()].map(store => {
    const source =
      options.createMetricsSource?.(store) ??
      new PrometheusMetricsSource({ store, clock });
    return [store, observed(source)] as const;
  });
  const stop = new AbortController();
  const queued = queuedByStore(sources, clock);
  const ended = { clock, signal: stop.signal };
  const ranges = new RangeCache({ sources: queued, ...ended });
  const asked = sources.map(
    ([store, source]) =>
      new MetricsStore({
        config: store,
        source,
        faultOf,
        meshes,
        placesOf: one => places.of(one),
        windowSeconds,
        book,
        clock,
        logger,
      }),
  );
  const run = (signal: AbortSignal) => {
    signal.addEventListener('abort', () => stop.abort(), { once: true });
    return refreshMetrics({
      stores: asked,
      places,
      refreshSeconds,
      clock,
      signal,
    });
  };
  const placesOf = (store: StoreConfig) => places.of(store);
  const told = { ranges, faultOf, stores, meshes, placesOf };
  const pastCalls = new PastCalls({ ...told, ...ended });
  return { book, ranges, pastCalls, run };
}

/** The read side and what keeps it current. */
function createReadSide(
  services: Services,
  input: { meshes: readonly Mesh[]; options: MeshPluginOptions },
) {
  const { logger, rootConfig, ownMetrics } = services;
  const { meshes, options } = input;
  const config = readMeshConfig(
    rootConfig,
    meshes.map(({ id }) => id),
  );
  const watching: Watching = {
    kinds: [
      ...sharedKinds,
      ...networkKinds,
      ...meshes.flatMap(({ kinds }) => kinds),
    ],
    keys: [config.ownershipKey, ...meshes.flatMap(({ keys }) => keys)],
  };
  const source =
    options.createClusterSource?.(watching) ??
    kubernetesClusters(services, { ...watching, timing: options.timing });
  const build = timedBuild(buildWith(meshes, config, clock), {
    metrics: ownMetrics,
    clock,
  });
  const models = new ClusterModels({ source, build, clock, logger });
  const catalog = new PollingCatalogIndex({ ...services, clock });
  const metrics = createMetrics(services, { config, models, ...input });
  observeParts(ownMetrics, { source, models, book: metrics.book, clock });
  const leak = proxyCacheWarning(rootConfig);
  if (leak) logger.warn(leak.message);
  const warnings = leak ? [leak] : [];
  const reads = new MeshService({
    config,
    models,
    catalog,
    upkeep: { source, processUsage, warnings, metrics: metrics.book },
    clock,
    metrics: metrics.book,
    ranges: metrics.ranges,
    pastCalls: metrics.pastCalls,
    faultOf: describeStoreFault,
    exportRules: exportRulesByMesh(meshes),
    codeVersion: randomUUID(),
  });
  warnAboutClusterNames({ config, models, logger });
  return { config, source, models, catalog, metrics, reads };
}

/** Starts what runs beside the requests, and ends it with the backend. */
function runWithBackend(
  { rootLifecycle, lifecycle, logger, signals }: Services,
  { models, catalog, metrics, reads }: ReturnType<typeof createReadSide>,
  requests: Awaited<ReturnType<typeof wireRequests>>,
): void {
  const stop = new AbortController();
  const { signal } = stop;
  let running: Promise<unknown> = Promise.resolve();
  // Not before: until then nobody answers on the addresses of other plugins.
  rootLifecycle.addStartupHook(() => {
    reads.keepReady(signal);
    const subscribe = reads.subscribe.bind(reads);
    running = Promise.all([
      announceChanges({ subscribe, signals, clock, logger, signal }),
      catalog.run(signal),
      models.run(signal),
      metrics.run(signal),
      reads.followTraffic(signal),
      requests.run(signal),
    ]).catch(error => {
      logger.error('Reading clusters stopped', {
        cause: error instanceof Error ? `${error.stack}` : `${error}`,
      });
    });
  });
  lifecycle.addShutdownHook(async () => {
    stop.abort();
    await running;
  });
}

/** The plugin, with seams for tests. */
export function createMeshPlugin(options: MeshPluginOptions = {}) {
  return createBackendPlugin({
    pluginId: 'mesh',
    register(env) {
      const added: Mesh[] = [];
      env.registerExtensionPoint(meshExtensionPoint, {
        addMesh: mesh => added.push(mesh),
      });
      env.registerInit({
        deps,
        async init(services) {
          const meshes = allMeshes(added);
          const readSide = createReadSide(services, { meshes, options });
          registerPermissions(services.permissionsRegistry);
          const access = options.objectAccess;
          const requests = await wireRequests(services, { readSide, access });
          const authorize = createAuthorize(services);
          const { httpAuth } = services;
          const { reads } = readSide;
          services.httpRouter.use(createRouter({ reads, httpAuth, authorize }));
          services.httpRouter.use(requests.router);
          runWithBackend(services, readSide, requests);
        },
      });
    },
  });
}

/** Backend plugin `mesh`: service mesh state of all clusters. */
export const meshPlugin = createMeshPlugin();
