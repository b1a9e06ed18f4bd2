/** One series as a scrape would have it, over the whole recording. */
export interface RecordedSeries {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Value after so many seconds of the recording; undefined: no sample. */
  readonly valueAt: (seconds: number) => number | undefined;
}

export const RECORDED_SECONDS = 1_200;
export const SCRAPE_SECONDS = 15;

type Labels = Readonly<Record<string, string>>;

/** So large that no rate is cut at zero. */
const OFFSET = 1_000_000;

/** A counter that grows evenly, by exactly so much per second. */
export function counter(
  name: string,
  labels: Labels,
  perSecond: number,
): RecordedSeries {
  return {
    name,
    labels,
    valueAt: seconds => OFFSET + perSecond * seconds,
  };
}

/** The same of a process that was started anew in the last minutes of the recording. */
export function restartedCounter(
  name: string,
  labels: Labels,
  perSecond: number,
): RecordedSeries {
  const restart = RECORDED_SECONDS - 150;
  return {
    name,
    labels,
    valueAt: seconds =>
      seconds < restart
        ? OFFSET + perSecond * seconds
        : perSecond * (seconds - restart + SCRAPE_SECONDS),
  };
}

/** When series begin that did not exist at the start of the window. */
const BEGIN = RECORDED_SECONDS - 60;

/** A counter of which the first sample is after its first events; it ends at `count`. */
export function begunCounter(
  name: string,
  labels: Labels,
  count: number,
): RecordedSeries {
  return {
    name,
    labels,
    valueAt: seconds =>
      seconds < BEGIN
        ? undefined
        : count / 2 + ((count / 2) * (seconds - BEGIN)) / 60,
  };
}

/** A counter of which only the samples are there that `isScraped` says. */
export function scraped(
  series: RecordedSeries,
  isScraped: (seconds: number) => boolean,
): RecordedSeries {
  return {
    ...series,
    valueAt: seconds =>
      isScraped(seconds) ? series.valueAt(seconds) : undefined,
  };
}

/** Buckets, sum and count of calls that all took the same time. */
export function histogram(
  name: string,
  { labels, bounds }: { labels: Labels; bounds: readonly number[] },
  { perSecond, value }: { perSecond: number; value: number },
): RecordedSeries[] {
  const bucket = (le: string, bound: number) =>
    counter(
      `${name}_bucket`,
      { ...labels, le },
      value <= bound ? perSecond : 0,
    );
  return [
    ...bounds.map(bound => bucket(String(bound), bound)),
    bucket('+Inf', Infinity),
    counter(`${name}_sum`, labels, perSecond * value),
    counter(`${name}_count`, labels, perSecond),
  ];
}

function escapeLabel(value: string): string {
  return value
    .replace(/\\/g, '\\\\')
    .replace(/"/g, '\\"')
    .replace(/\n/g, '\\n');
}

/** Text of the exposition format with a time on every sample. */
export function exposition(
  series: readonly RecordedSeries[],
  {
    endSeconds,
    unit,
  }: { endSeconds: number; unit: 'seconds' | 'milliseconds' },
): string {
  const lines: string[] = [];
  const factor = unit === 'seconds' ? 1 : 1000;
  for (const { name, labels, valueAt } of series) {
    const written = Object.entries(labels).map(
      ([label, value]) => `${label}="${escapeLabel(value)}"`,
    );
    for (let at = 0; at <= RECORDED_SECONDS; at += SCRAPE_SECONDS) {
      const value = valueAt(at);
      if (value !== undefined) {
        const time = (endSeconds - RECORDED_SECONDS + at) * factor;
        lines.push(`${name}{${written.join(',')}} ${value} ${time}`);
      }
    }
  }
  return `${lines.join('\n')}\n`;
}
