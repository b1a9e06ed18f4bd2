/** Parts of the protobuf exposition format that a proxy with native histograms speaks. */
type Bytes = readonly number[];

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}

const zigzag = (value: number) =>
  varint(value < 0 ? -2 * value - 1 : 2 * value);

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;

const key = (field: number, wireType: number) => varint(field * 8 + wireType);

const number = (field: number, value: Bytes) => [
  ...key(field, VARINT),
  ...value,
];

const message = (field: number, bytes: Bytes) => [
  ...key(field, LENGTH_DELIMITED),
  ...varint(bytes.length),
  ...bytes,
];

const text = (field: number, value: string) =>
  message(field, [...Buffer.from(value, 'utf8')]);

function double(field: number, value: number): number[] {
  const buffer = Buffer.alloc(8);
  buffer.writeDoubleLE(value);
  return [...key(field, FIXED64), ...buffer];
}

const COUNTER = 0;
const HISTOGRAM = 4;

/** With schema 0 bucket `i` is what is over 2^(i-1) and up to 2^i. */
const SCHEMA = 0;

export interface NativeSample {
  readonly labels: Readonly<Record<string, string>>;
  /** Unix milliseconds. */
  readonly at: number;
  /** Of a counter. */
  readonly value?: number;
  /** Of a histogram: counts by index of the bucket, ascending. */
  readonly buckets?: readonly (readonly [index: number, count: number])[];
  readonly sum?: number;
}

/** One span per bucket, of which the offset is from the end of the one before. */
function histogramOf({ buckets = [], sum = 0 }: NativeSample): number[] {
  const total = buckets.reduce((all, [, count]) => all + count, 0);
  const spans = buckets.flatMap(([index], position) => {
    const before = position ? buckets[position - 1][0] + 1 : 0;
    return message(12, [
      ...number(1, zigzag(index - before)),
      ...number(2, varint(1)),
    ]);
  });
  const deltas = buckets.flatMap(([, count], position) =>
    zigzag(count - (position ? buckets[position - 1][1] : 0)),
  );
  return [
    ...number(1, varint(total)),
    ...double(2, sum),
    ...number(5, zigzag(SCHEMA)),
    ...double(6, 1e-9),
    ...number(7, varint(0)),
    ...spans,
    ...message(13, deltas),
  ];
}

function sampleOf(sample: NativeSample): number[] {
  const { labels, at, value } = sample;
  return message(4, [
    ...Object.entries(labels).flatMap(([name, content]) =>
      message(1, [...text(1, name), ...text(2, content)]),
    ),
    ...(value === undefined
      ? message(7, histogramOf(sample))
      : message(3, double(1, value))),
    ...number(6, varint(at)),
  ]);
}

/** One family, delimited; all of its samples are of the same kind. */
export function nativeFamily(
  name: string,
  samples: readonly NativeSample[],
): Buffer {
  const isCounter = samples.some(({ value }) => value !== undefined);
  const family = [
    ...text(1, name),
    ...number(3, varint(isCounter ? COUNTER : HISTOGRAM)),
    ...samples.flatMap(sampleOf),
  ];
  return Buffer.from([...varint(family.length), ...family]);
}
