/** When a CronJob runs: the five fields of its schedule as sets of allowed numbers, or a fixed delay. */
export type Schedule = CalendarSchedule | { everySeconds: number };

export interface CalendarSchedule {
  minutes: Set<number>;
  hours: Set<number>;
  days: Set<number>;
  months: Set<number>;
  weekdays: Set<number>;
  /** Whether both day fields are restricted: cron then takes either. */
  eitherDay: boolean;
}

/** The rules and the messages are those of robfig/cron, which Kubernetes reads schedules with. */
export class ScheduleError extends Error {}

interface FieldRange {
  min: number;
  max: number;
  /** Names of the numbers from `min` on. */
  names?: readonly string[];
}

interface Field {
  numbers: Set<number>;
  /** Whether it is `*` or `?`, which restrict nothing. */
  isOpen: boolean;
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const WEEKDAYS = 'sun mon tue wed thu fri sat'.split(' ');

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** Seconds in the units of Go's durations. */
const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

/** Throws a ScheduleError for what a real API server refuses, a step of 0 among it. */
export function parseSchedule(text: string): Schedule {
  const trimmed = text.trim();
  if (trimmed.startsWith('@every ')) return { everySeconds: delayOf(trimmed) };
  if (!trimmed.startsWith('@')) return parseFields(trimmed);
  const fields = Object.hasOwn(DESCRIPTORS, trimmed)
    ? DESCRIPTORS[trimmed]
    : undefined;
  if (!fields) throw new ScheduleError(`unrecognized descriptor: ${trimmed}`);
  return parseFields(fields);
}

function parseFields(text: string): CalendarSchedule {
  const fields = text.split(/\s+/).filter(Boolean);
  if (fields.length !== 5) {
    throw new ScheduleError(
      `expected exactly 5 fields, found ${fields.length}: [${fields.join(
        ' ',
      )}]`,
    );
  }
  const minutes = parseField(fields[0], { min: 0, max: 59 });
  const hours = parseField(fields[1], { min: 0, max: 23 });
  const days = parseField(fields[2], { min: 1, max: 31 });
  const months = parseField(fields[3], { min: 1, max: 12, names: MONTHS });
  const weekdays = parseField(fields[4], { min: 0, max: 6, names: WEEKDAYS });
  return {
    minutes: minutes.numbers,
    hours: hours.numbers,
    days: days.numbers,
    months: months.numbers,
    weekdays: weekdays.numbers,
    eitherDay: !days.isOpen && !weekdays.isOpen,
  };
}

function parseField(text: string, range: FieldRange): Field {
  const field: Field = { numbers: new Set(), isOpen: false };
  for (const part of text.split(',').filter(Boolean)) {
    const { start, end, step, isOpen } = parsePart(part, range);
    for (let n = start; n <= end; n += step) field.numbers.add(n);
    field.isOpen ||= isOpen;
  }
  return field;
}

/** One of `*`, `n`, `n-m`, each with or without `/step`; `n/step` goes on to the field's end. */
function parsePart(part: string, range: FieldRange) {
  const [span, stepText, ...tooMany] = part.split('/');
  const [low, high, ...tooHigh] = span.split('-');
  if (tooHigh.length > 0) throw new ScheduleError(`too many hyphens: ${part}`);
  if (tooMany.length > 0) throw new ScheduleError(`too many slashes: ${part}`);
  const isAll = low === '*' || low === '?';
  const start = isAll ? range.min : numberOf(low, range);
  const single = high === undefined ? start : numberOf(high, range);
  const step = stepText === undefined ? 1 : numberOf(stepText);
  const goesOn = isAll || (high === undefined && stepText !== undefined);
  const end = goesOn ? range.max : single;
  const problem = problemOf({ start, end, step, range });
  if (problem) throw new ScheduleError(`${problem}: ${part}`);
  return { start, end, step, isOpen: isAll && step === 1 };
}

function problemOf(part: {
  start: number;
  end: number;
  step: number;
  range: FieldRange;
}): string | undefined {
  const { start, end, step, range } = part;
  if (start < range.min)
    return `beginning of range (${start}) below minimum (${range.min})`;
  if (end > range.max)
    return `end of range (${end}) above maximum (${range.max})`;
  if (start > end)
    return `beginning of range (${start}) beyond end of range (${end})`;
  return step === 0 ? 'step of range should be a positive number' : undefined;
}

function numberOf(text: string, range?: FieldRange): number {
  const named = range?.names?.indexOf(text.toLowerCase()) ?? -1;
  if (range && named >= 0) return range.min + named;
  if (/^\+?\d+$/.test(text)) return Number(text);
  throw new ScheduleError(
    `failed to parse int from ${text}: strconv.Atoi: parsing ${JSON.stringify(
      text,
    )}: invalid syntax`,
  );
}

/** `@every 1h30m`: at least a second. */
function delayOf(text: string): number {
  const duration = text.slice('@every '.length);
  if (!/^(\d+(\.\d+)?[hms])+$/.test(duration)) {
    throw new ScheduleError(
      `failed to parse duration ${text}: time: invalid duration ${JSON.stringify(
        duration,
      )}`,
    );
  }
  const parts = [...duration.matchAll(/([\d.]+)([hms])/g)];
  const seconds = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * UNITS[unit],
    0,
  );
  return Math.max(1, Math.floor(seconds));
}
