import { mockServices } from '@backstage/backend-test-utils';
import type { Mesh, MetricSample } from '@meshport/plugin-mesh-node';
import { metricsConfig, type StoreConfig } from '../config/metricsConfig';
import { storePlaces } from '../core/metrics/storePlaces';
import { FakeClock } from '../io/FakeClock';
import { describeStoreFault } from '../io/prometheus/describeStoreFault';
import { InMemoryMetricsSource } from '../io/prometheus/InMemoryMetricsSource';
import {
  aCountingMesh,
  aMetricQuery,
  aSeriesQuery,
  aStore,
} from '../testing/metricsBuilders';
import { MetricsBook } from './MetricsBook';
import { MetricsStore } from './MetricsStore';
import { refreshMetrics } from './refreshMetrics';

const REQUESTS = 'requests_total{}[300s]';

function known(...metrics: string[]): MetricSample[] {
  return metrics.flatMap(__name__ =>
    ['west', 'east'].map(cluster => ({
      labels: { __name__, cluster },
      value: 1,
    })),
  );
}

function aSample(cluster: string, service: string, value: number) {
  return { labels: { cluster, namespace: 'shop', service }, value };
}

const isProbe = (query: string) => query.startsWith('count by (__name__');

interface Options {
  readonly mesh?: Mesh;
  readonly config?: Partial<StoreConfig>;
  readonly metrics?: readonly string[];
}

/** One store with series of `metrics`, and what watches it. */
function start({ mesh = aCountingMesh(), ...options }: Options = {}) {
  const clock = new FakeClock();
  const config = aStore(options.config);
  const source = new InMemoryMetricsSource('main', clock);
  const { metrics = ['requests_total'] } = options;
  source.respond(query =>
    isProbe(query) ? { samples: known(...metrics) } : undefined,
  );
  const book = new MetricsBook({
    clock,
    queries: new Map(),
    config: {
      metrics: metricsConfig({ stores: { main: { url: config.url } } }),
      clusters: new Map(),
    },
  });
  const logger = mockServices.logger.mock();
  const clusters = ['west', 'east'].map(name => ({
    name,
    set: 'live',
    aliases: {},
  }));
  const store = new MetricsStore({
    config,
    source,
    faultOf: describeStoreFault,
    meshes: [mesh],
    placesOf: ({ clusterLabel }) =>
      storePlaces({ clusters, isServed: () => true, clusterLabel }),
    windowSeconds: 300,
    book,
    clock,
    logger,
  });
  const stop = new AbortController();
  return {
    clock,
    source,
    book,
    logger,
    stop,
    refresh: () => store.refresh(stop.signal),
    run: () =>
      refreshMetrics({
        stores: [store],
        places: { subscribe: () => () => undefined },
        refreshSeconds: 15,
        clock,
        signal: stop.signal,
      }),
    state() {
      const state = book.state().stores.get('main');
      if (!state) throw new Error('The store is not there');
      return state;
    },
  };
}

function requestsBy(state: ReturnType<ReturnType<typeof start>['state']>) {
  return Object.fromEntries(
    (state.tick?.observations ?? []).map(({ to, calls }) => [
      `${to.cluster}/${to.service}`,
      calls.requests,
    ]),
  );
}

const CART = {
  samples: [aSample('west', 'cart', 2), aSample('east', 'cart', 1)],
};

