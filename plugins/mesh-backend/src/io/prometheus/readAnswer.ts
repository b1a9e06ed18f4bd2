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

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw garbled();
  }
}

function answerOf(body: string): z.infer<typeof answerSchema> {
  const answer = answerSchema.safeParse(parsed(body));
  if (!answer.success) throw garbled();
  return answer.data;
}

/** Characters that are parsed in one go: some milliseconds. Then others have their turn of the event loop. */
const SLICE = 256 * 1024;

/**
 * What separates two series as all stores write them. A quotation mark within a string has
 * a backslash before it, so that no value of a label looks like this.
 */
const BETWEEN = '},{"metric":';

interface Sliced {
  /** The answer with the last of its series alone, or with some of the last ones. */
  readonly rest: string;
  /** The others, as lists. */
  readonly lists: readonly string[];
}

/** A long answer in pieces that are each JSON; one that is written otherwise stays whole. */
function sliced(body: string): Sliced {
  const first = body.indexOf('{"metric":');
  const lists: string[] = [];
  let from = first;
  while (first >= 0 && body.length - from > SLICE) {
    const end = body.indexOf(BETWEEN, from + SLICE);
    if (end < 0) break;
    lists.push(`[${body.slice(from, end + 1)}]`);
    from = end + '},'.length;
  }
  const rest = lists.length ? body.slice(0, first) + body.slice(from) : body;
  return { rest, lists };
}

function listOf(json: string): readonly unknown[] {
  const list = parsed(json);
  if (!Array.isArray(list)) throw garbled();
  return list;
}

/** Reads an answer with a turn of the event loop for others after each slice. */
async function readSliced<T>(
  body: string,
  {
    resultType,
    read,
    turn,
  }: {
    readonly resultType: 'vector' | 'matrix';
    readonly read: (one: unknown) => T;
    readonly turn: () => Promise<void>;
  },
): Promise<{
  readonly answer: z.infer<typeof answerSchema>;
  readonly all: T[];
}> {
  const { rest, lists } = sliced(body);
  const answer = answerOf(rest);
  const { data } = answer;
  const all: T[] = [];
  if (data.resultType !== resultType) return { answer, all };
  for (const json of lists) {
    for (const one of listOf(json)) all.push(read(one));
    await turn();
  }
  for (const one of data.result) all.push(read(one));
  return { answer, all };
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
  let at: number | undefined;
  const read = (series: unknown) => {
    const { sample, time } = sampleOf(series);
    at ??= 1000 * time;
    return sample;
  };
  const { answer, all: samples } = await readSliced(body, {
    resultType: 'vector',
    read,
    turn,
  });
  const { data, warnings, isPartial } = answer;
  const rest = { warnings, isPartial: isPartial ?? false };
  if (data.resultType === 'scalar') {
    const [time, value] = pointOf(data.result);
    return { ...rest, samples: [{ labels: {}, value }], at: 1000 * time };
  }
  if (data.resultType !== 'vector') throw garbled();
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
  const { answer, all: series } = await readSliced(body, {
    resultType: 'matrix',
    read: rangeSeriesOf,
    turn,
  });
  const { data, warnings, isPartial } = answer;
  if (data.resultType !== 'matrix') throw garbled();
  return { series, warnings, isPartial: isPartial ?? false };
}
