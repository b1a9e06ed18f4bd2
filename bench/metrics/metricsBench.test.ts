import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { UsageError } from '../options.ts';
import { readMetricsOptions } from './options.ts';
import { refreshesOf } from './refreshes.ts';
import type { StubRequest } from './stub/server.ts';

describe('what is measured of metrics', () => {
  it('is 10,000 services over three stores, where nothing else is asked for', () => {
    const options = readMetricsOptions(['--metrics']);
    const { stores, clusters, services, keep } = options;
    assert.equal(stores, 3);
    assert.ok(clusters * services >= 10_000 && keep);
  });

  for (const argv of [
    '--seconds 0',
    '--stores x',
    '--clusters 2',
    '--shops 1',
  ]) {
    it(`is refused as ${argv}`, () => {
      assert.throws(() => readMetricsOptions(argv.split(' ')), UsageError);
    });
  }
});

describe('refreshes', () => {
  const aRequest = (fields: Partial<StubRequest>): StubRequest => ({
    ...{ store: 'one', asked: 'requests', at: '', status: 200 },
    ...{ bytes: 10, series: 1 },
    ...fields,
  });

  it('begin with a look at the clock, and are counted when they are over', () => {
    const refreshes = refreshesOf([
      aRequest({}),
      aRequest({ asked: 'time', at: 'first' }),
      aRequest({ status: 422 }),
      aRequest({ asked: 'time', store: 'other' }),
      aRequest({}),
      aRequest({ asked: 'time' }),
    ]);
    assert.deepEqual(refreshes, [
      {
        ...{ store: 'one', at: 'first', queries: 3, bytes: 30, refused: 1 },
        asked: { time: 1, requests: 2 },
      },
    ]);
  });
});
