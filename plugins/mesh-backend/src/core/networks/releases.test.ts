import { releaseOf, releasesOf } from './releases';

describe('releaseOf', () => {
  it.each([
    ['v1.20.2', '1.20.2'],
    ['1.1.0', '1.1.0'],
    ['v1.21.0-pre.0', '1.21.0-pre.0'],
    ['v1.36.2-1756466197-3fd12c', '1.36.2'],
    ['v1.20.1-eksbuild.1', '1.20.1'],
    ['v2.8', '2.8'],
    ['latest', 'latest'],
    [undefined, undefined],
  ])('reads %s as %s', (tag, release) => {
    expect(releaseOf(tag)).toBe(release);
  });
});

describe('releasesOf', () => {
  it('has each once, in order, and none of images without a tag', () => {
    expect(
      releasesOf(['a/b:v1.2.0', 'a/b:v1.10.0', 'c/b:v1.2.0', 'a/b', undefined]),
    ).toEqual(['1.10.0', '1.2.0']);
  });
});
