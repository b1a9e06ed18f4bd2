import { DateTime } from 'luxon';

/** A time as answers (ISO 8601) or clocks (ms) give it. */
export type Instant = string | number;

/** Who is this close to the next full unit, as a part of the age, has reached it. */
const TOLERANCE = 0.01;

function parse(time: Instant): DateTime {
  return typeof time === 'number'
    ? DateTime.fromMillis(time)
    : DateTime.fromISO(time);
}

/** `6 days ago` (`narrow`: `6d ago`) in the reader's language; `now` in ms. */
export function relativeTime(options: {
  then: Instant;
  now: number;
  locale: string;
  style?: 'long' | 'narrow';
}): string {
  const { then, now, locale, style = 'long' } = options;
  const time = parse(then).setLocale(locale);
  if (!time.isValid) return String(then);
  // A reader's clock that is behind the server's must not speak of the future, and
  // luxon calls a difference of zero "in 0 seconds".
  const age = Math.max(now - time.toMillis(), 1);
  const base = time.plus(age * (1 + TOLERANCE));
  return time.toRelative({ base, style }) ?? String(then);
}

/** Date, time and zone as the reader writes them, for hovers. */
export function absoluteTime(then: Instant, locale: string): string {
  const time = parse(then);
  return time.isValid
    ? time.setLocale(locale).toLocaleString(DateTime.DATETIME_FULL)
    : String(then);
}

/** Hours and minutes of today; of another day with its date. */
export function clockTime(
  then: Instant,
  { now, locale }: { readonly now: number; readonly locale: string },
): string {
  const time = parse(then);
  if (!time.isValid) return String(then);
  const isToday = time.hasSame(DateTime.fromMillis(now), 'day');
  return time
    .setLocale(locale)
    .toLocaleString(isToday ? DateTime.TIME_SIMPLE : DateTime.DATETIME_SHORT);
}
