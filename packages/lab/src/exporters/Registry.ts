import type { Call } from '../traffic/Call.ts';
import type { Amount, Count, Family, Labels } from './Count.ts';

/** Text and value of one line of an exposition. */
interface Line {
  /** Name and labels, without the closing brace. */
  readonly head: string;
  value: number;
}

/** One counter, gauge or histogram of one target. */
interface Series {
  readonly family: Family;
  readonly target: string;
  /** Of a histogram: the buckets (not cumulative), then sum and count. */
  readonly lines: readonly Line[];
  /** When it last counted; undefined while it has not. */
  lastAt?: number;
}

/** A series and what each call adds to it. */
export interface CountedSeries {
  readonly series: Series;
  readonly amount: Amount;
}

/** `Line`s by their place in a list that only grows, and their values at one time. */
export interface Snapshot {
  readonly at: number;
  /** NaN where the series was not shown. */
  readonly values: Float64Array;
}

function escape(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}="${escape(value ?? '')}"`)
    .join(',');
}

function linesOf({ name, bounds = [], type }: Family, text: string): Line[] {
  const line = (suffix: string, extra = ''): Line => ({
    head: `${name}${suffix}{${text}${extra}`,
    value: 0,
  });
  if (type !== 'histogram') return [line('')];
  const separator = text ? ',' : '';
  return [
    ...[...bounds.map(String), '+Inf'].map(le =>
      line('_bucket', `${separator}le="${le}"`),
    ),
    line('_sum'),
    line('_count'),
  ];
}

/** Place of the first bound that is not below the value; behind the last one where all are. */
function bucketOf(bounds: readonly number[], value: number): number {
  let low = 0;
  let high = bounds.length;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (bounds[middle] < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** All series of a lab, by cluster and metric. Series of a target live as long as the target does. */
export class Registry {
  private readonly clusters = new Map<
    string,
    Map<string, Map<string, Series>>
  >();

  /** The series that a count is about, at 0 if it is new. */
  series({ target, family, labels, amount }: Count): CountedSeries {
    const text = labelText({ ...target.labels, ...labels });
    const key = `${target.id} ${text}`;
    const families = this.familiesOf(target.cluster);
    const known = families.get(family.name) ?? new Map<string, Series>();
    families.set(family.name, known);
    const series = known.get(key) ?? {
      family,
      target: target.id,
      lines: linesOf(family, text),
    };
    known.set(key, series);
    return { series, amount };
  }

  /** Sets what is no matter of calls. */
  set(count: Omit<Count, 'amount'>, value: number, at: number): void {
    const { series } = this.series({ ...count, amount: () => value });
    series.lines[0].value = value;
    series.lastAt = at;
  }

  /** Forgets a target: what it counted is gone with it. */
  drop(cluster: string, target: string): void {
    for (const known of this.familiesOf(cluster).values()) {
      for (const [key, series] of known)
        if (series.target === target) known.delete(key);
    }
  }

  /** The text format of Prometheus, version 0.0.4. */
  text(cluster: string, now: number): string {
    const parts: string[] = [];
    for (const [name, known] of this.familiesOf(cluster)) {
      const shown = [...known.values()].filter(series => isShown(series, now));
      if (shown.length > 0)
        parts.push(`# TYPE ${name} ${shown[0].family.type}`);
      for (const series of shown) writeLines(series, parts);
    }
    return parts.length > 0 ? `${parts.join('\n')}\n` : '';
  }

  /** Every line that was ever shown keeps its place, by which snapshots speak of it. */
  snapshots(cluster: string): LineList {
    return new LineList(() => this.familiesOf(cluster));
  }

  private familiesOf(cluster: string): Map<string, Map<string, Series>> {
    const known = this.clusters.get(cluster) ?? new Map();
    this.clusters.set(cluster, known);
    return known;
  }
}

/** The lines of one cluster, for a history that is written in one go. */
export class LineList {
  /** Name and labels of each line, without the closing brace. */
  readonly heads: string[] = [];
  private readonly places = new Map<Series, number>();
  private readonly families: () => Map<string, Map<string, Series>>;

  constructor(families: () => Map<string, Map<string, Series>>) {
    this.families = families;
  }

  take(at: number): Snapshot {
    const all = [...this.families().values()].flatMap(known => [
      ...known.values(),
    ]);
    for (const series of all) this.add(series);
    const values = new Float64Array(this.heads.length).fill(Number.NaN);
    for (const series of all) {
      if (!isShown(series, at)) continue;
      values.set(cumulative(series), this.places.get(series) ?? 0);
    }
    return { at, values };
  }

  private add(series: Series): void {
    if (this.places.has(series)) return;
    this.places.set(series, this.heads.length);
    for (const { head } of series.lines) this.heads.push(head);
  }
}

/** Counts one call in a series. */
export function addCall({ series, amount }: CountedSeries, call: Call): void {
  const { family, lines } = series;
  const value = amount(call);
  series.lastAt = call.at + call.clientMs;
  if (family.type === 'counter') lines[0].value += value;
  else if (family.type === 'gauge') lines[0].value = value;
  else {
    lines[bucketOf(family.bounds ?? [], value)].value += 1;
    lines[lines.length - 2].value += value;
    lines[lines.length - 1].value += 1;
  }
}

/** Also takes back to 0 what has been idle for too long. */
function isShown(series: Series, now: number): boolean {
  if (series.lastAt === undefined) return false;
  const { idleMilliseconds } = series.family;
  if (idleMilliseconds === undefined) return true;
  if (now - series.lastAt <= idleMilliseconds) return true;
  for (const line of series.lines) line.value = 0;
  series.lastAt = undefined;
  return false;
}

/** Values as they are shown: buckets add up. */
function cumulative({ family, lines }: Series): number[] {
  const values = lines.map(({ value }) => value);
  if (family.type !== 'histogram') return values;
  for (let i = 1; i < values.length - 2; i++) values[i] += values[i - 1];
  return values;
}

function writeLines(series: Series, parts: string[]): void {
  const values = cumulative(series);
  for (const [i, { head }] of series.lines.entries())
    parts.push(`${head}} ${values[i]}`);
}
