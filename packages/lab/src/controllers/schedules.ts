/** The five fields of a cron schedule as sets of allowed numbers; supports `*`, lists, ranges and steps. */
interface Schedule {
  minutes: Set<number>;
  hours: Set<number>;
  days: Set<number>;
  months: Set<number>;
  weekdays: Set<number>;
  /** Whether both day fields are restricted: cron then takes either. */
  eitherDay: boolean;
}

const MINUTE = 60_000;
const LONGEST_GAP = 366 * 24 * 60;

function parseField(text: string, low: number, high: number): Set<number> {
  const numbers = new Set<number>();
  for (const part of text.split(',')) {
    const match = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
    if (!match) throw new Error(`"${text}" is no field of a cron schedule`);
    const [, from, to, step] = match;
    const start = from === undefined ? low : Number(from);
    const openEnded = from === undefined || step !== undefined;
    const end = Number(to ?? (openEnded ? high : start));
    for (let n = start; n <= end; n += Number(step ?? 1)) numbers.add(n);
  }
  return numbers;
}

export function parseSchedule(text: string): Schedule {
  const fields = text.trim().split(/\s+/);
  if (fields.length !== 5)
    throw new Error(
      `"${text}" is no cron schedule: it has ${fields.length} fields, not 5`,
    );
  const [minute, hour, day, month, weekday] = fields;
  return {
    minutes: parseField(minute, 0, 59),
    hours: parseField(hour, 0, 23),
    days: parseField(day, 1, 31),
    months: parseField(month, 1, 12),
    weekdays: new Set([...parseField(weekday, 0, 7)].map(n => n % 7)),
    eitherDay: day !== '*' && weekday !== '*',
  };
}

/** The first time strictly after `after` that the schedule names (UTC); undefined if there is none in a year. */
export function nextRun(schedule: Schedule, after: Date): Date | undefined {
  let time = Math.floor(after.getTime() / MINUTE) * MINUTE;
  for (let i = 0; i < LONGEST_GAP; i++) {
    time += MINUTE;
    const date = new Date(time);
    if (matches(schedule, date)) return date;
  }
  return undefined;
}

function matches(schedule: Schedule, date: Date): boolean {
  const day = schedule.days.has(date.getUTCDate());
  const weekday = schedule.weekdays.has(date.getUTCDay());
  return (
    schedule.minutes.has(date.getUTCMinutes()) &&
    schedule.hours.has(date.getUTCHours()) &&
    schedule.months.has(date.getUTCMonth() + 1) &&
    (schedule.eitherDay ? day || weekday : day && weekday)
  );
}
