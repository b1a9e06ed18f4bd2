import { bucketQuery, type MetricSample } from '@meshport/plugin-mesh-node';
import fc from 'fast-check';
import { type Buckets, latencyOf, mergeBuckets, quantileOf } from './buckets';

const BOUNDS = [1, 5, 10, 50, 100, Infinity];

/** Cumulative buckets of single values. */
function bucketsOf(
  values: readonly number[],
  bounds: readonly number[] = BOUNDS,
): Buckets {
  return bounds.map(upper => [
    upper,
    values.filter(value => value <= upper).length,
  ]);
}

const values = fc.array(fc.integer({ min: 1, max: 200 }), { maxLength: 60 });

/** The bounds between which a value lies; what is beyond the last one is that bound. */
function boundsAround(value: number): [number, number] {
  const index = BOUNDS.findIndex(upper => value <= upper);
  const last = BOUNDS[BOUNDS.length - 2];
  if (BOUNDS[index] === Infinity) return [last, last];
  return [BOUNDS[index - 1] ?? 0, BOUNDS[index]];
}

describe('quantiles of buckets', () => {
  it('lie in the bucket of the value that has the rank', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 200 }), {
          minLength: 1,
          maxLength: 60,
        }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (all, q) => {
          const sorted = [...all].sort((one, other) => one - other);
          const ranked = sorted[Math.max(0, Math.ceil(q * all.length) - 1)];
          const [lower, upper] = boundsAround(ranked);
          const quantile = quantileOf(q, bucketsOf(all)) ?? NaN;
          expect(quantile).toBeGreaterThanOrEqual(lower - 1e-9);
          expect(quantile).toBeLessThanOrEqual(upper + 1e-9);
        },
      ),
    );
  });

  it.each<[name: string, q: number, buckets: Buckets, quantile?: number]>([
    [
      'linear within a bucket',
      0.5,
      [
        [10, 0],
        [20, 4],
        [Infinity, 4],
      ],
      15,
    ],
    [
      'from 0 in the first bucket',
      0.5,
      [
        [10, 4],
        [Infinity, 4],
      ],
      5,
    ],
    [
      'the last finite bound beyond it',
      0.99,
      [
        [10, 1],
        [Infinity, 9],
      ],
      10,
    ],
    [
      'the bound where the rank is just reached',
      0.5,
      [
        [10, 2],
        [20, 4],
        [Infinity, 4],
      ],
      10,
    ],
    [
      'nothing without a count',
      0.5,
      [
        [10, 0],
        [Infinity, 0],
      ],
      undefined,
    ],
    ['nothing without buckets', 0.5, [], undefined],
    ['nothing of one bucket alone', 0.5, [[Infinity, 3]], undefined],
    [
      'nothing where counts are no numbers',
      0.5,
      [
        [10, NaN],
        [Infinity, NaN],
      ],
      undefined,
    ],
  ])('are %s', (_, q, buckets, quantile) => {
    expect(quantileOf(q, buckets)).toEqual(quantile);
  });

  it('give all three of a latency or none', () => {
    expect(
      latencyOf([
        [10, 100],
        [Infinity, 100],
      ]),
    ).toEqual({
      p50: 5,
      p95: 9.5,
      p99: 9.9,
    });
    expect(
      latencyOf([
        [10, 0],
        [Infinity, 0],
      ]),
    ).toBeUndefined();
  });
});

describe('merged buckets', () => {
  it('are those of all values together', () => {
    fc.assert(
      fc.property(fc.array(values, { minLength: 1, maxLength: 5 }), parts => {
        const merged = mergeBuckets(parts.map(part => bucketsOf(part)));
        expect(merged).toEqual(bucketsOf(parts.flat()));
      }),
    );
  });

  it('of different bounds never fall, and keep the count of all and at common bounds', () => {
    const others = [2, 10, 30, 100, 500, Infinity];
    fc.assert(
      fc.property(values, values, (one, other) => {
        const merged = mergeBuckets([bucketsOf(one), bucketsOf(other, others)]);
        const all = [...one, ...other];
        const counts = merged.map(([, count]) => count);
        expect(counts).toEqual([...counts].sort((a, b) => a - b));
        for (const bound of [10, 100, Infinity]) {
          const count = merged.find(([upper]) => upper === bound)?.[1];
          expect(count).toBeCloseTo(all.filter(value => value <= bound).length);
        }
      }),
    );
  });

  it('are no average of quantiles', () => {
    const fast = bucketsOf(Array(90).fill(3));
    const slow = bucketsOf(Array(10).fill(80));
    const p50 = (buckets: Buckets) => quantileOf(0.5, buckets) ?? NaN;
    const average = (p50(fast) + p50(slow)) / 2;
    expect(p50(mergeBuckets([fast, slow]))).toBeLessThan(5);
    expect(average).toBeGreaterThan(30);
  });
});

/** What a store is asked for: buckets with a part of the count, all, and how many are empty. */
function tellingSamples(buckets: Buckets): MetricSample[] {
  const total = buckets[buckets.length - 1][1];
  const sample = (le: string, value: number) => ({
    labels: { k: 'x;y', le },
    value,
  });
  const finite = buckets.filter(([upper]) => upper < Infinity);
  const empty = finite.filter(([, count]) => count === 0).length;
  return [
    ...finite
      .filter(([, count]) => count > 0 && count < total)
      .map(([upper, count]) => sample(String(upper), count)),
    ...(total ? [sample('+Inf', total)] : []),
    ...(empty ? [sample('-1', empty)] : []),
    ...buckets.map(([upper]) => ({
      labels: { k: '*', le: upper === Infinity ? '+Inf' : String(upper) },
      value: 1,
    })),
  ];
}

describe('buckets of which the ones that say nothing were left out', () => {
  const query = bucketQuery({
    id: 'x',
    metric: 'x',
    labels: ['a', 'b'],
    factor: 1,
    vector: () => '',
    observe: ({ buckets }) => [
      {
        kind: 'inbound',
        reporter: 'destination',
        protocol: 'http',
        from: {},
        to: {},
        calls: { buckets },
      },
    ],
  });
  const context = {
    clusterOf: () => undefined,
    resolve: () => undefined,
    skip: () => {
      throw new Error('A sample was skipped');
    },
  };

  const NONE = -1;

  it('have the quantiles of all, and merge as all do', () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const full = [one, other].map(all => bucketsOf(all));
        const read = full.flatMap(buckets =>
          [...query.read(tellingSamples(buckets), context)].map(
            ({ calls }) => calls.buckets ?? [],
          ),
        );
        const pairs = [
          ...read.map((buckets, index) => [buckets, full[index]]),
          [mergeBuckets(read), mergeBuckets(full)],
        ];
        for (const q of [0.01, 0.5, 0.95, 1]) {
          for (const [buckets, whole] of pairs) {
            const right = quantileOf(q, whole) ?? NONE;
            expect(quantileOf(q, buckets) ?? NONE).toBeCloseTo(right);
          }
        }
      }),
    );
  });
});
