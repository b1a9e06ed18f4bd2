import type { SeriesPoints } from '@meshport/plugin-mesh-common';
import type { MetricsSpan } from './metricsSpan';
import { RING_FIELDS, type RingField, type SeriesRing } from './SeriesRing';

/** What answers say is as exact as it is known: a float of 32 bits has seven digits. */
function written(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : null;
}

/** One line of a chart from a function of time; fields without any value are left out. */
export function pointsOf(
  { times }: MetricsSpan,
  valueAt: (field: RingField, time: number) => number,
): SeriesPoints {
  const points: SeriesPoints = {};
  for (const field of RING_FIELDS) {
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
  return ring ? pointsOf(span, (field, time) => ring.at(field, time)) : {};
}
