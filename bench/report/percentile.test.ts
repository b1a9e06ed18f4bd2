import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { percentile, summary } from './percentile.ts';

describe('a percentile', () => {
  const values = Array.from({ length: 200 }, (_, index) => 200 - index);

  for (const [share, value] of [
    [0.5, 100],
    [0.99, 198],
    [1, 200],
    [0, 1],
  ]) {
    it(`of ${share} is a value that was measured`, () => {
      assert.equal(percentile(values, share), value);
    });
  }

  it('of nothing is no number', () => {
    assert.ok(Number.isNaN(percentile([], 0.99)));
    assert.equal(summary([]).count, 0);
  });
});
