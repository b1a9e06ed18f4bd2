import type { Mesh, MetricQuery } from '@meshport/plugin-mesh-node';
import { planQueries } from './planQueries';
import { finerSplit, type Split } from './promqlSplit';
import { knownSeriesQuery, readKnownSeries } from './readKnownSeries';

function aQuery(fields: Partial<MetricQuery> = {}): MetricQuery {
  return {
    id: 'acme-calls',
    metric: 'calls_total',
    splitLabel: 'namespace',
    expression: ({ matchers, isNative, hasBothForms }) =>
      [
        isNative('time') ? 'native' : 'classic',
        ...(hasBothForms?.('time') ? ['and native'] : []),
        ...matchers.map(
          ({ label, operator, value }) => `${label}${operator}${value}`,
        ),
      ].join(' '),
    read: () => [],
    ...fields,
  };
}

function aMesh(queries: MetricQuery[]): Mesh {
  return {
    id: 'acme',
    title: 'Acme',
    kinds: [],
    keys: [],
    detect: () => undefined,
    adapt: () => ({ workloads: [] }),
    queries: { queries, totals: [], series: [], forService: () => ({}) },
  };
}

const scope = { windowSeconds: 300, clusterLabel: 'cluster', matchers: [] };
const clusters = ['east', 'west.1'];

function plan(
  queries: MetricQuery[],
  {
    metrics = ['calls_total'],
    split,
  }: { metrics?: string[]; split?: Split } = {},
): string[] {
  return planQueries({
    meshes: [aMesh(queries)],
    scope,
    known: { metrics: new Set(metrics), clusters },
    splits: split && new Map(queries.map(({ id }) => [id, split])),
  }).map(({ expression, part }) =>
    [part, expression].filter(Boolean).join(' '),
  );
}

describe('planned queries', () => {
  it.each([
    [['calls_total'], true],
    [['calls_total_bucket'], true],
    [['other_total'], false],
  ])('ask for what the store has: %j', (metrics, isAsked) => {
    expect(plan([aQuery()], { metrics })).toHaveLength(isAsked ? 1 : 0);
  });

  it.each([
    [['time'], 'native'],
    [['time_bucket'], 'classic'],
    [['time', 'time_bucket'], 'classic and native'],
  ])('of a store with %j take the histogram to be %s', (metrics, kind) => {
    expect(plan([aQuery()], { metrics: ['calls_total', ...metrics] })).toEqual([
      kind,
    ]);
  });

  it('are divided by cluster, and what is of none of them is a part of its own', () => {
    expect(
      plan([aQuery()], { split: { byCluster: true, namespaceParts: 1 } }),
    ).toEqual([
      '1/3 classic cluster=~east',
      '2/3 classic cluster=~west\\.1',
      '3/3 classic cluster!~east|west\\.1',
    ]);
  });

  it.each([2, 4, 8, 16])(
    'put every namespace into exactly one of %i parts',
    namespaceParts => {
      const parts = plan([aQuery()], {
        split: { byCluster: false, namespaceParts },
      });
      expect(parts).toHaveLength(namespaceParts);
      for (const namespace of ['shop', 'team-9', 'a', 'kube-system', '']) {
        const matching = parts.filter(part => {
          const [, operator, pattern] =
            /namespace(=~|!~)(.*)$/.exec(part) ?? [];
          const matches = new RegExp(`^(?:${pattern})$`).test(namespace);
          return operator === '=~' ? matches : !matches;
        });
        expect([namespace, matching.length]).toEqual([namespace, 1]);
      }
    },
  );

  it('are divided further and further, to an end', () => {
    const labels = {
      clusterLabel: 'cluster',
      splitLabel: 'namespace',
      clusters,
    };
    const steps: Split[] = [];
    let split = finerSplit(undefined, labels);
    while (split) {
      steps.push(split);
      split = finerSplit(split, labels);
    }
    expect(steps).toEqual([
      { byCluster: true, namespaceParts: 1 },
      ...[2, 4, 8, 16].map(namespaceParts => ({
        byCluster: true,
        namespaceParts,
      })),
    ]);
    expect(
      finerSplit(undefined, { clusters: [], splitLabel: 'namespace' }),
    ).toEqual({ byCluster: false, namespaceParts: 2 });
    expect(finerSplit(undefined, { clusters: [] })).toBeUndefined();
  });
});

describe('what a store has', () => {
  it('is asked for by the names of all queries, in one', () => {
    const query = aQuery({ metric: 'time' });
    expect(knownSeriesQuery([aMesh([aQuery(), query])], scope)).toBe(
      'count by (__name__, cluster) ({__name__=~"calls_total|calls_total_bucket|time|time_bucket"})',
    );
  });

  it('is read by name and by cluster', () => {
    const sample = (labels: Record<string, string>) => ({ labels, value: 1 });
    expect(
      readKnownSeries(
        [
          sample({ __name__: 'a', cluster: 'west' }),
          sample({ __name__: 'b' }),
          sample({}),
        ],
        'cluster',
      ),
    ).toEqual({
      metrics: new Set(['a', 'b']),
      counts: new Map([
        ['a', 1],
        ['b', 1],
      ]),
      clusters: ['west'],
    });
  });
});
