import type { MetricSample, QueryScope, SampleContext } from '../metrics';
import { quote, rounded, sumBy } from './promql';

/** Stands in no name of anything in Kubernetes and in no code of an answer. */
const SEPARATOR = ';';
const KEY = 'k';

/**
 * The same vector with the values of its labels in one label `k`, the cluster's as the
 * last one; `le` stays as it is. An answer of thousands of samples is less than half as
 * long without the names of the labels. Nothing is lost but digits: a value with the
 * separator in it gives a key with too many parts, which {@link expand} leaves out instead
 * of reading it wrongly.
 *
 * @param labels all labels of the vector but `le` and the cluster's
 */
export function compact(
  labels: readonly string[],
  vector: string,
  scope: Pick<QueryScope, 'clusterLabel' | 'windowSeconds'>,
): string {
  const { clusterLabel } = scope;
  const all = [...labels, ...(clusterLabel ? [clusterLabel] : [])];
  const names = all.map(quote).join(', ');
  const joined = `label_join(${vector}, "${KEY}", "${SEPARATOR}", ${names})`;
  return rounded(sumBy([KEY, 'le'], joined), scope);
}

/** A sample of a {@link compact} vector. */
export interface ExpandedSample {
  /** Labels without a value are left out. The same object for samples with the same key. */
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  /** Upper bound of a classic histogram's bucket. */
  readonly le?: number;
  readonly buckets?: MetricSample['buckets'];
}

/**
 * One string for all that are equal, copied once: parts of a text keep the whole of it in
 * memory, and thousands of samples have the same names in them.
 */
type Shared = Map<string, string>;

function shared(text: string, texts: Shared): string {
  const known = texts.get(text);
  if (known !== undefined) return known;
  const own = structuredClone(text);
  texts.set(own, own);
  return own;
}

function labelsOf(
  names: readonly string[],
  { [KEY]: key, le: _, ...others }: MetricSample['labels'],
  texts: Shared,
): Record<string, string> | undefined {
  if (key === undefined) return others;
  const values = key.split(SEPARATOR);
  if (values.length !== names.length) return undefined;
  const labels: Record<string, string> = {};
  for (const [name, value] of Object.entries(others)) {
    labels[name] = shared(value, texts);
  }
  names.forEach((name, index) => {
    if (values[index]) labels[name] = shared(values[index], texts);
  });
  return labels;
}

function boundOf(le: string): number {
  return /^\+?inf$/i.test(le) ? Infinity : Number(le || NaN);
}

/** What tells the ends of one sample from those of another: all labels but `le`. */
function keyOf(labels: MetricSample['labels']): string {
  let key = '';
  for (const [name, value] of Object.entries(labels)) {
    if (name !== 'le') key += `${value}\n`;
  }
  return key;
}

/** Reads what {@link compact} made, or a vector as it was; samples that are no count of anything are skipped. */
export function* expand(
  names: readonly string[],
  samples: Iterable<MetricSample>,
  context: Pick<SampleContext, 'skip' | 'clusterLabel'>,
): Generator<ExpandedSample> {
  const { clusterLabel } = context;
  const all = clusterLabel ? [...names, clusterLabel] : names;
  const read = new Map<string, Record<string, string> | undefined>();
  const texts: Shared = new Map();
  for (const { labels, value, buckets } of samples) {
    const key = keyOf(labels);
    if (!read.has(key)) read.set(key, labelsOf(all, labels, texts));
    const known = read.get(key);
    const le = labels.le === undefined ? undefined : boundOf(labels.le);
    const isCount = buckets !== undefined || (value >= 0 && value < Infinity);
    if (known && isCount && !Number.isNaN(le)) {
      yield { labels: known, value, le, buckets };
    } else {
      context.skip();
    }
  }
}
