import { entityTag, matchesEntityTag } from './entityTag';

describe('matchesEntityTag', () => {
  const tag = entityTag('abc');

  it.each<[string | undefined, boolean]>([
    [undefined, false],
    ['', false],
    ['W/"abc"', true],
    ['"abc"', true],
    ['W/"x", W/"abc"', true],
    ['W/"x"', false],
    ['abc', false],
    ['*', false],
  ])('If-None-Match: %s -> %s', (header, expected) => {
    expect(matchesEntityTag(header, tag)).toBe(expected);
  });
});
