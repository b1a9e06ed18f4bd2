import { ConfigReader } from '@backstage/config';
import { mockServices } from '@backstage/backend-test-utils';
import { readMeshConfig } from '../config/readMeshConfig';
import { queriesByMesh } from '../core/metrics/queriesByMesh';
import { storePlaces } from '../core/metrics/storePlaces';
import { InMemoryCatalogIndex } from '../io/catalog/InMemoryCatalogIndex';
import { FakeClock } from '../io/FakeClock';
import { describeStoreFault } from '../io/prometheus/describeStoreFault';
import { InMemoryMetricsSource } from '../io/prometheus/InMemoryMetricsSource';
import { aCountingMesh } from '../testing/metricsBuilders';
import { aModel, aServiceModel } from '../testing/modelBuilders';
import { MeshService } from './MeshService';
import { MetricsBook } from './MetricsBook';
import { MetricsStore } from './MetricsStore';
import { PastCalls } from './PastCalls';
import { RangeCache } from './RangeCache';
import { refreshMetrics } from './refreshMetrics';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
/** Of the default configuration. */
const REFRESH = 15 * SECOND;

const EVERYBODY = { mayRead: () => true, readsAll: true };
const CART = { set: 'all', namespace: 'shop', name: 'cart' };

const ANSWERS: Readonly<Record<string, readonly [object, number]>> = {
  count: [{ __name__: 'requests_total', cluster: 'west' }, 1],
  requests_total: [{ cluster: 'west', namespace: 'shop', service: 'cart' }, 10],
};

/** One cluster, one service that is called, and one store, from its answers to the page. */
function start() {
  const clock = new FakeClock();
  const stop = new AbortController();
  const { signal } = stop;
  const stores = { main: { url: 'http://prometheus.example' } };
  const config = readMeshConfig(
    new ConfigReader({ mesh: { metrics: { stores } } }),
    [],
  );
  const source = new InMemoryMetricsSource('main', clock);
  let isDown = false;
  source.respond(query => {
    if (isDown) return 'unreachable';
    const [, answer] =
      Object.entries(ANSWERS).find(([name]) => query.startsWith(name)) ?? [];
    return (
      answer && { samples: [{ labels: { ...answer[0] }, value: answer[1] }] }
    );
  });
  const meshes = [aCountingMesh()];
  const book = new MetricsBook({
    config,
    clock,
    queries: queriesByMesh(meshes),
  });
  const clusters = [{ name: 'west', set: 'all', aliases: {} }];
  const asking = {
    ...{ faultOf: describeStoreFault, meshes, clock },
    placesOf: () => storePlaces({ clusters, isServed: () => true }),
  };
  const { windowSeconds, refreshSeconds } = config.metrics;
  const refreshed = [...config.metrics.stores.values()].map(
    store =>
      new MetricsStore({
        ...{ config: store, source, windowSeconds, book, ...asking },
        logger: mockServices.logger.mock(),
      }),
  );
  const published = [
    {
      name: 'west',
      reachability: { status: 'live' as const },
      model: aModel({ services: [aServiceModel()] }),
      hash: '1',
    },
  ];
  const ranges = new RangeCache({
    sources: new Map([['main', source]]),
    ...{ clock, signal },
  });
  const service = new MeshService({
    ...{ config, clock, ranges, metrics: book, faultOf: describeStoreFault },
    models: { published: () => published, subscribe: () => () => undefined },
    catalog: new InMemoryCatalogIndex(),
    upkeep: {
      source: { clusters: () => [], listFailure: () => undefined },
      processUsage: () => ({
        ...{ residentBytes: 2, heapUsedBytes: 1 },
        startedAt: '2026-01-01T00:00:00.000Z',
      }),
      warnings: [],
      metrics: book,
    },
    pastCalls: new PastCalls({
      ...{ ranges, stores: config.metrics.stores, signal, ...asking },
    }),
    codeVersion: '1',
  });
  const places = { subscribe: () => () => undefined };
  const running = [
    refreshMetrics({
      stores: refreshed,
      places,
      refreshSeconds,
      clock,
      signal,
    }),
    service.followTraffic(signal),
  ];
  return {
    clock,
    down: (down: boolean) => {
      isDown = down;
    },
    stop: () => {
      stop.abort();
      return Promise.allSettled(running);
    },
    cart() {
      const found = service.getService({
        params: CART,
        query: {},
        reader: EVERYBODY,
      });
      if (!found) throw new Error('There is no cart');
      return found.service;
    },
  };
}

describe('a metrics store that answers nothing any more', () => {
  let world: ReturnType<typeof start>;

  beforeEach(async () => {
    world = start();
    await world.clock.advance(2 * REFRESH);
  });

  afterEach(() => world.stop());

  it('leaves the last numbers with their age for five minutes, then nothing is known until it is back', async () => {
    const { clock, cart, down } = world;
    const before = cart();
    expect(before).toMatchObject({
      health: 'healthy',
      golden: { state: 'ok', requestRate: 10 },
    });
    const { at } = before.golden;
    expect(clock.now() - Date.parse(at ?? '')).toBeLessThanOrEqual(REFRESH);

    down(true);
    await clock.advance(2 * REFRESH);
    expect(cart()).toMatchObject({
      health: 'healthy',
      golden: { state: 'stale', requestRate: 10, at },
    });

    const fiveMinutes = Date.parse(at ?? '') + 5 * MINUTE;
    await clock.advance(fiveMinutes - clock.now() - REFRESH);
    expect(cart()).toMatchObject({ health: 'healthy', golden: { at } });

    // A change is told when it has held for two refreshes.
    await clock.advance(4 * REFRESH);
    const silent = cart();
    expect(silent.health).toBe('unknown');
    expect(silent.golden.state).toBe('unavailable');
    expect(silent.golden).not.toHaveProperty('successRatio');
    expect(silent.healthReasons).toHaveLength(1);

    down(false);
    await clock.advance(3 * REFRESH);
    expect(cart()).toMatchObject({
      health: 'healthy',
      golden: { state: 'ok', requestRate: 10 },
    });
    expect(Date.parse(cart().golden.at ?? '')).toBeGreaterThan(fiveMinutes);
  });
});
