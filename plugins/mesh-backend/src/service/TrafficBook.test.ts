import type { CatalogEntity } from '../core/catalog/EntityMatch';
import { NO_METRICS } from '../core/metrics/MetricsState';
import { metricsSpan } from '../core/metrics/metricsSpan';
import { buildWorld } from '../core/views/buildWorld';
import { toldOfService } from '../core/views/toldTraffic';
import type { World } from '../core/views/World';
import {
  aCluster,
  aMatch,
  aModel,
  aServiceModel,
} from '../testing/modelBuilders';
import {
  aMetricsState,
  anObservation,
  aStore,
  aTick,
  quickBuckets,
  TICK_AT,
} from '../testing/trafficBuilders';
import { TrafficBook } from './TrafficBook';

const ENTITY: CatalogEntity = {
  ref: 'component:default/cart',
  kind: 'component',
  namespace: 'default',
  name: 'cart',
  annotations: {},
  owners: [],
  parts: [],
};

function worldOf(...clusters: string[]): World {
  const at = { namespace: 'shop', name: 'cart' };
  return buildWorld({
    sets: [{ name: 'live', title: 'Live' }],
    clusters: clusters.map(name =>
      aCluster({
        name,
        model: aModel({ cluster: name, services: [aServiceModel()] }),
      }),
    ),
    systems: [],
    matches: [
      aMatch({ services: clusters.map(cluster => ({ cluster, ...at })) }),
    ],
  });
}

const calls = (requests: number, errors: number) => ({
  requests,
  failures: { 'server-error': requests * errors },
  buckets: quickBuckets(requests),
});

/** The state after the n-th refresh; shares of errors by cluster. */
function refreshed(n: number, errors: Record<string, number>) {
  const at = TICK_AT + n * 15_000;
  const tick = aTick(
    Object.entries(errors).map(([cluster, share]) =>
      anObservation({ to: { cluster }, calls: calls(10, share) }),
    ),
    { at },
  );
  return aMetricsState([aStore({ tick, receivedAt: at })], { at });
}

function aBook() {
  return new TrafficBook({
    objectives: {},
    refreshSeconds: 15,
  });
}

/** How all services do, after everything has been looked at. */
function looked(
  book: TrafficBook,
  ...[world, ...rest]: Parameters<TrafficBook['traffic']>
) {
  const traffic = book.traffic(world, ...rest);
  expect([...book.lookAt(world, traffic)]).toEqual([]);
  return traffic;
}

function theCart(world: World) {
  const service = world.services.get('live/shop/cart');
  if (!service) throw new Error('There is no cart');
  return service;
}

