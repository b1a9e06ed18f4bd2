import type { ErrorSeries } from '@meshport/plugin-mesh-common';

/** What is remembered of the errors of one part of a service; rates per second. */
export interface KnownErrors {
  readonly reasons: Iterable<string>;
  /** Whether its requests were counted at a time (Unix seconds). */
  readonly isCountedAt: (time: number) => boolean;
  readonly errorsAt: (reason: string, time: number) => number;
}

/** Errors at a time; undefined where not even requests are known. */
function errorsOf(
  { isCountedAt, errorsAt }: KnownErrors,
  reason: string,
  time: number,
): number | undefined {
  if (!isCountedAt(time)) return undefined;
  const errors = errorsAt(reason, time);
  // A reason is remembered from its first error on: before there were none.
  return Number.isNaN(errors) ? 0 : errors;
}

function sumOf(points: ErrorSeries['points']): number {
  return points.reduce<number>((sum, one) => sum + (one ?? 0), 0);
}

/**
 * Errors by reason over time, added up over the parts of a service; the most frequent
 * reason first. `times` in Unix seconds. Undefined where nobody counted requests: not even
 * that none failed is known then.
 */
export function errorSeries(
  parts: readonly KnownErrors[],
  times: readonly number[],
): ErrorSeries[] | undefined {
  const isCounted = parts.some(({ isCountedAt }) => times.some(isCountedAt));
  if (!isCounted) return undefined;
  const reasons = new Set(parts.flatMap(one => [...one.reasons]));
  return [...reasons]
    .map(reason => ({
      reason,
      points: times.map(time => {
        const known = parts.flatMap(part => errorsOf(part, reason, time) ?? []);
        const sum = known.reduce((all, one) => all + one, 0);
        return known.length > 0 ? Number(sum.toPrecision(6)) : null;
      }),
    }))
    .filter(({ points }) => sumOf(points) > 0)
    .sort((a, b) => sumOf(b.points) - sumOf(a.points));
}
