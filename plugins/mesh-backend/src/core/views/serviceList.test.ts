import type { MembershipState } from '@meshport/plugin-mesh-common';
import {
  aCluster,
  aMatch,
  aModel,
  aServiceModel,
} from '../../testing/modelBuilders';
import { buildWorld } from './buildWorld';
import type { Order } from './pages';
import {
  listServices,
  type ServiceFilter,
  type ServiceSort,
} from './serviceList';

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
  return listServices(world(), {
    filter,
    sort: options.sort ?? 'namespace',
    order: options.order ?? 'asc',
    mayRead: ({ name }) => name !== options.hide,
  }).map(({ item }) => `${item.set}/${item.namespace}/${item.name}`);
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
  ])('sorts by %s %s, then by namespace and name', (sort, order, expected) => {
    expect(names({}, { sort, order })).toEqual(expected);
  });

  it('leaves out what the caller may not see', () => {
    expect(names({}, { hide: 'cart' })).toEqual([LEDGER, STOCK]);
  });
});
