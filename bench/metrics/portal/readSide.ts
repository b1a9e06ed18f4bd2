import type { StoreConfig } from '../../../plugins/mesh-backend/src/config/metricsConfig';
import { builtInMeshes } from '../../../plugins/mesh-backend/src/core/meshes';
import { queriesByMesh } from '../../../plugins/mesh-backend/src/core/metrics/queriesByMesh';
import { InMemoryCatalogIndex } from '../../../plugins/mesh-backend/src/io/catalog/InMemoryCatalogIndex';
import { systemClock as clock } from '../../../plugins/mesh-backend/src/io/clock';
import { processUsage } from '../../../plugins/mesh-backend/src/io/processUsage';
import { describeStoreFault } from '../../../plugins/mesh-backend/src/io/prometheus/describeStoreFault';
import { PrometheusMetricsSource } from '../../../plugins/mesh-backend/src/io/prometheus/PrometheusMetricsSource';
import type { PublishedCluster } from '../../../plugins/mesh-backend/src/service/ClusterModels';
import { MeshService } from '../../../plugins/mesh-backend/src/service/MeshService';
import { MetricsBook } from '../../../plugins/mesh-backend/src/service/MetricsBook';
import { MetricsStore } from '../../../plugins/mesh-backend/src/service/MetricsStore';
import { MetricsPlaces } from '../../../plugins/mesh-backend/src/service/MetricsPlaces';
import { PastCalls } from '../../../plugins/mesh-backend/src/service/PastCalls';
import { RangeCache } from '../../../plugins/mesh-backend/src/service/RangeCache';
import { refreshMetrics } from '../../../plugins/mesh-backend/src/service/refreshMetrics';
import type { StubWorld } from '../stub/StubWorld.ts';
import { configOf, entitiesOf } from './world.ts';

const quiet = () => undefined;
const logger = {
  ...{ debug: quiet, info: quiet },
  warn: (message: string, fields?: object) =>
    process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  error: (message: string, fields?: object) =>
    process.stderr.write(`${message} ${JSON.stringify(fields)}\n`),
  child: () => logger,
};

/** The plugin's own parts as it wires them, without Backstage and without clusters to watch. */
export function createReadSide(input: {
  world: StubWorld;
  clusters: readonly PublishedCluster[];
  /** Of the stores; without it there are none. */
  url?: string;
}) {
  const { world, clusters, url } = input;
  const config = configOf(world, url);
  const catalog = new InMemoryCatalogIndex();
  const book = new MetricsBook({
    ...{ config, clock },
    queries: queriesByMesh(builtInMeshes),
  });
  const models = {
    published: () => clusters,
    subscribe: () => () => undefined,
  };
  const faultOf = describeStoreFault;
  const places = new MetricsPlaces({ config, models });
  const placesOf = (store: StoreConfig) => places.of(store);
  const { stores, windowSeconds } = config.metrics;
  const asked = [...stores.values()].map(
    store =>
      new MetricsStore({
        ...{ config: store, meshes: builtInMeshes, windowSeconds },
        ...{ book, clock, logger, faultOf },
        source: new PrometheusMetricsSource({ store, clock }),
        placesOf,
      }),
  );
  const stop = new AbortController();
  const { signal } = stop;
  const ranges = new RangeCache({ sources: new Map(), clock, signal });
  const told = { ranges, faultOf, stores, meshes: builtInMeshes, placesOf };
  const reads = new MeshService({
    ...{ config, models, catalog, clock, faultOf, ranges },
    metrics: book,
    pastCalls: new PastCalls({ ...told, clock, signal }),
    upkeep: {
      source: { clusters: () => [], listFailure: () => undefined },
      ...{ processUsage, warnings: [], metrics: book },
    },
    codeVersion: 'bench',
  });
  const entities = entitiesOf(world);
  catalog.set(entities);
  const { refreshSeconds } = config.metrics;
  const run = () => {
    const asking = { stores: asked, places, refreshSeconds, clock, signal };
    return Promise.all([refreshMetrics(asking), reads.followTraffic(signal)]);
  };
  return { reads, entities, run, stop: () => stop.abort() };
}
