import { meshServiceConditions } from '@meshport/plugin-mesh-node';
import { aNamespace } from '@meshport/plugin-mesh-node/testing';
import { anApp, anEntity } from './__testUtils__/apps';
import {
  aCountingStore,
  counted,
  countingMeshModule,
} from './__testUtils__/countingMesh';
import { ALLOW, DENY, startMesh, when } from './__testUtils__/startMesh';
import type { InMemoryMetricsSource } from './io/prometheus/InMemoryMetricsSource';
import { eventually } from './testing/eventually';

const CART = { set: 'live', namespace: 'shop', name: 'cart' };
const ENTITY = { kind: 'component', namespace: 'default', name: 'cart' };

/** The store is asked every five seconds. */
jest.setTimeout(30_000);

async function startShop() {
  let store: InMemoryMetricsSource | undefined;
  const mesh = await startMesh({
    mesh: {
      clusterSets: [{ name: 'live', clusters: ['west', 'east'] }],
      metrics: {
        stores: { main: { url: 'http://store', clusterLabel: 'cluster' } },
        refresh: { seconds: 5 },
      },
    },
    entities: [
      anEntity('cart', {
        annotations: {
          'meshport.io/services': 'shop/cart',
          'meshport.io/objective-success': '99.5',
        },
      }),
    ],
    clusters: source => {
      for (const cluster of ['west', 'east']) {
        source
          .add(cluster)
          .apply(
            aNamespace({ name: 'shop' }),
            ...anApp('shop', 'cart'),
            ...anApp('shop', 'stock'),
            ...anApp('shop', 'quiet'),
          );
      }
    },
    features: [countingMeshModule],
    metricsSource: () => {
      store = aCountingStore(
        () => [
          counted('west', 'shop/cart', [10]),
          counted('east', 'shop/cart', [10, 0.01]),
          counted('west', 'shop/stock', [40, 0.5]),
          counted('east', 'shop/stock', [2]),
          counted('west', 'shop/quiet', [0]),
          counted('east', 'shop/quiet', [0]),
        ],
        () => Date.now(),
      );
      return store;
    },
  });
  await eventually(async () => {
    const { items } = await mesh.client.listServices({ params: {} });
    const isCounted = items.some(({ health }) => health === 'failing');
    const isMatched = items.some(({ owners }) => owners.length > 0);
    return isCounted && isMatched ? true : undefined;
  });
  return { ...mesh, store: () => store };
}

