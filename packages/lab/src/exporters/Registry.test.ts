import { aCall } from '../testing/calls.ts';
import { clientMs, ONE, type Count, type Family } from './Count.ts';
import { addCall, Registry } from './Registry.ts';

const target = { id: 'one', cluster: 'west', labels: { job: 'test' } };
const MINUTE = 60_000;

function counter(overrides: Partial<Family> = {}, labels = {}): Count {
  const family = {
    name: 'calls_total',
    type: 'counter',
    ...overrides,
  } as const;
  return { target, family, labels, amount: ONE };
}

describe('a registry of series', () => {
  it('writes what Prometheus reads, with values escaped and empty labels left out', () => {
    const registry = new Registry();
    const labels = { path: '/a"b\\c\nd', flag: '', none: undefined };
    addCall(registry.series(counter({}, labels)), aCall({}));
    expect(registry.text('west', 0)).toBe(
      '# TYPE calls_total counter\ncalls_total{job="test",path="/a\\"b\\\\c\\nd"} 1\n',
    );
  });

  it('shows a series only when something was counted in it', () => {
    const registry = new Registry();
    registry.series(counter());
    expect(registry.text('west', 0)).toBe('');
  });

  it('adds up buckets, a value on a bound being in it', () => {
    const registry = new Registry();
    const family: Family = { name: 'ms', type: 'histogram', bounds: [10, 20] };
    const series = registry.series({ ...counter(), family, amount: clientMs });
    for (const ms of [5, 10, 15, 25]) addCall(series, aCall({ clientMs: ms }));
    expect(registry.text('west', 0)).toBe(
      [
        '# TYPE ms histogram',
        'ms_bucket{job="test",le="10"} 2',
        'ms_bucket{job="test",le="20"} 3',
        'ms_bucket{job="test",le="+Inf"} 4',
        'ms_sum{job="test"} 55',
        'ms_count{job="test"} 4',
        '',
      ].join('\n'),
    );
  });

  it('forgets what was idle for too long, and begins at 0 when it comes back', () => {
    const registry = new Registry();
    const series = registry.series(counter({ idleMilliseconds: MINUTE }));
    const first = aCall({ at: 0, clientMs: 0 });
    addCall(series, first);
    addCall(series, first);
    expect(registry.text('west', MINUTE)).toContain('} 2\n');
    expect(registry.text('west', MINUTE + 1)).toBe('');
    addCall(series, aCall({ at: 2 * MINUTE, clientMs: 0 }));
    expect(registry.text('west', 2 * MINUTE)).toContain('} 1\n');
  });

  it('notes the past in lines that keep their places', () => {
    const registry = new Registry();
    const lines = registry.snapshots('west');
    addCall(registry.series(counter({}, { a: '1' })), aCall({}));
    const first = lines.take(1);
    addCall(registry.series(counter({}, { a: '2' })), aCall({}));
    addCall(registry.series(counter({}, { a: '1' })), aCall({}));
    const second = lines.take(2);
    expect(lines.heads).toEqual([
      'calls_total{job="test",a="1"',
      'calls_total{job="test",a="2"',
    ]);
    expect([[...first.values], [...second.values]]).toEqual([[1], [2, 1]]);
  });
});
