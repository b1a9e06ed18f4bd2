import type { MembershipState } from '@meshport/plugin-mesh-common';
import {
  aCluster,
  aMatch,
  aModel,
  aServiceModel,
} from '../../testing/modelBuilders';
import {
  aMetricsState,
  anObservation,
  aStore,
  aTick,
  someTraffic,
} from '../../testing/trafficBuilders';
import { buildWorld } from './buildWorld';
import type { Order } from './pages';
import {
  listServices,
  type ServiceFilter,
  type ServiceSort,
} from './serviceList';
import type { World } from './World';

const ROWS: [string, string, string, MembershipState][] = [
  ['west', 'shop', 'cart', 'enrolled'],
  ['west', 'shop', 'stock', 'misconfigured'],
  ['west', 'billing', 'ledger', 'not-enrolled'],
  ['lab', 'shop', 'cart', 'partial'],
];

function world() {
  const cluster = (name: string, set: string) =>
    aCluster({
      name,
      set,
      model: aModel({
        cluster: name,
        services: ROWS.filter(row => row[0] === name).map(
          ([, namespace, service, state]) =>
            aServiceModel({ namespace, name: service, state }),
        ),
      }),
    });
  return buildWorld({
    sets: [
      { name: 'live', title: 'Live' },
      { name: 'trial', title: 'Trial' },
    ],
    clusters: [cluster('west', 'live'), cluster('lab', 'trial')],
    systems: [],
    matches: [aMatch()],
  });
}

function names(
  filter: ServiceFilter,
  options: { sort?: ServiceSort; order?: Order; hide?: string } = {},
) {
  const all = world();
  return listServices(all, {
    filter,
    traffic: trafficIn(all),
    sort: options.sort ?? 'namespace',
    order: options.order ?? 'asc',
    mayRead: ({ name }) => name !== options.hide,
  }).map(
    ({ item: { summary } }) =>
      `${summary.set}/${summary.namespace}/${summary.name}`,
  );
}

/** The cart in west is slow, the stock fails, the ledger is quiet; nobody counts in lab. */
function trafficIn(all: World) {
  const calls = (requests: number, failed: number, ms: number) => ({
    requests,
    failures: { 'server-error': failed },
    buckets: [
      [ms / 2, 0],
      [ms, requests],
      [Infinity, requests],
    ] as const,
  });
  const observed = (
    namespace: string,
    service: string,
    of: ReturnType<typeof calls>,
  ) => anObservation({ to: { namespace, service }, calls: of });
  const tick = aTick([
    observed('shop', 'cart', calls(20, 0, 800)),
    observed('shop', 'stock', calls(10, 5, 10)),
    observed('billing', 'ledger', calls(0, 0, 10)),
  ]);
  const state = aMetricsState([aStore({ tick })]);
  return someTraffic(all, { state });
}

const CART = 'live/shop/cart';
const STOCK = 'live/shop/stock';
const LEDGER = 'live/billing/ledger';
const TRIAL = 'trial/shop/cart';

describe('listServices', () => {
  it.each<[string, ServiceFilter, string[]]>([
    ['nothing', {}, [LEDGER, CART, TRIAL, STOCK]],
    ['owner', { owner: ['group:default/shop', 'user:default/a'] }, [CART]],
    ['an owner of nothing', { owner: [] }, []],
    ['set', { set: ['trial'] }, [TRIAL]],
    ['cluster', { cluster: ['lab'] }, [TRIAL]],
    ['namespace', { namespace: ['billing'] }, [LEDGER]],
    ['state', { state: ['partial', 'misconfigured'] }, [TRIAL, STOCK]],
    ['health', { health: ['failing', 'idle'] }, [LEDGER, STOCK]],
    ['text in the name', { q: 'CAR' }, [CART, TRIAL]],
    ['text in the namespace', { q: 'bill' }, [LEDGER]],
    ['text that nothing has', { q: 'x' }, []],
    ['mesh', { mesh: ['istio'] }, [LEDGER, CART, TRIAL, STOCK]],
    ['a mesh that nothing is in', { mesh: ['linkerd'] }, []],
    ['several', { q: 'cart', set: ['live'] }, [CART]],
  ])('narrows by %s', (_, filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });

  it('puts what needs somebody first when sorted by state', () => {
    expect(names({}, { sort: 'state' })).toEqual([STOCK, TRIAL, LEDGER, CART]);
  });

  it.each<[ServiceSort, Order, string[]]>([
    ['name', 'asc', [CART, TRIAL, LEDGER, STOCK]],
    ['name', 'desc', [STOCK, LEDGER, CART, TRIAL]],
    ['set', 'desc', [TRIAL, LEDGER, CART, STOCK]],
    ['owner', 'asc', [CART, LEDGER, TRIAL, STOCK]],
    ['clusters', 'asc', [LEDGER, CART, TRIAL, STOCK]],
    ['state', 'desc', [CART, LEDGER, TRIAL, STOCK]],
    ['health', 'asc', [STOCK, CART, TRIAL, LEDGER]],
    ['rate', 'asc', [LEDGER, STOCK, CART, TRIAL]],
    ['rate', 'desc', [CART, STOCK, LEDGER, TRIAL]],
    ['success', 'asc', [STOCK, CART, LEDGER, TRIAL]],
    ['success', 'desc', [CART, STOCK, LEDGER, TRIAL]],
    ['p99', 'desc', [CART, STOCK, LEDGER, TRIAL]],
  ])('sorts by %s %s, then by namespace and name', (sort, order, expected) => {
    expect(names({}, { sort, order })).toEqual(expected);
  });

  it('leaves out what the caller may not see', () => {
    expect(names({}, { hide: 'cart' })).toEqual([LEDGER, STOCK]);
  });
});
