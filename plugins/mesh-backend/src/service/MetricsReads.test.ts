import { metricsAnswerSchema, text } from '@meshport/plugin-mesh-common';
import type { TargetQueries } from '@meshport/plugin-mesh-node';
import { NO_METRICS } from '../core/metrics/MetricsState';
import type { AskedSpan } from '../core/metrics/metricsSpan';
import { buildWorld } from '../core/views/buildWorld';
import type { World } from '../core/views/World';
import { aCluster, aModel, aServiceModel } from '../testing/modelBuilders';
import {
  aMetricsState,
  anObservation,
  aStore,
  aTick,
  someTraffic,
  TICK_AT,
} from '../testing/trafficBuilders';
import type { RangeQuestion } from './MetricsFeed';
import { MetricsReads } from './MetricsReads';
import { TrafficHistory } from './TrafficHistory';

const SERVICE = 'live/shop/cart';

function worldOf(...clusters: string[]): World {
  return buildWorld({
    sets: [{ name: 'live', title: 'Live' }],
    clusters: clusters.map(name =>
      aCluster({
        name,
        model: aModel({ cluster: name, services: [aServiceModel()] }),
      }),
    ),
    systems: [],
    matches: [],
  });
}

/** Queries that name what they ask for: `requests west`. */
const queries = new Map([
  [
    'istio',
    {
      queries: [],
      totals: [],
      series: [],
      forService: ({ cluster }: { cluster: string }): TargetQueries => ({
        requestRate: `requests ${cluster}`,
        failureRate: `failures ${cluster}`,
        successRatio: `ratio ${cluster}`,
        quantile: q => `q${q} ${cluster}`,
        requestRateByVersion: `versions ${cluster}`,
        failureRateByVersion: `version-failures ${cluster}`,
        connectionRate: `connections ${cluster}`,
      }),
    },
  ],
]);

type Values = Record<string, number | { labels: object; value: number }[]>;

function setUp(
  options: {
    clusters?: string[];
    values?: Values;
    /** Clusters of which no store has the numbers. */
    without?: string[];
  } = {},
) {
  const { clusters = ['west', 'east'], values = {}, without = [] } = options;
  const world = worldOf(...clusters);
  const tick = aTick(
    clusters.map(cluster => anObservation({ to: { cluster } })),
  );
  const scope = { windowSeconds: 300, matchers: [], isNative: () => false };
  const main = aStore({ tick, scope, publicUrl: 'http://p' });
  const storeOf = (cluster: string) =>
    without.includes(cluster) ? undefined : 'main';
  const state = aMetricsState([main], { queries, storeOf });
  const asked: RangeQuestion[] = [];
  let fault: string | undefined;
  const reads = new MetricsReads({
    history: new TrafficHistory(15),
    links: new Map([['kiali', 'https://kiali.example']]),
    faultOf: store => ({ reason: text('store.own-fault', { store }) }),
    ranges: {
      async range(question) {
        asked.push(question);
        if (fault) throw new Error(fault);
        const given = values[question.query] ?? [];
        const lines =
          typeof given === 'number' ? [{ labels: {}, value: given }] : given;
        const times: number[] = [];
        for (let at = question.from; at <= question.to; ) {
          times.push(at / 1000);
          at += question.stepSeconds * 1000;
        }
        return {
          series: lines.map(({ labels, value }) => ({
            labels: labels as Record<string, string>,
            points: times.map(time => [time, value] as const),
          })),
          warnings: [],
          isPartial: false,
          bytes: 0,
        };
      },
    },
  });
  const traffic = someTraffic(world, { state });
  const ask = async (span: AskedSpan, readsAll = true) => {
    const service = world.services.get(SERVICE);
    const answer = await reads.answer(world, {
      services: service ? [service] : [],
      hidden: 0,
      span,
      reader: { mayRead: () => true, readsAll },
      traffic,
    });
    return metricsAnswerSchema.strict().parse(answer);
  };
  return {
    ask,
    asked,
    reads,
    world,
    fail: (message: string) => {
      fault = message;
    },
  };
}

