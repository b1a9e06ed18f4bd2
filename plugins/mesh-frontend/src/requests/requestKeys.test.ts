import { neighbour, requestKeyOf } from './requestKeys';

const row = document.createElement('tr');
const link = document.createElement('a');

function pressed(key: string, more: object = {}) {
  const event = { ctrlKey: false, metaKey: false, altKey: false, target: row };
  return requestKeyOf({ ...event, key, ...more });
}

it.each([
  ['j', {}, 'next'],
  ['ArrowUp', {}, 'previous'],
  ['Enter', {}, 'open'],
  ['Enter', { target: link }, undefined],
  ['a', {}, 'approve'],
  ['a', { target: link }, 'approve'],
  ['a', { ctrlKey: true }, undefined],
  ['r', { metaKey: true }, undefined],
  ['?', {}, 'help'],
  ['x', {}, undefined],
])('%s with %j is %s', (key, more, meaning) => {
  expect(pressed(key, more)).toBe(meaning);
});

it.each([
  ['a', 1, 'b'],
  ['c', 1, 'c'],
  ['a', -1, 'a'],
  [undefined, 1, 'a'],
  ['gone', -1, 'a'],
] as const)('from %s by %i it goes to %s', (from, step, to) => {
  expect(neighbour(['a', 'b', 'c'], from, step)).toBe(to);
});