describe('TrafficBook', () => {
  const world = worldOf('west', 'east');
  const cart = theCart(world);

  function health(book: TrafficBook, state = NO_METRICS, entity = ENTITY) {
    const traffic = looked(book, world, state, [entity]);
    return toldOfService(cart, traffic).health;
  }

  it('knows nothing without a store, and says what to configure', () => {
    const traffic = looked(aBook(), world, NO_METRICS, [ENTITY]);
    const told = toldOfService(cart, traffic);
    expect(told).toMatchObject({
      health: 'unknown',
      golden: { state: 'not-configured' },
    });
    expect(told.healthReasons.map(({ id }) => id)).toEqual([
      'golden.not-configured',
    ]);
  });

  it('tells a change with the second refresh, however often it is asked', () => {
    const book = aBook();
    const fine = { west: 0, east: 0 };
    expect(health(book, refreshed(0, fine))).toBe('healthy');
    const first = refreshed(1, { west: 0.5, east: 0.5 });
    expect(health(book, first)).toBe('healthy');
    expect(health(book, first)).toBe('healthy');
    expect(health(book, refreshed(2, { west: 0.5, east: 0.5 }))).toBe(
      'failing',
    );
  });

  it('gives the reasons by the numbers that it tells, not by those before', () => {
    const book = aBook();
    const told = (n: number, share: number) => {
      const state = refreshed(n, { west: share, east: share });
      const traffic = looked(book, world, state, [ENTITY]);
      const { healthReasons, golden, ...rest } = toldOfService(cart, traffic);
      expect(golden.successRatio).toBeCloseTo(1 - share);
      return {
        health: rest.health,
        ids: healthReasons.map(({ id }) => id),
        percent: healthReasons.map(({ params }) => params.percent),
      };
    };
    told(0, 0);
    const errors = 'health.errors.default';
    expect(told(1, 0.5)).toEqual({
      health: 'healthy',
      ids: ['health.not-held', errors],
      percent: [undefined, 50],
    });
    const failing = (percent: number) => ({
      health: 'failing',
      ids: [errors],
      percent: [percent],
    });
    expect(told(2, 0.4)).toEqual(failing(40));
    expect(told(3, 0.3)).toEqual(failing(30));
    expect(told(4, 0)).toMatchObject({
      health: 'failing',
      ids: ['health.not-held'],
    });
  });

  it('does not take news of budgets for a refresh', () => {
    const book = aBook();
    health(book, refreshed(0, { west: 0, east: 0 }));
    const failing = refreshed(1, { west: 0.5, east: 0.5 });
    health(book, failing);
    const [store] = failing.stores.values();
    const sameTick = aMetricsState([{ ...store, budgets: [aTick()] }], {
      at: failing.at,
    });
    expect(health(book, sameTick)).toBe('healthy');
  });

  it('looks at numbers once, also where the services change meanwhile', () => {
    const book = aBook();
    const state = refreshed(0, { west: 0, east: 0 });
    health(book, state);
    const failing = refreshed(1, { west: 0.5, east: 0.5 });
    health(book, failing);
    const other = worldOf('west', 'east');
    const traffic = looked(book, other, failing, [ENTITY]);
    expect(toldOfService(theCart(other), traffic).health).toBe('healthy');
  });

  it('forgets the health of what is unknown for five minutes', () => {
    const book = aBook();
    const state = refreshed(0, { west: 0, east: 0 });
    health(book, state);
    const [store] = state.stores.values();
    const failingFor = (minutes: number) => {
      const fault = { id: 'store.down', params: {}, message: 'It is down.' };
      const at = state.at + minutes * 60_000;
      return aMetricsState([{ ...store, fault }], { at });
    };
    expect(health(book, failingFor(4))).toBe('healthy');
    expect(health(book, failingFor(5.1))).toBe('healthy');
    expect(health(book, failingFor(5.4))).toBe('unknown');
  });

  it('holds a service to what its entity asks for', () => {
    const state = refreshed(0, { west: 0.002, east: 0.002 });
    const annotations = { 'meshport.io/objective-success': '99' };
    expect(health(aBook(), state)).toBe('degraded');
    expect(health(aBook(), state, { ...ENTITY, annotations })).toBe('healthy');
  });

  it('says what is wrong with the objectives of the entity', () => {
    const annotations = { 'meshport.io/objective-success': 'all' };
    const entity = { ...ENTITY, annotations };
    const traffic = looked(aBook(), world, refreshed(0, { west: 0, east: 0 }), [
      entity,
    ]);
    expect(toldOfService(cart, traffic)).toMatchObject({
      health: 'healthy',
      healthReasons: [{ id: 'objective.invalid.success' }],
    });
  });

  it('tells whoever sees one cluster of that cluster alone', () => {
    const state = refreshed(0, { west: 0, east: 0.5 });
    const traffic = looked(aBook(), world, state, [ENTITY]);
    const only = (cluster: string) => ({
      ...cart,
      instances: cart.instances.filter(
        ({ instance }) => instance.cluster === cluster,
      ),
    });
    const told = (cluster: string) => toldOfService(only(cluster), traffic);
    expect(told('west')).toMatchObject({
      health: 'healthy',
      golden: { requestRate: 10, successRatio: 1 },
    });
    expect(told('east')).toMatchObject({
      health: 'failing',
      golden: { requestRate: 10, successRatio: 0.5 },
    });
    expect(toldOfService(cart, traffic).golden.requestRate).toBe(20);
  });

  describe('remembers', () => {
    function points(book: TrafficBook, state = refreshed(4, {})) {
      const span = metricsSpan({ window: '15m' }, state.at);
      return book.history.series(cart, span, true).map(line => ({
        of: line.cluster ?? line.scope,
        rates: line.points.requestRate?.slice(-5),
      }));
    }

    it('the last hour of services and of their instances', () => {
      const book = aBook();
      health(book, refreshed(0, { west: 0, east: 0 }));
      health(book, refreshed(1, { west: 0 }));
      health(book, refreshed(4, { west: 0, east: 0 }));
      expect(points(book)).toEqual([
        { of: 'service', rates: [20, 10, 10, null, 20] },
        { of: 'west', rates: [10, 10, 10, null, 10] },
        { of: 'east', rates: [10, 10, null, null, 10] },
      ]);
    });

    it('what the store knew before the portal started', () => {
      const book = aBook();
      const state = refreshed(4, { west: 0, east: 0 });
      const [store] = state.stores.values();
      const line = (cluster: string, ...values: number[]) => ({
        mesh: 'istio',
        measure: 'requests' as const,
        reporter: 'destination' as const,
        protocol: 'http' as const,
        to: { cluster, namespace: 'shop', service: 'cart' },
        values: Float32Array.from(values),
      });
      const history = {
        from: TICK_AT / 1000 - 60,
        stepSeconds: 60,
        lines: [line('west', 1, 2), line('east', 3, NaN)],
      };
      health(book, aMetricsState([{ ...store, history }], { at: state.at }));
      const span = metricsSpan({ window: '15m' }, TICK_AT);
      const [service, west] = book.history.series(cart, span, true);
      expect(service.points.requestRate?.slice(-8)).toEqual([
        4, 4, 4, 4, 2, 2, 2, 2,
      ]);
      expect(west.points.requestRate?.slice(-5)).toEqual([1, 2, 2, 2, 2]);
    });

    describe('what several stores knew', () => {
      /** Each cluster has a store of its own; its name is that of the cluster. */
      function stateOf(
        n: number,
        histories: Record<string, readonly number[] | undefined>,
      ) {
        const at = TICK_AT + n * 15_000;
        const stores = Object.entries(histories).map(([cluster, rates]) => {
          const observation = anObservation({ to: { cluster } });
          const tick = aTick([observation], { at, clusters: [cluster] });
          const store = aStore({ store: cluster, tick, receivedAt: at });
          return rates
            ? { ...store, history: aHistory(aLine(cluster, rates)) }
            : store;
        });
        const storeOf = (cluster: string) => cluster;
        return aMetricsState(stores, { at, storeOf });
      }

      function aLine(cluster: string, rates: readonly number[]) {
        return {
          mesh: 'istio',
          measure: 'requests' as const,
          reporter: 'destination' as const,
          protocol: 'http' as const,
          to: { cluster, namespace: 'shop', service: 'cart' },
          values: Float32Array.from(rates),
        };
      }

      const aHistory = (...lines: ReturnType<typeof aLine>[]) => ({
        from: TICK_AT / 1000 - 120,
        stepSeconds: 60,
        lines,
      });

      /** One value for each minute before the portal started. */
      function before(book: TrafficBook) {
        const span = metricsSpan({ window: '15m' }, TICK_AT - 15_000);
        const [service] = book.history.series(cart, span, true);
        const rates = service.points.requestRate ?? [];
        return [rates.at(-9), rates.at(-5), rates.at(-1)];
      }

      it('adds up as soon as the last of them has been read', () => {
        const book = aBook();
        health(book, stateOf(0, { west: [1, 2, 3], east: undefined }));
        expect(before(book)).toEqual([undefined, undefined, undefined]);
        health(book, stateOf(1, { west: [1, 2, 3], east: [10, 20, 30] }));
        expect(before(book)).toEqual([11, 22, 33]);
      });

      it('also where the first was forgotten meanwhile', () => {
        const book = aBook();
        health(book, stateOf(0, { west: [1, 2, 3], east: undefined }));
        health(book, stateOf(1, { west: undefined, east: [10, 20, 30] }));
        expect(before(book)).toEqual([11, 22, 33]);
      });

      it('is not known of times at which one of them knew nothing', () => {
        const book = aBook();
        const histories = { west: [1, 2, 3], east: [NaN, NaN, 30] };
        health(book, stateOf(0, histories));
        expect(before(book)).toEqual([null, null, 33]);
      });

      it('has in it what becomes known of a cluster a moment later', () => {
        const book = aBook();
        const state = stateOf(0, { west: [1, 2, 3], east: [10, 20, 30] });
        looked(book, worldOf('west'), state, [ENTITY]);
        health(book, state);
        expect(before(book)).toEqual([11, 22, 33]);
      });
    });

    it('errors by reason from the first refresh on: before, stores know them all in one', () => {
      const book = aBook();
      const state = refreshed(4, { west: 0.5, east: 0 });
      const [store] = state.stores.values();
      const history = {
        from: TICK_AT / 1000,
        stepSeconds: 60,
        lines: [
          {
            mesh: 'istio',
            measure: 'requests' as const,
            reporter: 'destination' as const,
            protocol: 'http' as const,
            to: { cluster: 'west', namespace: 'shop', service: 'cart' },
            values: Float32Array.of(7),
          },
        ],
      };
      health(book, aMetricsState([{ ...store, history }], { at: state.at }));
      const span = metricsSpan({ window: '15m' }, state.at);
      const [service] = book.history.series(cart, span, true);
      expect(service.points.requestRate?.slice(-5)).toEqual([
        7,
        // Missed slots are filled with the one before, and only one.
        7,
        null,
        null,
        20,
      ]);
      const [errors, ...others] = book.history.errorsBy(cart, span) ?? [];
      expect(others).toEqual([]);
      expect(errors.reason).toBe('server-error');
      expect(errors.points.slice(-5)).toEqual([null, null, null, null, 5]);
    });

    it('that of all services, also where taking it is given up for news', () => {
      const names = Array.from({ length: 120 }, (_, index) => `cart-${index}`);
      const model = aModel({
        services: names.map(name => aServiceModel({ name })),
      });
      const many = buildWorld({
        sets: [{ name: 'live', title: 'Live' }],
        clusters: [aCluster({ name: 'west', model })],
        systems: [],
        matches: [],
      });
      const history = {
        from: TICK_AT / 1000,
        stepSeconds: 60,
        lines: names.map(service => ({
          mesh: 'istio',
          measure: 'requests' as const,
          reporter: 'destination' as const,
          protocol: 'http' as const,
          to: { cluster: 'west', namespace: 'shop', service },
          values: Float32Array.of(7),
        })),
      };
      const book = aBook();
      const lookAfter = (refreshes: number) => {
        const at = TICK_AT + refreshes * 15_000;
        const tick = aTick(
          names.map(service => anObservation({ to: { service } })),
          { at },
        );
        const store = { ...aStore({ tick, receivedAt: at }), history };
        const state = aMetricsState([store], { at });
        return book.lookAt(many, book.traffic(many, state, []));
      };
      expect(lookAfter(1).next().done).toBe(false);
      expect(lookAfter(2).next().done).toBe(false);
      expect([...lookAfter(3)]).toEqual([]);
      const before = metricsSpan({ window: '15m' }, TICK_AT);
      const rates = [...many.services.values()].map(service =>
        book.history
          .series(service, before, true)[0]
          .points.requestRate?.at(-1),
      );
      expect(rates).toEqual(names.map(() => 7));
    });
  });
});
