import { parseBoolean } from './parseBoolean';

it.each([
  ['T', true],
  ['0', false],
  ['yes', undefined],
  ['', undefined],
  [undefined, undefined],
])('%s is read as Go reads it: %s', (value, expected) => {
  expect(parseBoolean(value)).toBe(expected);
});
