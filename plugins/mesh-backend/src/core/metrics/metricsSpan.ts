/** The part of the past that a chart shows. Times in Unix seconds. */
export interface MetricsSpan {
  readonly stepSeconds: number;
  /** One per point, oldest first; multiples of the step. */
  readonly times: readonly number[];
  /** Somebody looks at how it was, instead of at how it is. */
  readonly isPast: boolean;
}

/** What is asked for, as the contract reads it. */
export interface AskedSpan {
  readonly window: string;
  readonly step?: number;
  /** ISO */
  readonly at?: string;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;

const WINDOW_SECONDS: Readonly<Record<string, number>> = {
  '15m': 15 * MINUTE,
  '1h': HOUR,
  '3h': 3 * HOUR,
  '6h': 6 * HOUR,
  '12h': 12 * HOUR,
  '24h': 24 * HOUR,
};

/** Seconds of a window as the contract names it; undefined where none is named. */
export function secondsOf(window: string | undefined): number | undefined {
  return window === undefined ? undefined : WINDOW_SECONDS[window];
}

/** Such that no chart has more than 288 points. */
const STEP_SECONDS: Readonly<Record<string, number>> = {
  '15m': 15,
  '1h': 15,
  '3h': 60,
  '6h': 120,
  '12h': 240,
  '24h': 300,
};

/** More points than a chart can show cost stores and browsers for nothing. */
const MOST_POINTS = 720;

/** `now`: Unix ms. A step that would give too many points is made longer. */
export function metricsSpan(asked: AskedSpan, now: number): MetricsSpan {
  const windowSeconds = WINDOW_SECONDS[asked.window] ?? HOUR;
  const least = Math.ceil(windowSeconds / MOST_POINTS);
  const wanted = asked.step ?? STEP_SECONDS[asked.window] ?? MINUTE;
  const stepSeconds = Math.max(wanted, least);
  const end = asked.at === undefined ? now : Date.parse(asked.at);
  const last = Math.floor(Math.min(end, now) / 1000 / stepSeconds);
  const count = Math.max(1, Math.floor(windowSeconds / stepSeconds));
  const times = Array.from(
    { length: count },
    (_, index) => (last - count + 1 + index) * stepSeconds,
  );
  return { stepSeconds, times, isPast: asked.at !== undefined };
}
