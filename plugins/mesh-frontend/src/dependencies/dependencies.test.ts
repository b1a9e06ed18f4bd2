import { aGolden } from '../testing/answers';
import { aGraph, anEdge, aNode } from '../testing/graphs';
import { callsOf } from './callRanking';
import { sorted, type SortValue } from './edgeCells';
import { readGraphState, writeGraphState } from './graphState';
import { foundIn, shownCalls } from './shownGraph';

const [web, cart, stock, bank] = ['web', 'cart', 'stock', 'bank'].map(name =>
  aNode(name),
);

const around = {
  ...aGraph({
    nodes: [web, cart, stock],
    edges: [anEdge(web, cart), anEdge(cart, stock), anEdge(web, stock)],
  }),
  distance: { [web.id]: -1, [cart.id]: 0, [stock.id]: 1 },
};

const ids = (items: readonly { id: string }[]) => items.map(({ id }) => id);

describe('what is shown', () => {
  it.each([
    ['both', [], [web, cart, stock], 3],
    ['callers', [], [web, cart], 1],
    ['callees', [], [cart, stock], 1],
    ['both', [stock.id], [web, cart], 1],
  ] as const)('%s without %j', (direction, without, nodes, calls) => {
    const shown = shownCalls(around, { direction, without });
    expect(ids(shown.nodes)).toEqual(ids(nodes));
    expect(shown.edges).toHaveLength(calls);
  });

  it.each([
    ['CART', [cart.id]],
    ['north', [web.id, cart.id, stock.id]],
    ['nothing like it', []],
    [' ', []],
  ])('finds %p', (find, found) => {
    const names = foundIn(around.nodes, find, ({ name = '' }) => name);
    expect([...names]).toEqual(found);
  });
});

it('puts the worst calls first, then those with the most failures, then the heaviest', () => {
  const calls = [
    anEdge(web, cart, { golden: aGolden({ requestRate: 5 }) }),
    anEdge(web, stock, { golden: aGolden({ requestRate: 50 }) }),
    anEdge(web, bank, {
      golden: aGolden({ requestRate: 10, successRatio: 0.9 }),
    }),
    anEdge(cart, bank, { health: 'failing' }),
    anEdge(cart, stock, { health: 'degraded' }),
  ];
  const ordered = callsOf({ nodes: [web, cart, stock, bank], edges: calls });
  expect(ordered.map(({ edge }) => calls.indexOf(edge))).toEqual([
    3, 4, 2, 1, 0,
  ]);
});

it('leaves out calls of which an end is not there', () => {
  expect(callsOf({ nodes: [web], edges: [anEdge(web, cart)] })).toEqual([]);
});

it.each<['asc' | 'desc', SortValue[], SortValue[]]>([
  ['asc', [3, undefined, 20, 1], [1, 3, 20, undefined]],
  ['desc', [3, undefined, 20, 1], [20, 3, 1, undefined]],
  ['asc', ['b', 'a', undefined], ['a', 'b', undefined]],
  ['desc', ['a', 'b', undefined], ['b', 'a', undefined]],
])('sorts %s with what has no value last', (order, values, expected) => {
  const rows = values.map(value => ({ value }));
  expect(sorted(rows, row => row.value, order)).toEqual(
    expected.map(value => ({ value })),
  );
});

describe('the address', () => {
  it('is empty by default, and keeps what others wrote', () => {
    const search = new URLSearchParams('sort=p99');
    const state = readGraphState(search);
    expect(state).toEqual({
      ...{ depth: 1, direction: 'both', gateways: false, find: '' },
      without: [],
    });
    expect(String(writeGraphState(search, state))).toBe('sort=p99');
  });

  it.each([
    { view: 'table' },
    { depth: 3 },
    { direction: 'callers' },
    { gateways: true },
    { find: 'cart & co' },
    { without: ['service|north|shop|cart', 'external|bank.example'] },
  ] as const)('keeps %j', change => {
    const written = writeGraphState(new URLSearchParams(), change);
    const read = readGraphState(new URLSearchParams(String(written)));
    expect(read).toMatchObject(change);
  });

  it('takes nonsense for nothing', () => {
    const search = new URLSearchParams(
      'depth=9&direction=up&view=cube&without=',
    );
    expect(readGraphState(search)).toEqual(
      readGraphState(new URLSearchParams()),
    );
  });
});
