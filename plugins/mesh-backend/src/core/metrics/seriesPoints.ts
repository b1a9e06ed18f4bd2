import type { SeriesPoints } from '@meshport/plugin-mesh-common';
import type { MetricsSpan } from './metricsSpan';
import { RING_FIELDS, type RingField, type SeriesRing } from './SeriesRing';

/**
 * What answers say is as exact as it is known: a float of 32 bits has seven digits. Most
 * numbers are quick to write; only small ones need the slow way.
 */
function written(value: number): number | null {
  if (!Number.isFinite(value)) return null;
  if (Number.isInteger(value)) return value;
  return Math.abs(value) >= 1
    ? Math.round(value * 1000) / 1000
    : Number(value.toPrecision(6));
}

/** One line of a chart from a function of time; fields without any value are left out. */
export function pointsOf(
  { times }: MetricsSpan,
  valueAt: (field: RingField, time: number) => number,
  fields: Iterable<RingField> = RING_FIELDS,
): SeriesPoints {
  const points: SeriesPoints = {};
  for (const field of fields) {
    const values = times.map(time => written(valueAt(field, time)));
    if (values.some(value => value !== null)) points[field] = values;
  }
  return points;
}

/** What a ring remembers of a span. A step longer than its slots takes the latest one. */
export function pointsOfRing(
  ring: SeriesRing | undefined,
  span: MetricsSpan,
): SeriesPoints {
  if (!ring) return {};
  const valueAt = (field: RingField, time: number) => ring.at(field, time);
  return pointsOf(span, valueAt, ring.known());
}
