import type { Health } from '@meshport/plugin-mesh-common';
import { text } from '@meshport/plugin-mesh-common';
import type { Counts } from './goldenCounts';
import { healthOf } from './healthOf';
import { objectivesOf } from './objectives';

const NOW = Date.parse('2026-11-14T08:00:00.000Z');
const MINUTE = 60_000;

/** 100 requests per second of which a share fails. */
function busy(errorShare = 0, fields: Partial<Counts> = {}): Counts {
  return {
    state: 'ok',
    requests: 100,
    failures: { 'server-error': 100 * errorShare },
    latency: { p50: 10, p95: 50, p99: 100 },
    receivedAt: NOW,
    missing: [],
    ...fields,
  };
}

function slow(p99: number): Counts {
  return busy(0, { latency: { p50: 10, p95: 20, p99 } });
}

function health(
  counts: Counts,
  options: { success?: number; overheadMs?: number } = {},
) {
  const { objectives } = objectivesOf([], { successRatio: options.success });
  const { overheadMs } = options;
  return healthOf(counts, objectives, {
    now: NOW,
    windowSeconds: 300,
    overheadMs,
  });
}

describe('health', () => {
  it.each<[string, Counts, Health, string[]]>([
    ['nothing wrong', busy(), 'healthy', []],
    ['as many errors as allowed', busy(0.001), 'healthy', []],
    ['more errors', busy(0.0011), 'degraded', ['health.errors.default']],
    ['ten times the errors', busy(0.01), 'degraded', ['health.errors.default']],
    ['even more', busy(0.0101), 'failing', ['health.errors.default']],
    ['nothing but errors', busy(1), 'failing', ['health.errors.default']],
    ['just quick enough', slow(499.9), 'healthy', []],
    ['too slow', slow(500), 'degraded', ['health.latency.default']],
    ['twice as slow', slow(1000), 'degraded', ['health.latency.default']],
    ['slower', slow(1001), 'failing', ['health.latency.default']],
    [
      'errors and slowness',
      busy(0.5, { latency: { p50: 1, p95: 2, p99: 600 } }),
      'failing',
      ['health.errors.default', 'health.latency.default'],
    ],
    [
      '59 requests',
      busy(0.5, { requests: 59 / 300, failures: {} }),
      'unknown',
      ['health.too-few'],
    ],
    [
      '60 requests',
      busy(0, { requests: 60 / 300, failures: {} }),
      'healthy',
      [],
    ],
    [
      'no requests',
      busy(0, { state: 'no-traffic', requests: 0, failures: {} }),
      'idle',
      [],
    ],
    [
      'connections of probes, and no requests',
      busy(0, {
        requests: 0,
        failures: {},
        tcp: { connections: 1, receivedBytes: 1, sentBytes: 1 },
      }),
      'idle',
      [],
    ],
    [
      'no requests, and a cluster that is not known',
      busy(0, {
        state: 'no-traffic',
        requests: 0,
        missing: [{ cluster: 'east', state: 'unavailable' }],
      }),
      'unknown',
      [],
    ],
    [
      'no requests, and a cluster without proxies',
      busy(0, {
        state: 'no-traffic',
        requests: 0,
        missing: [{ cluster: 'east', state: 'no-data' }],
      }),
      'idle',
      [],
    ],
    [
      'bytes alone',
      {
        state: 'ok',
        reason: { id: 'golden.tcp-only', params: {} },
        tcp: { connections: 1, receivedBytes: 1, sentBytes: 1 },
        missing: [],
      },
      'unknown',
      ['golden.tcp-only'],
    ],
    [
      'old numbers',
      busy(0.5, { state: 'stale', receivedAt: NOW - 5 * MINUTE }),
      'failing',
      ['health.errors.default'],
    ],
    [
      'too old numbers',
      busy(0.5, { state: 'stale', receivedAt: NOW - 5 * MINUTE - 1 }),
      'unknown',
      ['health.too-old'],
    ],
    [
      'a store that does not answer',
      {
        state: 'unavailable',
        reason: { id: 'store.down', params: {} },
        missing: [],
      },
      'unknown',
      ['store.down'],
    ],
    ['nobody who counts', { state: 'no-data', missing: [] }, 'unknown', []],
    ['no store', { state: 'not-configured', missing: [] }, 'unknown', []],
  ])('with %s', (_, counts, expected, causes) => {
    const assessed = health(counts);
    expect(assessed.health).toBe(expected);
    expect(assessed.causes.map(({ id }) => id)).toEqual(causes);
  });

  it.each<[number, number, Health]>([
    [0.9, 0.1, 'healthy'],
    [0.9, 0.2, 'degraded'],
    [0.9, 0.56, 'failing'],
    [0.5, 0.7, 'degraded'],
    [0.5, 0.8, 'failing'],
    [0.9999, 0.002, 'failing'],
  ])(
    'with an objective of %d and a share of errors of %d is never out of reach',
    (success, errors, expected) => {
      expect(health(busy(errors), { success }).health).toBe(expected);
    },
  );

  it('is degraded where the way between clusters takes too long', () => {
    expect(health(busy(), { overheadMs: 49 }).health).toBe('healthy');
    expect(health(busy(), { overheadMs: 50 })).toMatchObject({
      health: 'degraded',
      causes: [{ id: 'health.overhead.default' }],
    });
  });

  it('says in words how far the objective is missed', () => {
    const [cause] = health(busy(0.042), { success: 0.995 }).causes;
    expect(text(cause.id, cause.params).message).toBe(
      '4.2 % of the requests of the last 5 minutes failed; at most 0.5 % should (what the platform asks for).',
    );
  });
});
