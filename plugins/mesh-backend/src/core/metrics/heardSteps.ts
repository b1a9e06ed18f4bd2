import type { StoreHistory } from './StoreHistory';

/** At which steps of a history its store knew anything at all. */
export interface HeardSteps {
  /** Unix seconds of the first step. */
  readonly from: number;
  readonly stepSeconds: number;
  readonly isHeard: readonly boolean[];
}

/** Keeps nothing of the history, which is large. */
export function heardSteps({
  from,
  stepSeconds,
  lines,
}: StoreHistory): HeardSteps {
  const steps = lines[0]?.values.length ?? 0;
  const isHeard = Array.from({ length: steps }, (_, step) =>
    lines.some(({ values }) => !Number.isNaN(values[step])),
  );
  return { from, stepSeconds, isHeard };
}

/**
 * Did the store know anything at a time (Unix seconds)? Then a line that says nothing had
 * nothing to count. A step stands for the time up to it.
 */
export function wasHeardAt(
  { from, stepSeconds, isHeard }: HeardSteps,
  time: number,
): boolean {
  return isHeard[Math.ceil((time - from) / stepSeconds)] ?? false;
}
