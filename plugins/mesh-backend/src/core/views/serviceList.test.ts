import type { MembershipState } from '@meshport/plugin-mesh-common';
import {
  aCluster,
  aMatch,
  aModel,
  aServiceModel,
} from '../../testing/modelBuilders';
import { buildWorld } from './buildWorld';
import { decodeCursor, encodeCursor } from './cursor';
import {
  listServices,
  pageOf,
  type ServiceFilter,
  type SortKey,
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
  options: { sort?: 'name' | 'state'; hide?: string } = {},
) {
  return listServices(world(), {
    filter,
    sort: options.sort ?? 'name',
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
    ['several', { q: 'cart', set: ['live'] }, [CART]],
  ])('narrows by %s', (_, filter, expected) => {
    expect(names(filter)).toEqual(expected);
  });

  it('puts what needs somebody first when sorted by state', () => {
    expect(names({}, { sort: 'state' })).toEqual([STOCK, TRIAL, LEDGER, CART]);
  });

  it('leaves out what the caller may not see', () => {
    expect(names({}, { hide: 'cart' })).toEqual([LEDGER, STOCK]);
  });
});

describe('pageOf', () => {
  const rows = ['a', 'b', 'c', 'd', 'e'].map(item => ({ key: [item], item }));

  function allPages(limit: number) {
    const pages: string[][] = [];
    let after: SortKey | undefined;
    do {
      const page = pageOf(rows, { after, limit });
      expect(page.total).toBe(5);
      pages.push(page.items);
      after = page.next;
    } while (after);
    return pages;
  }

  it.each([
    [2, [['a', 'b'], ['c', 'd'], ['e']]],
    [5, [['a', 'b', 'c', 'd', 'e']]],
    [9, [['a', 'b', 'c', 'd', 'e']]],
  ])('goes through everything once with pages of %s', (limit, pages) => {
    expect(allPages(limit)).toEqual(pages);
  });

  it('goes on at the right place when the row of the cursor is gone', () => {
    const { items } = pageOf(
      rows.filter(({ item }) => item !== 'b'),
      { after: ['b'], limit: 2 },
    );
    expect(items).toEqual(['c', 'd']);
  });
});

describe('cursors', () => {
  it('come back as they went', () => {
    const key = [3, 'shop', 'cart', 0];
    expect(decodeCursor('list', encodeCursor('list', key))).toEqual(key);
  });

  it.each([
    ['of another list', encodeCursor('other', ['a'])],
    ['that is no JSON', Buffer.from('{').toString('base64url')],
    ['of another shape', Buffer.from('{"of":"list"}').toString('base64url')],
    [
      'with objects as keys',
      Buffer.from('{"of":"list","after":[{}]}').toString('base64url'),
    ],
    ['that is empty', ''],
    ['that is no base64', '%%%'],
  ])('refuse one %s', (_, cursor) => {
    expect(decodeCursor('list', cursor)).toBeUndefined();
  });
});
