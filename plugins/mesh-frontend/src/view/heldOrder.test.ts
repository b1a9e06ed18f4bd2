import { heldOrder } from './heldOrder';

it.each([
  ['keeps what is there in its place', ['a', 'b'], ['b', 'a'], ['a', 'b']],
  ['drops what has gone', ['a', 'b', 'c'], ['c', 'a'], ['a', 'c']],
  ['puts what is new last', ['a', 'b'], ['x', 'b', 'a'], ['a', 'b', 'x']],
  ['starts from nothing', [], ['b', 'a'], ['b', 'a']],
])('%s', (_, held, current, expected) => {
  expect(heldOrder(held, current)).toEqual(expected);
});
