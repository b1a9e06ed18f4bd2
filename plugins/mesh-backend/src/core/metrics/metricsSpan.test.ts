import { metricsSpan } from './metricsSpan';

const NOW = Date.parse('2026-11-14T08:00:07.000Z');
const SECONDS = Math.floor(NOW / 1000);

describe('the span of a chart', () => {
  it.each([
    ['15m', 15, 60],
    ['1h', 15, 240],
    ['3h', 60, 180],
    ['6h', 120, 180],
    ['12h', 240, 180],
    ['24h', 300, 288],
  ])('of %s has a step of %d s', (window, stepSeconds, points) => {
    const span = metricsSpan({ window }, NOW);
    expect(span.stepSeconds).toBe(stepSeconds);
    expect(span.times).toHaveLength(points);
    expect(span.isPast).toBe(false);
  });

  it('is aligned, so that everybody who looks asks the same', () => {
    const { times } = metricsSpan({ window: '24h' }, NOW);
    expect(times.every(time => time % 300 === 0)).toBe(true);
    expect(times[times.length - 1]).toBeLessThanOrEqual(SECONDS);
    expect(times[times.length - 1]).toBeGreaterThan(SECONDS - 300);
  });

  it('has no more points than a chart can show', () => {
    const { stepSeconds, times } = metricsSpan(
      { window: '24h', step: 15 },
      NOW,
    );
    expect(stepSeconds).toBe(120);
    expect(times).toHaveLength(720);
  });

  it('ends when it is asked for, and never in the future', () => {
    const end = (at: string) =>
      metricsSpan({ window: '15m', at }, NOW).times.slice(-1)[0];
    expect(end('2026-11-14T07:00:00.000Z')).toBe(SECONDS - 3607);
    expect(end('2030-01-01T00:00:00.000Z')).toBeLessThanOrEqual(SECONDS);
  });
});
