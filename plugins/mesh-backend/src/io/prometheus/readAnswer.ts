import type { MetricSample } from '@meshport/plugin-mesh-node';
import type { z } from 'zod';
import { isRecord } from '../kube/rawObject';
import {
  MetricsSourceError,
  type InstantResult,
  type RangeResult,
  type RangeSeries,
} from './MetricsSource';
import { answerSchema } from './schema';

function garbled(): MetricsSourceError {
  return new MetricsSourceError(
    'garbled',
    'The answer is not what the Prometheus API sends',
  );
}

/** Go writes infinities with a sign or without; JavaScript reads neither. */
const SPECIAL: Readonly<Record<string, number>> = {
  NaN,
  Inf: Infinity,
  '+Inf': Infinity,
  '-Inf': -Infinity,
};

function numberOf(written: unknown): number {
  if (typeof written !== 'string' || written === '') throw garbled();
  const value = Number(written);
  if (!Number.isNaN(value)) return value;
  if (!Object.hasOwn(SPECIAL, written)) throw garbled();
  return SPECIAL[written];
}

function labelsOf(series: unknown): Readonly<Record<string, string>> {
  const labels = isRecord(series) ? series.metric : undefined;
  if (!isRecord(labels)) throw garbled();
  for (const name in labels) {
    if (typeof labels[name] !== 'string') throw garbled();
  }
  return labels as Readonly<Record<string, string>>;
}

/** `[<Unix seconds>, <what>]`. */
function pairOf(pair: unknown): readonly [time: number, what: unknown] {
  if (!Array.isArray(pair) || typeof pair[0] !== 'number') throw garbled();
  return [pair[0], pair[1]];
}

function pointOf(pair: unknown): readonly [time: number, value: number] {
  const [time, value] = pairOf(pair);
  return [time, numberOf(value)];
}

/** Of a native histogram: `[<bounds>, <lower>, <upper>, <count>]`, each bucket for itself. */
function bucketOf(bucket: unknown): readonly [number, number, number] {
  if (!Array.isArray(bucket)) throw garbled();
  return [numberOf(bucket[2]), numberOf(bucket[3]), numberOf(bucket[1])];
}

function histogramOf(histogram: unknown): Omit<MetricSample, 'labels'> {
  if (!isRecord(histogram)) throw garbled();
  const { count, buckets } = histogram;
  return {
    value: numberOf(count),
    // Left out where the histogram counted nothing.
    buckets: Array.isArray(buckets) ? buckets.map(bucketOf) : [],
  };
}

/** The sample of one series, and when it was evaluated (Unix seconds). */
function sampleOf(series: unknown): { sample: MetricSample; time: number } {
  const labels = labelsOf(series);
  if (!isRecord(series)) throw garbled();
  if (series.histogram !== undefined) {
    const [time, histogram] = pairOf(series.histogram);
    return { sample: { labels, ...histogramOf(histogram) }, time };
  }
  const [time, value] = pointOf(series.value);
  return { sample: { labels, value }, time };
}

function answerOf(body: string): z.infer<typeof answerSchema> {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw garbled();
  }
  const answer = answerSchema.safeParse(json);
  if (!answer.success) throw garbled();
  return answer.data;
}

/** Some milliseconds of reading; then others have their turn of the event loop. */
const SLICE = 5_000;

/** Reads one by one, with a turn of the event loop between slices. */
async function inSlices<T>(
  series: readonly unknown[],
  read: (one: unknown) => T,
  turn: () => Promise<void>,
): Promise<T[]> {
  const all: T[] = [];
  for (let start = 0; start < series.length; start += SLICE) {
    if (start > 0) await turn();
    for (const one of series.slice(start, start + SLICE)) all.push(read(one));
  }
  return all;
}

/**
 * Reads the answer to an instant query: a vector, or a scalar as one sample without
 * labels. `at` (Unix ms) is when it was evaluated, where any sample tells. `turn` resolves
 * after others had theirs. Rejects with a MetricsSourceError (`garbled`) for anything else.
 */
export async function readInstantAnswer(
  body: string,
  turn: () => Promise<void>,
): Promise<Omit<InstantResult, 'bytes' | 'at'> & { readonly at?: number }> {
  const { data, warnings, isPartial } = answerOf(body);
  const rest = { warnings, isPartial: isPartial ?? false };
  if (data.resultType === 'scalar') {
    const [time, value] = pointOf(data.result);
    return { ...rest, samples: [{ labels: {}, value }], at: 1000 * time };
  }
  if (data.resultType !== 'vector') throw garbled();
  let at: number | undefined;
  const read = (series: unknown) => {
    const { sample, time } = sampleOf(series);
    at ??= 1000 * time;
    return sample;
  };
  const samples = await inSlices(data.result, read, turn);
  return { ...rest, samples, ...(at === undefined ? {} : { at }) };
}

function rangeSeriesOf(series: unknown): RangeSeries {
  const labels = labelsOf(series);
  const values = isRecord(series) ? series.values ?? [] : undefined;
  if (!Array.isArray(values)) throw garbled();
  return { labels, points: values.map(pointOf) };
}

/**
 * Reads the answer to a range query. Native histograms are left out: what is asked for
 * over time are quantiles and rates. `turn` as for {@link readInstantAnswer}; rejects with
 * a MetricsSourceError (`garbled`).
 */
export async function readRangeAnswer(
  body: string,
  turn: () => Promise<void>,
): Promise<Omit<RangeResult, 'bytes'>> {
  const { data, warnings, isPartial } = answerOf(body);
  if (data.resultType !== 'matrix') throw garbled();
  return {
    series: await inSlices(data.result, rangeSeriesOf, turn),
    warnings,
    isPartial: isPartial ?? false,
  };
}