describe('charts', () => {
  it.each(['15m', '1h'])('of %s ask nobody', async window => {
    const { ask, asked } = setUp();
    const { services, times, stepSeconds } = await ask({ window });
    expect(asked).toEqual([]);
    expect(stepSeconds).toBe(15);
    expect(times[times.length - 1]).toBe(TICK_AT / 1000);
    expect(services[0].golden).toMatchObject({ requestRate: 20 });
  });

  it('say what to add where no store is configured', async () => {
    const { reads, world } = setUp();
    const service = world.services.get(SERVICE);
    const answer = await reads.answer(world, {
      services: service ? [service] : [],
      hidden: 0,
      span: { window: '24h' },
      reader: { mayRead: () => true, readsAll: true },
      traffic: someTraffic(world, { state: NO_METRICS }),
    });
    expect(answer.setup).toContain('stores:');
    expect(answer.times).toEqual([]);
    expect(answer.services[0].golden.state).toBe('not-configured');
  });

  it('of longer windows ask the store, at times that others ask for, too', async () => {
    const { ask, asked } = setUp({
      clusters: ['west'],
      values: {
        'requests west': 10,
        'failures west': 1,
        'q0.99 west': 250,
      },
    });
    const { services, times } = await ask({ window: '6h' });
    const [{ series }] = services;
    expect(times).toHaveLength(180);
    expect(series.map(({ scope, cluster }) => [scope, cluster])).toEqual([
      ['service', undefined],
      ['instance', 'west'],
    ]);
    const [{ points }] = series;
    expect(points.requestRate?.every(value => value === 10)).toBe(true);
    expect(points.successRatio?.[0]).toBe(0.9);
    expect(points.p99Ms?.[0]).toBe(250);
    expect(points.p50Ms).toBeUndefined();
    expect(new Set(asked.map(({ from }) => from % 120_000))).toEqual(
      new Set([0]),
    );
  });

  it('have full success where requests came and none failed', async () => {
    const { ask } = setUp({
      clusters: ['west'],
      values: { 'requests west': 10 },
    });
    const { services } = await ask({ window: '3h' });
    expect(services[0].series[0].points.successRatio?.[0]).toBe(1);
  });

  it('have no success without requests', async () => {
    const { ask } = setUp({
      clusters: ['west'],
      values: { 'requests west': 0 },
    });
    const { services } = await ask({ window: '3h' });
    expect(services[0].series[0].points).toEqual({
      requestRate: expect.arrayContaining([0]),
    });
  });

  it('add clusters up, and say that their latency cannot be', async () => {
    const { ask } = setUp({
      values: {
        'requests west': 10,
        'requests east': 30,
        'failures east': 4,
        'q0.99 west': 100,
        'q0.99 east': 300,
      },
    });
    const { services, notes } = await ask({ window: '12h' });
    const [whole, west] = services[0].series;
    expect(whole.points.requestRate?.[0]).toBe(40);
    expect(whole.points.successRatio?.[0]).toBe(0.9);
    expect(whole.points.p99Ms).toBeUndefined();
    expect(west.points.p99Ms?.[0]).toBe(100);
    expect(notes.map(({ id }) => id)).toEqual(['series.no-joint-latency']);
  });

  it('say which clusters are not in the sum, as no store has their numbers', async () => {
    const { ask } = setUp({
      values: { 'requests west': 10 },
      without: ['east'],
    });
    const { services, notes } = await ask({ window: '12h' });
    expect(services[0].series[0].points.requestRate?.[0]).toBe(10);
    expect(notes).toEqual([text('series.without-store', { clusters: 'east' })]);
  });

  it('compare versions where there are several', async () => {
    const { ask } = setUp({
      clusters: ['west'],
      values: {
        'requests west': 10,
        'versions west': [
          { labels: { version: 'v1' }, value: 8 },
          { labels: { version: 'v2' }, value: 2 },
        ],
        'version-failures west': [{ labels: { version: 'v2' }, value: 1 }],
      },
    });
    const { services } = await ask({ window: '3h' });
    const versions = services[0].series.filter(
      ({ scope }) => scope === 'version',
    );
    expect(
      versions.map(({ version, points }) => [
        version,
        points.requestRate?.[0],
        points.successRatio?.[0],
      ]),
    ).toEqual([
      ['v1', 8, 1],
      ['v2', 2, 0.5],
    ]);
  });

  it('of the past tell numbers and health as they were then', async () => {
    const { ask } = setUp({
      clusters: ['west'],
      values: {
        'requests west': 10,
        'failures west': 5,
        'q0.5 west': 1,
        'q0.95 west': 2,
        'q0.99 west': 3,
      },
    });
    const at = '2026-11-14T06:00:00.000Z';
    const { services } = await ask({ window: '15m', at });
    expect(services[0]).toMatchObject({
      health: 'failing',
      healthReasons: [{ id: 'health.errors.default' }],
      golden: {
        state: 'ok',
        at,
        requestRate: 10,
        successRatio: 0.5,
        latencyMs: { p50: 1, p95: 2, p99: 3 },
      },
      instances: [],
      budget: [],
    });
  });

  describe('of a store that does not answer', () => {
    it('say so, show what is remembered, and ask no second time', async () => {
      const { ask, asked, fail } = setUp();
      fail('down');
      const { services, notes } = await ask({ window: '24h' });
      expect(notes).toEqual([text('store.own-fault', { store: 'main' })]);
      expect(services[0].golden).toMatchObject({ requestRate: 20 });
      expect(asked).toHaveLength(1);
    });

    it('know nothing of the past', async () => {
      const { ask, fail } = setUp();
      fail('down');
      const at = '2026-11-14T06:00:00.000Z';
      const { services } = await ask({ window: '1h', at });
      expect(services[0]).toMatchObject({
        health: 'unknown',
        golden: { state: 'unavailable', reason: { id: 'store.own-fault' } },
      });
    });
  });

  it('come with PromQL and links of every cluster', async () => {
    const { services } = await setUp().ask({ window: '1h' });
    expect(services[0].queries).toEqual(
      ['west', 'east'].map(cluster => ({
        cluster,
        mesh: 'istio',
        store: 'http://p',
        requestRate: `requests ${cluster}`,
        successRatio: `ratio ${cluster}`,
        latency: `q0.99 ${cluster}`,
        tcp: `connections ${cluster}`,
      })),
    );
    expect(
      services[0].links.map(({ tool, cluster }) => [tool, cluster]),
    ).toEqual([
      ['kiali', 'west'],
      ['kiali', 'east'],
    ]);
  });
});
