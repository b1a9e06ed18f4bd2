import type { CalendarSchedule, Schedule } from '../apiserver/cronSchedule.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const LONGEST_GAP = 366 * 24 * 60;

/** The first time strictly after `after` that the schedule names (UTC); undefined if there is none in a year. */
export function nextRun(schedule: Schedule, after: Date): Date | undefined {
  if ('everySeconds' in schedule) {
    const second = Math.floor(after.getTime() / SECOND);
    return new Date((second + schedule.everySeconds) * SECOND);
  }
  let time = Math.floor(after.getTime() / MINUTE) * MINUTE;
  for (let i = 0; i < LONGEST_GAP; i++) {
    time += MINUTE;
    const date = new Date(time);
    if (matches(schedule, date)) return date;
  }
  return undefined;
}

function matches(schedule: CalendarSchedule, date: Date): boolean {
  const day = schedule.days.has(date.getUTCDate());
  const weekday = schedule.weekdays.has(date.getUTCDay());
  return (
    schedule.minutes.has(date.getUTCMinutes()) &&
    schedule.hours.has(date.getUTCHours()) &&
    schedule.months.has(date.getUTCMonth() + 1) &&
    (schedule.eitherDay ? day || weekday : day && weekday)
  );
}
