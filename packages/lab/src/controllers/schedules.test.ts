import { parseSchedule } from '../apiserver/cronSchedule.ts';
import { nextRun } from './schedules.ts';

describe('the next run of a cron schedule', () => {
  it.each([
    ['30 4 * * *', '2026-11-20T04:29:59Z', '2026-11-20T04:30:00.000Z'],
    ['30 4 * * *', '2026-11-20T04:30:00Z', '2026-11-21T04:30:00.000Z'],
    ['*/15 * * * *', '2026-11-20T23:50:00Z', '2026-11-21T00:00:00.000Z'],
    ['0 9-17/4 * * 1-5', '2026-11-20T17:30:00Z', '2026-11-23T09:00:00.000Z'],
    ['0 0 1,15 * *', '2026-11-20T00:00:00Z', '2026-12-01T00:00:00.000Z'],
    ['@every 90s', '2026-11-20T00:00:00.4Z', '2026-11-20T00:01:30.000Z'],
    ['0 0 1 * 0', '2026-11-20T00:00:00Z', '2026-11-22T00:00:00.000Z'],
  ])('%s after %s is %s', (schedule, after, expected) => {
    expect(
      nextRun(parseSchedule(schedule), new Date(after))?.toISOString(),
    ).toBe(expected);
  });

  it('does not exist for a day that no month has', () => {
    expect(
      nextRun(parseSchedule('0 0 31 2 *'), new Date('2026-01-01T00:00:00Z')),
    ).toBeUndefined();
  });
});
