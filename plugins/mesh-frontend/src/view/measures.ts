/** What is measured, which decides the unit. */
export type MeasureKind =
  | 'requests'
  | 'success'
  | 'latency'
  | 'connections'
  | 'bytes';

/** A unit that the page has a word for. */
type MeasureUnit =
  | 'requestsPerSecond'
  | 'percent'
  | 'milliseconds'
  | 'seconds'
  | 'connectionsPerSecond'
  | 'bytesPerSecond'
  | 'kilobytesPerSecond'
  | 'megabytesPerSecond'
  | 'gigabytesPerSecond';

/** A number as the reader's language writes it, and its unit. */
export interface Measure {
  readonly value: string;
  readonly unit: MeasureUnit;
}

/** Three digits that mean something, or all before the point. */
function digits(value: number, locale: string): string {
  const options =
    Math.abs(value) >= 100
      ? { maximumFractionDigits: 0 }
      : { maximumSignificantDigits: 3 };
  return new Intl.NumberFormat(locale, options).format(value);
}

/**
 * Of 1: two decimals of a percentage, always rounded down. What is not all must not
 * read as 100 %.
 */
function percentage(ratio: number, locale: string): string {
  // The small part undoes what 0.57 * 100 = 56.99999999999999 does.
  const floored = Math.floor(ratio * 10_000 + 1e-6) / 100;
  const shown = ratio < 1 ? Math.min(floored, 99.99) : 100;
  return new Intl.NumberFormat(locale, { maximumFractionDigits: 2 }).format(
    shown,
  );
}

const BYTE_UNITS = [
  'bytesPerSecond',
  'kilobytesPerSecond',
  'megabytesPerSecond',
  'gigabytesPerSecond',
] as const;

function bytesMeasure(value: number, locale: string): Measure {
  const power =
    value < 1 ? 0 : Math.min(3, Math.floor(Math.log10(value * 1.0005) / 3));
  return {
    value: digits(value / 1000 ** power, locale),
    unit: BYTE_UNITS[power],
  };
}

function latencyMeasure(value: number, locale: string): Measure {
  return value < 1000
    ? { value: digits(value, locale), unit: 'milliseconds' }
    : { value: digits(value / 1000, locale), unit: 'seconds' };
}

/**
 * A number of an answer for people. `success` is 0..1, `latency` milliseconds, all
 * others per second.
 */
export function measure(
  kind: MeasureKind,
  value: number,
  locale: string,
): Measure {
  switch (kind) {
    case 'requests':
      return { value: digits(value, locale), unit: 'requestsPerSecond' };
    case 'success':
      return { value: percentage(value, locale), unit: 'percent' };
    case 'latency':
      return latencyMeasure(value, locale);
    case 'connections':
      return { value: digits(value, locale), unit: 'connectionsPerSecond' };
    case 'bytes':
      return bytesMeasure(value, locale);
    default:
      throw new Error(`No unit for ${kind satisfies never}`);
  }
}