describe('traffic in answers', () => {
  let mesh: Awaited<ReturnType<typeof startShop>>;

  beforeAll(async () => {
    mesh = await startShop();
  });

  beforeEach(() => mesh.decide(ALLOW));

  const inEast = when(meshServiceConditions.inCluster({ clusters: ['east'] }));

  it('is that of all clusters of a service, held to what its entity asks for', async () => {
    const { services } = await mesh.client.getEntity({ params: ENTITY });
    expect(services[0]).toMatchObject({
      health: 'healthy',
      objectives: { successRatio: { value: 0.995, from: 'annotation' } },
      golden: { state: 'ok', requestRate: 20, successRatio: 0.995 },
      instances: [
        { cluster: 'west', golden: { requestRate: 10, successRatio: 1 } },
        { cluster: 'east', golden: { requestRate: 10, successRatio: 0.99 } },
      ],
    });
  });

  it('is only that of the clusters that the reader sees', async () => {
    mesh.decide(inEast);
    const { services } = await mesh.client.getEntity({ params: ENTITY });
    expect(services[0]).toMatchObject({
      health: 'degraded',
      hiddenInstances: 1,
      golden: { requestRate: 10, successRatio: 0.99 },
      instances: [{ cluster: 'east', health: 'degraded' }],
    });
    const { services: charts } = await mesh.client.getEntityMetrics({
      params: ENTITY,
    });
    const [{ golden, instances, series, budget }] = charts;
    expect(golden.requestRate).toBe(10);
    expect(instances.map(({ cluster }) => cluster)).toEqual(['east']);
    expect(series.map(({ cluster }) => cluster)).toEqual([undefined, 'east']);
    expect(budget.map(({ requests, hours }) => requests / hours)).toEqual(
      budget.map(() => 36_000),
    );
    const rates = series.flatMap(({ points }) => points.requestRate ?? []);
    expect(rates.filter(rate => rate !== null && rate !== 10)).toEqual([]);
  });

  it('has no success where there is no traffic', async () => {
    const params = { ...CART, name: 'quiet' };
    const { service } = await mesh.client.getService({ params });
    expect(service).toMatchObject({
      health: 'idle',
      golden: { state: 'no-traffic', requestRate: 0 },
    });
    expect(JSON.stringify(service)).not.toMatch(/successRatio":[01]|latencyMs/);
  });

  it.each([
    [{ health: ['failing' as const] }, ['stock']],
    [{ health: ['healthy' as const, 'idle' as const] }, ['cart', 'quiet']],
    [{ sort: 'health' as const }, ['stock', 'cart', 'quiet']],
    [
      { sort: 'rate' as const, order: 'desc' as const },
      ['stock', 'cart', 'quiet'],
    ],
    [{ sort: 'success' as const }, ['stock', 'cart', 'quiet']],
  ])('chooses and sorts rows by %j', async (query, names) => {
    const { items } = await mesh.client.listServices({ params: {}, query });
    expect(items.map(({ name }) => name)).toEqual(names);
  });

  it('is sorted and chosen by what the reader sees alone', async () => {
    mesh.decide(inEast);
    const list = async (query: object) =>
      (await mesh.client.listServices({ params: {}, query })).items.map(
        ({ name, health }) => `${name} ${health}`,
      );
    expect(await list({ sort: 'rate', order: 'desc' })).toEqual([
      'cart degraded',
      'stock healthy',
      'quiet idle',
    ]);
    expect(await list({ health: ['failing'] })).toEqual([]);
  });

  it('goes on over pages in the order of a number', async () => {
    const query = { sort: 'p99' as const, order: 'desc' as const, limit: 1 };
    const names: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined; ) {
      const page = await mesh.client.listServices({
        params: {},
        query: cursor ? { ...query, cursor } : query,
      });
      names.push(...page.items.map(({ name }) => name));
      cursor = page.nextCursor;
    }
    expect(names).toEqual(['cart', 'stock', 'quiet']);
  });

  it('asks no store for what is remembered, and once for what everybody asks', async () => {
    const store = mesh.store();
    const asked = () =>
      store?.asked.filter(query => query.startsWith('requests of ')).length;
    const charts = (window: '1h' | '24h') =>
      mesh.client.getServiceMetrics({ params: CART, query: { window } });
    await charts('1h');
    expect(asked()).toBe(0);
    await Promise.all([charts('24h'), charts('24h'), charts('24h')]);
    expect(asked()).toBe(2);
  });

  it('has another tag when the numbers are others', async () => {
    const path = '/v1/services/live/shop/cart';
    const clusters = await mesh.get('/v1/clusters');
    const tag = clusters.headers.get('etag') ?? '';
    const tags = new Set<string | null>();
    await eventually(async () => {
      tags.add((await mesh.get(path)).headers.get('etag'));
      return tags.size > 1 ? true : undefined;
    });
    const again = await mesh.get('/v1/clusters', { 'If-None-Match': tag });
    expect(again.status).toBe(304);
  });

  it('is told to nobody who may not see the service', async () => {
    mesh.decide(DENY);
    const path = '/v1/services/live/shop/cart/metrics';
    expect((await mesh.get(path)).status).toBe(404);
    mesh.decide(when(meshServiceConditions.inSet({ sets: ['none'] })));
    expect((await mesh.get(path)).status).toBe(404);
    expect(
      (await mesh.get('/v1/entities/component/default/cart/metrics')).status,
    ).toBe(404);
  });

  it.each([
    ['window=2h', 'query.window'],
    ['step=1', 'query.step'],
    ['at=yesterday', 'query.at'],
  ])('refuses %s by name', async (query, name) => {
    const answer = await mesh.get(
      `/v1/services/live/shop/cart/metrics?${query}`,
    );
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain(name);
  });
});
