import { anObservation, quickBuckets } from '../../testing/trafficBuilders';
import type { Counts } from './goldenCounts';
import { countsOfCalls, successRatioOf } from './goldenCounts';
import { goldenOfService } from './goldenOfService';

function counted(requests: number, failed = 0, fields: Partial<Counts> = {}) {
  const calls = {
    requests,
    failures: { 'server-error': failed },
    buckets: quickBuckets(requests),
  };
  return {
    state: requests > 0 ? 'ok' : 'no-traffic',
    source: 'istio',
    at: 1000,
    receivedAt: 1000,
    ...countsOfCalls(anObservation({ calls })),
    missing: [],
    ...fields,
  } as Counts;
}

const without = (state: Counts['state']): Counts => ({
  state,
  reason: { id: `test.${state}`, params: {} },
  missing: [],
});

function sum(...parts: [string, Counts][]) {
  return goldenOfService(
    parts.map(([cluster, counts]) => ({ cluster, pods: 3, counts })),
  );
}

describe('golden metrics of a service', () => {
  it('add rates and weigh ratios', () => {
    const all = sum(['west', counted(90)], ['east', counted(10, 10)]);
    expect(all).toMatchObject({ state: 'ok', requests: 100, source: 'istio' });
    expect(successRatioOf(all)).toBeCloseTo(0.9);
  });

  it('take quantiles from all buckets together instead of averaging them', () => {
    const slow = counted(10, 0, {
      buckets: [
        [100, 0],
        [1000, 10],
        [Infinity, 10],
      ],
    });
    const { latency } = sum(['west', counted(990)], ['east', slow]);
    // One of a hundred is slow: the mean of both p99 would be 505 ms.
    expect(latency?.p50).toBeLessThan(20);
    expect(latency?.p99).toBeLessThanOrEqual(20);
  });

  it('say nothing of latency where a busy part has no buckets', () => {
    const { latency } = sum(
      ['west', counted(10)],
      ['east', counted(10, 0, { buckets: undefined })],
    );
    expect(latency).toBeUndefined();
  });

  it('have the latency of the only part with requests', () => {
    const { latency } = sum(['west', counted(10)], ['east', counted(0)]);
    expect(latency?.p50).toBe(15);
  });

  it('are as old as the oldest part', () => {
    const { at } = sum(
      ['west', counted(1)],
      ['east', counted(1, 0, { at: 5 })],
    );
    expect(at).toBe(5);
  });

  it.each<[string, Counts, Counts, Counts['state'], string | undefined]>([
    ['both busy', counted(1), counted(1), 'ok', undefined],
    ['one quiet', counted(1), counted(0), 'ok', undefined],
    ['both quiet', counted(0), counted(0), 'no-traffic', undefined],
    [
      'one unknown',
      counted(1),
      without('unavailable'),
      'ok',
      'golden.partly-unknown',
    ],
    [
      'no store for one',
      counted(1),
      without('not-configured'),
      'ok',
      'golden.partly-unknown',
    ],
    [
      'one without proxies',
      counted(1),
      without('no-data'),
      'ok',
      'golden.partly-counted',
    ],
    [
      'one quiet, one unknown',
      counted(0),
      without('unavailable'),
      'unavailable',
      'golden.partly-unknown',
    ],
    [
      'one quiet, one without store',
      counted(0),
      without('not-configured'),
      'unavailable',
      'golden.partly-unknown',
    ],
    [
      'one quiet, one without proxies',
      counted(0),
      without('no-data'),
      'no-traffic',
      'golden.partly-counted',
    ],
    [
      'one old',
      counted(1),
      counted(1, 0, { state: 'stale' }),
      'ok',
      'golden.partly-stale',
    ],
    [
      'both old',
      counted(1, 0, { state: 'stale' }),
      counted(1, 0, { state: 'stale' }),
      'stale',
      undefined,
    ],
    [
      'nobody counts',
      without('no-data'),
      without('no-data'),
      'no-data',
      'test.no-data',
    ],
    [
      'no store at all',
      without('not-configured'),
      without('not-configured'),
      'not-configured',
      'test.not-configured',
    ],
    [
      'no store answers',
      without('unavailable'),
      without('unavailable'),
      'unavailable',
      'test.unavailable',
    ],
  ])('with %s', (_, west, east, state, reason) => {
    const all = sum(['west', west], ['east', east]);
    expect(all.state).toBe(state);
    expect(all.reason?.id).toBe(reason);
  });

  it('name the clusters whose numbers are missing', () => {
    const { reason } = sum(
      ['west', counted(1)],
      ['east', without('unavailable')],
      ['north', without('unavailable')],
    );
    expect(reason?.params).toEqual({ clusters: 'east, north' });
  });
});
