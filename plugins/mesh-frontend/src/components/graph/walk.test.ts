import { walk, WALK_KEYS, type Walkable, type WalkKey } from './walk';

const graph: Walkable = {
  nodes: ['web', 'app', 'cart', 'stock', 'lonely'].map(id => ({ id })),
  edges: [
    { from: 'web', to: 'cart' },
    { from: 'app', to: 'cart' },
    { from: 'cart', to: 'stock' },
    { from: 'cart', to: 'cart' },
  ],
  places: {
    web: { x: 0, y: 0 },
    app: { x: 0, y: 100 },
    cart: { x: 400, y: 80 },
    stock: { x: 800, y: 80 },
    lonely: { x: 800, y: 200 },
  },
};

it.each<[WalkKey, string, string | undefined]>([
  ['ArrowRight', 'web', 'cart'],
  ['ArrowRight', 'cart', 'stock'],
  ['ArrowRight', 'stock', undefined],
  ['ArrowLeft', 'stock', 'cart'],
  ['ArrowLeft', 'cart', 'app'],
  ['ArrowLeft', 'web', undefined],
  ['ArrowDown', 'web', 'app'],
  ['ArrowUp', 'app', 'web'],
  ['ArrowUp', 'web', undefined],
  ['ArrowDown', 'stock', 'lonely'],
  ['Home', 'stock', 'web'],
  ['End', 'web', 'lonely'],
])('%s leads from %s to %s', (key, from, to) => {
  expect(walk(graph, from, key)).toBe(to);
});

it('reaches every node by going down from the first', () => {
  const reached = ['web'];
  for (
    let next = walk(graph, 'web', 'ArrowDown');
    next;
    next = walk(graph, next, 'ArrowDown')
  ) {
    reached.push(next);
  }
  expect(reached.sort()).toEqual(graph.nodes.map(({ id }) => id).sort());
});

it.each(WALK_KEYS)('%s leads nowhere from a node that is gone', key => {
  expect(walk(graph, 'gone', key)).toBeUndefined();
});
