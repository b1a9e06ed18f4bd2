import type { QueryScope } from '../metrics';
import { compact, expand } from './compact';
import { firstCalls } from './firstCalls';
import { countRates, means, quantiles, tellingBuckets } from './histograms';
import { anyOf, labelName, quote, rate, selector } from './promql';

const scope: QueryScope = {
  windowSeconds: 300,
  clusterLabel: 'cluster',
  matchers: [{ label: 'env', operator: '=', value: 'prod' }],
  isNative: metric => metric === 'native',
  hasBothForms: metric => metric === 'both',
};

/** Of what has both forms, the native one. */
const NATIVE: QueryScope = { ...scope, isNative: () => true };

describe('PromQL', () => {
  it.each([
    ['plain', '"plain"'],
    ['a"b', '"a\\"b"'],
    ['a\\', '"a\\\\"'],
    ['a\nb\tc\rd', '"a\\nb\\tc\\rd"'],
    ['\u0000\u007f', '"\\x00\\x7f"'],
    ['\u0085 ä 𝄞', '"\u0085 ä 𝄞"'],
    ['\ud800 half', '"\\ufffd half"'],
    ['\ufffd', '"\\ufffd"'],
  ])('writes %j as a literal', (value, literal) => {
    expect(quote(value)).toBe(literal);
  });

  it('quotes names of labels that are no words', () => {
    expect(labelName('cluster_name')).toBe('cluster_name');
    expect(labelName('k8s.cluster"} or up #')).toBe(
      '"k8s.cluster\\"} or up #"',
    );
  });

  it('adds the matchers of the scope to every selector', () => {
    const given = [{ label: 'a', operator: '!=', value: 'b' }] as const;
    expect(rate('x_total', given, scope)).toBe(
      'rate(x_total{a!="b",env="prod"}[300s])',
    );
    expect(selector('up', [])).toBe('up');
  });

  it('matches names exactly, whatever they have in them', () => {
    expect(anyOf('name', ['a.b', 'c|d'])).toEqual({
      label: 'name',
      operator: '=~',
      value: 'a\\.b|c\\|d',
    });
  });

  it('looks for the first events of a counter on targets that were scraped before', () => {
    const failed = { label: 'code', operator: '=', value: '503' } as const;
    const query = firstCalls({ metric: 'x', alternatives: [[failed]] }, scope);
    const bad = 'x{code="503",env="prod"}';
    const all = 'x{instance!="",env="prod"}';
    const target =
      'cluster, job, instance, pod, prometheus, prometheus_replica, replica';
    expect(query).toBe(
      `((((${bad}) unless (${bad} offset 300s))` +
        ` and ((timestamp(${bad})) == on (${target}) group_left ()` +
        ` max by (${target}) (timestamp(${all}) and ${all} offset 300s)))` +
        ` / 300 - (rate(${bad}[300s]) or 0 * (${bad})) > 0)`,
    );
  });

  it.each([
    [
      'classic',
      'sum by (le, to) (rate(classic_bucket{env="prod"}[300s]))',
      'sum by (to) (rate(classic_count{env="prod"}[300s]))',
    ],
    [
      'native',
      'sum by (to) (rate(native{env="prod"}[300s]))',
      'histogram_count(sum by (to) (rate(native{env="prod"}[300s])))',
    ],
  ])('asks a %s histogram for what it has', (metric, buckets, counts) => {
    const histogram = { metric, matchers: [], scope };
    expect(quantiles(0.5, ['to'], histogram)).toBe(
      `(histogram_quantile(0.5, ${buckets}) >= 0)`,
    );
    expect(countRates(['to'], histogram)).toBe(`(${counts})`);
    expect(means(['to'], histogram)).toContain(`/ (${counts} > 0)`);
  });

  it('asks a histogram of both forms for each, and no proxy for two', () => {
    const histogram = { metric: 'both', matchers: [], scope };
    const native = 'rate(both{env="prod"}[300s])';
    expect(quantiles(0.5, ['to'], histogram)).toBe(
      '(histogram_quantile(0.5, sum by (le, to) (rate(both_bucket{env="prod"}[300s]))) >= 0' +
        ` or histogram_quantile(0.5, sum by (to) (${native})) >= 0)`,
    );
    expect(tellingBuckets(['to'], { ...histogram, scope: NATIVE })).toBe(
      `sum by (to) ((${native} unless rate(both_count{env="prod"}[300s])))`,
    );
    expect(countRates(['to'], histogram)).toBe(
      '(sum by (to) (rate(both_count{env="prod"}[300s]))' +
        ` or histogram_count(sum by (to) (${native})))`,
    );
  });
});

describe('labels put into one', () => {
  const names = ['from', 'to'];
  const read = (
    labels: Record<string, string>,
    { value = 1, clusterLabel }: { value?: number; clusterLabel?: string } = {},
  ) => {
    let skipped = 0;
    const samples = [
      ...expand(names, [{ labels, value }], {
        clusterLabel,
        skip: () => {
          skipped += 1;
        },
      }),
    ];
    return { samples, skipped };
  };

  it.each([
    [300, '0.000001'],
    [3600, '0.0000001'],
    [86_400, '0.00000001'],
  ])('is as exact as one request in %s s needs', (windowSeconds, nearest) => {
    const clusterLabel = undefined;
    expect(compact(names, 'v', { clusterLabel, windowSeconds })).toBe(
      `round(sum by (k, le) (label_join(v, "k", ";", "from", "to")), ${nearest})`,
    );
  });

  it('has the cluster among them, and keeps the bound of a bucket beside them', () => {
    expect(compact(names, 'v', scope)).toContain(', "from", "to", "cluster")');
    const { samples } = read(
      { k: 'a;b;west', le: '+Inf' },
      { clusterLabel: 'cluster' },
    );
    expect(samples).toEqual([
      {
        labels: { from: 'a', to: 'b', cluster: 'west' },
        le: Infinity,
        value: 1,
        buckets: undefined,
      },
    ]);
  });

  it('leaves out labels without a value', () => {
    expect(read({ k: ';b' }).samples[0].labels).toEqual({ to: 'b' });
  });

  it.each([
    ['a separator in a value', { k: 'a;b;c' }, 1],
    ['too few values', { k: 'a' }, 1],
    ['NaN', { k: 'a;b' }, NaN],
    ['infinity', { k: 'a;b' }, Infinity],
    ['a negative number', { k: 'a;b' }, -1],
    ['a bound that is no number', { k: 'a;b', le: 'x' }, 1],
  ])('skips a sample with %s, and counts it', (_, labels, value) => {
    expect(read(labels, { value })).toEqual({ samples: [], skipped: 1 });
  });
});