describe('MetricsStore', () => {
  it('publishes what the store says, with what it cost', async () => {
    const { source, refresh, state, book, clock } = start();
    source.answer(REQUESTS, { ...CART, bytes: 1000 });
    await refresh();
    expect(requestsBy(state())).toEqual({ 'west/cart': 2, 'east/cart': 1 });
    expect(state()).toMatchObject({
      receivedAt: clock.now(),
      fault: undefined,
      tick: { at: clock.now(), windowSeconds: 300, notes: [], failed: [] },
      scope: { windowSeconds: 300, clusterLabel: 'cluster' },
    });
    expect(book.reports().get('main')).toEqual({
      at: clock.now(),
      milliseconds: 0,
      queries: 4,
      bytes: 1300,
      clockSkewMilliseconds: 0,
    });
  });

  it('asks for what the store has only, and looks every five minutes', async () => {
    const { source, refresh, clock } = start({ metrics: ['other'] });
    await refresh();
    expect(source.asked).not.toContain(REQUESTS);
    source.respond(query =>
      isProbe(query) ? { samples: known('requests_total') } : undefined,
    );
    await clock.advance(4 * 60_000);
    await refresh();
    expect(source.asked).not.toContain(REQUESTS);
    await clock.advance(60_000);
    await refresh();
    expect(source.asked).toContain(REQUESTS);
  });

  it('names what two replicas count twice', async () => {
    const { source, refresh, state } = start();
    source.answer(REQUESTS, CART).respond(query => {
      if (isProbe(query)) return { samples: known('requests_total') };
      const up = ['a', 'b'].map(replica => ({
        labels: { __name__: 'up', job: 'proxies', replica },
        value: 1,
      }));
      return query.startsWith('up') ? { samples: up } : undefined;
    });
    await refresh();
    expect(state().tick?.notes).toMatchObject([
      {
        id: 'store-note.doubled',
        params: { label: 'replica', values: 'a, b', matcher: 'replica="a"' },
      },
    ]);
  });

  it('has its numbers, too, where it is not known whether they are doubled', async () => {
    const { source, refresh, state } = start();
    source.answer(REQUESTS, CART).respond(query => {
      if (isProbe(query)) return { samples: known('requests_total') };
      return query.startsWith('up') ? 'rejected' : undefined;
    });
    await refresh();
    expect(requestsBy(state())).toEqual({ 'west/cart': 2, 'east/cart': 1 });
  });

  it('evaluates by the clock of the store, and says that it differs', async () => {
    const { source, refresh, state, clock } = start();
    source.answer(REQUESTS, CART).skewMilliseconds = -120_000;
    await refresh();
    expect(requestsBy(state())).toEqual({ 'west/cart': 2, 'east/cart': 1 });
    expect(state().tick).toMatchObject({
      at: clock.now() - 120_000,
      notes: [{ id: 'store-note.clock', params: { seconds: 120 } }],
    });
  });

  it.each([
    ['unreachable', 'store.unreachable'],
    ['credentials', 'store.credentials'],
    ['forbidden', 'store.forbidden'],
    ['garbled', 'store.garbled'],
    ['failed', 'store.failed'],
  ] as const)('keeps the last numbers when it is %s', async (fault, id) => {
    const { source, refresh, state, clock, book, logger } = start();
    source.answer(REQUESTS, CART);
    await refresh();
    const { tick, receivedAt } = state();
    source.answer('time()', fault);
    const { hash } = book.state();
    await clock.advance(15_000);
    await refresh();
    const failedAt = clock.now();
    await clock.advance(15_000);
    await refresh();
    expect(state()).toMatchObject({ receivedAt, fault: { id } });
    expect(state().tick).toBe(tick);
    expect(book.state().hash).not.toBe(hash);
    expect(book.reports().get('main')).toMatchObject({
      failingSince: failedAt,
    });
    expect(logger.warn).toHaveBeenCalledTimes(1);
    source.answer('time()', {});
    await refresh();
    expect(state().fault).toBeUndefined();
    expect(book.reports().get('main')).not.toHaveProperty('failingSince');
  });

  it('publishes the rest when some queries fail', async () => {
    const other = aMetricQuery({ id: 'shop-other', metric: 'other_total' });
    const { source, refresh, state } = start({
      mesh: aCountingMesh({ queries: [aMetricQuery(), other] }),
      metrics: ['requests_total', 'other_total'],
    });
    source.answer(REQUESTS, CART).answer('other_total{}[300s]', 'rejected');
    await refresh();
    expect(requestsBy(state())).toEqual({ 'west/cart': 2, 'east/cart': 1 });
    expect(state().tick).toMatchObject({
      failed: [{ query: 'shop-other', reason: { id: 'store.rejected' } }],
      notes: [
        {
          id: 'store-note.failed-queries',
          params: { count: 1, queries: 'shop-other' },
        },
      ],
    });
  });

  it('keeps the last numbers when it goes away in the middle of a refresh', async () => {
    const other = aMetricQuery({ id: 'shop-other', metric: 'other_total' });
    const { source, refresh, state } = start({
      mesh: aCountingMesh({ queries: [aMetricQuery(), other] }),
      metrics: ['requests_total', 'other_total'],
    });
    const rest = 'other_total{}[300s]';
    source.answer(REQUESTS, CART).answer(rest, {});
    await refresh();
    const { tick } = state();
    source.answer(rest, 'unreachable');
    await refresh();
    expect(state().tick).toBe(tick);
    expect(state().fault).toMatchObject({ id: 'store.unreachable' });
  });

  it('logs once that it tells its time and nothing else', async () => {
    const { source, refresh, state, logger } = start();
    source.answer(REQUESTS, 'failed');
    await refresh();
    await refresh();
    expect(state().fault).toMatchObject({ id: 'store.failed' });
    expect(logger.warn).toHaveBeenCalledTimes(1);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.any(String),
      expect.objectContaining({ fault: 'store.failed' }),
    );
  });

  it('asks in parts what is too much at once, remembers it, and tries again after an hour', async () => {
    const { source, refresh, state, clock } = start();
    source.answer(REQUESTS, 'too-much').respond(query => {
      if (isProbe(query)) return { samples: known('requests_total') };
      const cluster = /cluster=~(west|east)\}/.exec(query)?.[1];
      return cluster ? { samples: [aSample(cluster, 'cart', 1)] } : {};
    });
    await refresh();
    expect(requestsBy(state())).toEqual({ 'west/cart': 1, 'east/cart': 1 });
    expect(state().tick).toMatchObject({ failed: [], notes: [] });
    const timesAsked = () =>
      source.asked.filter(query => query === REQUESTS).length;
    await refresh();
    expect(timesAsked()).toBe(1);
    await clock.advance(60 * 60_000);
    source.answer(REQUESTS, CART);
    await refresh();
    expect(timesAsked()).toBe(2);
    expect(requestsBy(state())).toEqual({ 'west/cart': 2, 'east/cart': 1 });
  });

  it('divides as far as it may, then says what is missing', async () => {
    const { source, refresh, state } = start();
    source.respond(query => {
      if (isProbe(query)) return { samples: known('requests_total') };
      return query === 'time()' ? undefined : 'too-much';
    });
    await refresh();
    expect(state()).toMatchObject({ fault: { id: 'store.too-much' } });
    expect(source.asked.length).toBeLessThanOrEqual(40);
  });

  it('asks no more when a refresh has cost enough', async () => {
    const more = Array.from({ length: 50 }, (_, index) =>
      aMetricQuery({ id: `shop-${index}`, metric: `m${index}_total` }),
    );
    const { source, refresh, state, book } = start({
      mesh: aCountingMesh({ queries: more }),
      metrics: more.map(({ metric }) => metric),
    });
    await refresh();
    expect(source.asked).toHaveLength(40);
    expect(state().tick?.failed).toHaveLength(13);
    source.respond(query =>
      isProbe(query) || query === 'time()'
        ? undefined
        : { bytes: 4 * 1024 * 1024 },
    );
    await refresh();
    expect(book.reports().get('main')?.bytes).toBeLessThan(25 * 1024 * 1024);
    expect(state().tick?.notes).toMatchObject([
      { id: 'store-note.too-large', params: { megabytes: 20 } },
    ]);
  });

  it('gives up on a store that hangs after its deadline, and goes on', async () => {
    const { source, run, state, clock, stop } = start();
    source.answer(REQUESTS, CART).hang();
    const running = run();
    await clock.advance(10_000);
    expect(state().fault).toMatchObject({ id: 'store.deadline' });
    source.hang(false);
    await clock.advance(5_000);
    expect(requestsBy(state())).toEqual({ 'west/cart': 2, 'east/cart': 1 });
    stop.abort();
    await running;
  });

  it('counts the windows of error budgets one after the other', async () => {
    const { source, refresh, state, clock } = start({
      mesh: aCountingMesh({ totals: [aMetricQuery({ id: 'shop-totals' })] }),
    });
    source.answer(REQUESTS, CART);
    for (const seconds of [3600, 6 * 3600, 24 * 3600]) {
      const samples = [aSample('west', 'cart', seconds)];
      source.answer(`requests_total{}[${seconds}s]`, { samples });
    }
    const since = clock.now() / 1000 - 7200;
    source.answer('count(requests_total)', {
      series: [
        {
          labels: {},
          points: [
            [since, 1],
            [since + 1800, 1],
          ],
        },
      ],
    });
    await refresh();
    expect(state().budgets.map(one => one.windowSeconds)).toEqual([3600]);
    await refresh();
    await refresh();
    await refresh();
    expect(
      state().budgets.map(({ observations: [{ calls }] }) => calls.requests),
    ).toEqual([3600, 6 * 3600, 24 * 3600]);
    // Which is looked for once.
    const knownFrom = state().budgets.map(one => one.knownFrom);
    expect(knownFrom).toEqual([since, since, since].map(time => 1000 * time));
    const asked = source.asked.length;
    await refresh();
    expect(source.asked).toHaveLength(asked + 2);
    await clock.advance(5 * 60_000);
    await refresh();
    expect(source.asked.at(-1)).toBe('requests_total{}[3600s]');
  });

  it('knows the hour before it started, and forgets it when it has been taken', async () => {
    const { source, refresh, state, clock } = start({
      mesh: aCountingMesh({ series: [aSeriesQuery()] }),
    });
    const now = clock.now() / 1000;
    source.answer(`history of ${REQUESTS}`, {
      series: [
        {
          labels: { cluster: 'west', namespace: 'shop', service: 'cart' },
          points: [
            [now - 60, 3],
            [now, 4],
          ],
        },
      ],
    });
    await refresh();
    const { history } = state();
    expect(history).toMatchObject({
      from: now - 59 * 60,
      stepSeconds: 60,
      lines: [
        {
          mesh: 'shop-mesh',
          measure: 'requests',
          to: { cluster: 'west', namespace: 'shop', service: 'cart' },
        },
      ],
    });
    expect([...(history?.lines[0].values ?? [])].slice(-3)).toEqual([
      NaN,
      3,
      4,
    ]);
    await clock.advance(45_000);
    await refresh();
    expect(state().history).toBe(history);
    await clock.advance(15_000);
    await refresh();
    expect(state().history).toBeUndefined();
    await clock.advance(10 * 60_000);
    await refresh();
    expect(state().history).toBeUndefined();
  });

  describe('with numbers of now that leave little room', () => {
    const MEGABYTE = 1_000_000;
    const TOTALS = [1, 6, 24].map(
      hours => `requests_total{}[${hours * 3600}s]`,
    );

    /** `parts`: queries about the past, which have 7 MB together. */
    function startFull(bytes: number, parts = 1) {
      const series = Array.from({ length: parts }, (_, index) =>
        aSeriesQuery({ id: `shop-series-${index}` }),
      );
      const totals = [aMetricQuery({ id: 'shop-totals' })];
      const started = start({ mesh: aCountingMesh({ totals, series }) });
      const { source, refresh, book, clock, state } = started;
      source.answer(REQUESTS, { ...CART, bytes });
      for (const window of TOTALS) {
        source.answer(window, { ...CART, bytes: MEGABYTE });
      }
      const labels = { cluster: 'west', namespace: 'shop', service: 'cart' };
      const points = [[clock.now() / 1000, 4]] as const;
      source.answer(`history of ${REQUESTS}`, {
        series: [{ labels, points }],
        bytes: (7 * MEGABYTE) / parts,
      });
      return {
        ...started,
        /** One refresh; what it gave, and that it cost what it may. */
        async next() {
          const asked = source.asked.length;
          await refresh();
          const report = book.reports().get('main');
          expect(report?.bytes).toBeLessThanOrEqual(20 * MEGABYTE);
          expect(report?.queries).toBeLessThanOrEqual(40);
          await clock.advance(15_000);
          const { budgets, history, tick } = state();
          return {
            asksNow: source.asked.slice(asked).includes(REQUESTS),
            budgets: budgets.length,
            hasHistory: history !== undefined,
            failed: tick?.failed.length,
          };
        },
      };
    }

    const NOTHING = { asksNow: true, budgets: 0, hasHistory: false, failed: 0 };

    it('reads error budgets and the past in a refresh of their own, one in four', async () => {
      const { next } = startFull(19.5 * MEGABYTE, 14);
      expect([await next(), await next(), await next()]).toEqual([
        NOTHING,
        NOTHING,
        NOTHING,
      ]);
      const all = { asksNow: false, budgets: 3, hasHistory: true, failed: 0 };
      expect(await next()).toEqual(all);
      expect(await next()).toMatchObject({ asksNow: true, failed: 0 });
    });

    it('reads them in the second one where that has room for all of the past', async () => {
      const { next } = startFull(19.5 * MEGABYTE);
      expect(await next()).toEqual(NOTHING);
      const all = { asksNow: false, budgets: 3, hasHistory: true, failed: 0 };
      expect(await next()).toEqual(all);
      expect(await next()).toMatchObject({ asksNow: true, failed: 0 });
    });

    it('reads them beside the numbers of now where there is room', async () => {
      const { next } = startFull(10 * MEGABYTE);
      const first = { asksNow: true, budgets: 1, hasHistory: true, failed: 0 };
      expect(await next()).toEqual(first);
      expect(await next()).toMatchObject({ asksNow: true, budgets: 2 });
      expect(await next()).toMatchObject({ asksNow: true, budgets: 3 });
      expect(await next()).toMatchObject({ asksNow: true });
    });

    it('counts what is read of an answer that is given up, and does not begin it again', async () => {
      const other = aMetricQuery({ id: 'shop-other', metric: 'other_total' });
      const { source, refresh, book, state } = start({
        mesh: aCountingMesh({ queries: [aMetricQuery(), other] }),
        metrics: ['requests_total', 'other_total'],
      });
      const rest = 'other_total{}[300s]';
      source.answer(REQUESTS, { ...CART, bytes: 12 * MEGABYTE });
      source.answer(rest, { ...CART, bytes: 12 * MEGABYTE });
      await refresh();
      expect(state().tick?.failed).toMatchObject([
        { query: 'shop-other', reason: { id: 'store.budget-spent' } },
      ]);
      expect(book.reports().get('main')?.bytes).toBeGreaterThan(20 * MEGABYTE);
      const asked = source.asked.length;
      await refresh();
      expect(source.asked.slice(asked)).not.toContain(rest);
      expect(book.reports().get('main')?.bytes).toBeLessThan(13 * MEGABYTE);
    });

    it('divides what it reads of the past, by how many services there are', async () => {
      const { source, refresh, state, clock } = start({
        mesh: aCountingMesh({
          series: [aSeriesQuery({ splitLabel: 'namespace' })],
        }),
      });
      const many = Array.from({ length: 700 }, (_, index) =>
        aSample('west', `cart-${index}`, 1),
      );
      source.answer(REQUESTS, { samples: many }).respond(query => {
        if (isProbe(query)) {
          const labels = { __name__: 'requests_total', cluster: 'west' };
          return { samples: [{ labels, value: 5000 }] };
        }
        const labels = { cluster: 'west', namespace: 'shop', service: 'cart' };
        const points = [[clock.now() / 1000, 1]] as const;
        return query.startsWith('history of')
          ? { series: [{ labels, points }] }
          : undefined;
      });
      await refresh();
      const parts = source.asked.filter(query =>
        query.startsWith('history of'),
      );
      expect(parts).toHaveLength(4);
      expect(new Set(parts).size).toBe(4);
      expect(state().history?.lines).toHaveLength(4);
    });
  });

  it('waits for clusters that it does not know yet, as long as some become known', async () => {
    const { source, refresh, state, clock } = start({
      mesh: aCountingMesh({ series: [aSeriesQuery()] }),
    });
    source.answer(`history of ${REQUESTS}`, {
      series: [
        {
          labels: { cluster: 'west', namespace: 'shop', service: 'cart' },
          points: [[clock.now() / 1000, 4]],
        },
      ],
    });
    let unknown = ['far', 'farther'];
    source.respond(query => {
      if (!isProbe(query)) return undefined;
      const samples = unknown.map(cluster => ({
        labels: { __name__: 'requests_total', cluster },
        value: 1,
      }));
      return { samples: [...known('requests_total'), ...samples] };
    });
    await refresh();
    expect(state()).toMatchObject({
      tick: { unknownClusters: ['far', 'farther'] },
    });
    expect(state().history).toBeUndefined();
    // One of them is known by the next look at what the store has.
    unknown = ['far'];
    await clock.advance(5 * 60_000);
    await refresh();
    expect(state()).toMatchObject({ tick: { unknownClusters: ['far'] } });
    expect(state().history).toBeUndefined();
    await clock.advance(30_000);
    await refresh();
    expect(state().history?.lines).toHaveLength(1);
  });

  it('reads the past first where there is no room for it and an error budget', async () => {
    const { source, refresh, state, clock } = start({
      mesh: aCountingMesh({
        totals: [aMetricQuery({ id: 'shop-totals' })],
        series: [aSeriesQuery()],
      }),
    });
    source.answer(REQUESTS, { ...CART, bytes: 18_000_000 });
    source.answer(`history of ${REQUESTS}`, {
      series: [
        {
          labels: { cluster: 'west', namespace: 'shop', service: 'cart' },
          points: [[clock.now() / 1000, 4]],
        },
      ],
      bytes: 1_500_000,
    });
    await refresh();
    expect(state().history).toBeDefined();
    expect(state().budgets).toEqual([]);
  });

  it('takes a fault of its own for one, and logs where it is', async () => {
    const broken = aMetricQuery({
      read: () => {
        throw new TypeError('Not a function');
      },
    });
    const { source, refresh, state, logger } = start({
      mesh: aCountingMesh({ queries: [broken] }),
    });
    source.answer(REQUESTS, CART);
    await refresh();
    expect(state().fault).toMatchObject({ id: 'store.own-fault' });
    expect(logger.error).toHaveBeenCalledWith(
      'What a metrics store answered could not be put together',
      { store: 'main', cause: expect.stringContaining('Not a function') },
    );
  });
});
