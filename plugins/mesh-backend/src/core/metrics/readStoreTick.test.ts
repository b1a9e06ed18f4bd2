import { text } from '@meshport/plugin-mesh-common';
import type { MetricSample, Observation } from '@meshport/plugin-mesh-node';
import fc from 'fast-check';
import { finished } from '../../testing/finished';
import { builtInMeshes } from '../meshes';
import { planQueries } from './planQueries';
import { MergedObservations } from './readObservations';
import { readStoreTick, type AskedQuery } from './readStoreTick';

const scope = { windowSeconds: 300, clusterLabel: 'cluster', matchers: [] };

const metrics = new Set(
  builtInMeshes.flatMap(({ queries }) =>
    (queries?.queries ?? []).map(({ metric }) => metric),
  ),
);

const planned = planQueries({
  meshes: builtInMeshes,
  scope,
  known: { metrics, clusters: [] },
});

const context = {
  clusterOf: ({ cluster }: Readonly<Record<string, string>>) =>
    cluster === 'elsewhere' ? undefined : cluster,
  resolve: () => undefined,
};

function reading(
  asked: readonly AskedQuery[],
  clusters: readonly string[] = ['west'],
) {
  return readStoreTick({
    store: 'main',
    at: 0,
    windowSeconds: 300,
    asked,
    context,
    known: { metrics, clusters },
    clusterLabel: 'cluster',
  });
}

const read = (...input: Parameters<typeof reading>) =>
  finished(reading(...input));

function mergeObservations(observations: readonly Observation[]) {
  const merged = new MergedObservations();
  for (const one of observations) merged.add(one);
  return [...merged.all()];
}

const answering = (samples: readonly MetricSample[]): AskedQuery[] =>
  planned.map(one => ({
    planned: one,
    answer: { samples, warnings: [], isPartial: false },
  }));

const anObservation = (fields: Partial<Observation> = {}): Observation => ({
  kind: 'edge',
  reporter: 'source',
  protocol: 'http',
  from: { workload: 'web' },
  to: { service: 'cart' },
  calls: {},
  ...fields,
});

describe('what a store answered', () => {
  it('never makes reading fail, whatever it is', () => {
    const label = fc.oneof(
      fc.constantFrom('k', 'le', 'cluster', 'reporter'),
      fc.string(),
    );
    const key = fc
      .array(fc.constantFrom('', 'all', 'source', 'unknown', 'a'), {
        minLength: 1,
        maxLength: 25,
      })
      .map(parts => parts.join(';'));
    const sample = fc.record({
      labels: fc.oneof(
        fc.dictionary(label, fc.string()),
        fc.record({ k: key, cluster: fc.string() }),
        fc.record({ k: key, le: fc.constantFrom('1', '+Inf', 'x', '') }),
      ),
      value: fc.oneof(
        fc.double(),
        fc.constantFrom(NaN, Infinity, -Infinity, -1, 0),
      ),
    });
    fc.assert(
      fc.property(fc.array(sample, { maxLength: 20 }), samples => {
        const { observations } = read(answering(samples));
        for (const { calls } of observations) {
          const { requests = 0, connections = 0 } = calls;
          expect(requests >= 0 && requests < Infinity).toBe(true);
          expect(connections >= 0 && connections < Infinity).toBe(true);
        }
      }),
    );
  });

  it('is counted where it cannot be used', () => {
    const [first] = answering([
      { labels: {}, value: NaN },
      { labels: { k: 'a;b' }, value: 1 },
    ]);
    expect(read([first]).notes).toEqual([
      text('store-note.skipped', { store: 'main', count: 2 }),
    ]);
  });

  it('is said to be of part of the data, and what else the store says', () => {
    const [one, other] = answering([]);
    const notes = read([
      {
        planned: one.planned,
        answer: { samples: [], warnings: ['b', 'a'], isPartial: true },
      },
      {
        planned: other.planned,
        answer: { samples: [], warnings: ['a'], isPartial: true },
      },
    ]).notes;
    expect(notes.map(({ id, params }) => [id, params])).toEqual([
      ['store-note.partial', { store: 'main' }],
      ['store-note.warnings', { store: 'main', detail: 'a b' }],
    ]);
  });

  it('leaves the rest where a query failed, and names it once', () => {
    const failure = text('store.deadline', { store: 'main' });
    const [one, other] = answering([]);
    const { failed } = read([
      { planned: one.planned, failure },
      { planned: { ...one.planned, part: '2/2' }, failure },
      other,
    ]);
    expect(failed).toEqual([
      {
        query: one.planned.query.id,
        mesh: one.planned.mesh,
        onlyForEdges: false,
        reason: failure,
      },
    ]);
  });

  it('is read in slices, so that others have their turn', () => {
    const [requests] = planned.filter(
      ({ query }) => query.id === 'istio-requests',
    );
    const labels = ['all', 'destination', 'http', 'c', 'shop', 'web', 'c'];
    const samples = Array.from({ length: 10_000 }, (_, index) => ({
      labels: {
        cluster: 'west',
        k: [...labels, 'shop', `cart-${index}`, 'shop', 'cart']
          .concat(Array(7).fill(''))
          .join(';'),
      },
      value: 1,
    }));
    const answer = { samples, warnings: [], isPartial: false };
    const steps = reading([{ planned: requests, answer }]);
    let slices = 1;
    let step = steps.next();
    for (; !step.done; step = steps.next()) slices += 1;
    expect(slices).toBeGreaterThanOrEqual(20);
    // An edge and what it adds to the service.
    expect(step.value.observations).toHaveLength(20_000);
  });

  it('tells known clusters from names that are of none', () => {
    expect(read([], ['west', 'elsewhere'])).toMatchObject({
      clusters: ['west'],
      unknownClusters: ['elsewhere'],
    });
  });
});

describe('observations with the same ends', () => {
  it('become one: rates add up, what is missing stays missing', () => {
    const [one, ...others] = mergeObservations([
      anObservation({ calls: { requests: 2, failures: { timeout: 1 } } }),
      anObservation({
        calls: { requests: 3, failures: { timeout: 1, denied: 2 } },
      }),
      anObservation({ calls: { latency: { p50: 7 } } }),
      anObservation({ calls: { latency: { p99: 9 } } }),
    ]);
    expect(others).toEqual([]);
    expect(one.calls).toMatchObject({
      requests: 5,
      failures: { timeout: 2, denied: 2 },
      latency: { p50: 7, p99: 9 },
    });
    expect(one.calls.connections).toBeUndefined();
  });

  it.each([
    [{ reporter: 'destination' }],
    [{ protocol: 'grpc' }],
    [{ kind: 'inbound' }],
    [{ to: { service: 'cart', cluster: 'west' } }],
    [{ route: 'list' }],
  ] as [Partial<Observation>][])('stay apart with another %j', difference => {
    const both = [anObservation(), anObservation(difference)];
    expect(mergeObservations(both)).toHaveLength(2);
  });

  it.each([
    [[true, undefined], true],
    [[true, false], 'mixed'],
    [[false, false], false],
    [[undefined, undefined], undefined],
    [['mixed', true], 'mixed'],
  ] as const)('with mTLS %j have mTLS %s', (each, mtls) => {
    const [one] = mergeObservations(
      each.map(value => anObservation({ mtls: value })),
    );
    expect(one.mtls).toBe(mtls);
  });

  it.each([
    [10, 5, { denied: 5 }],
    [10, 4, undefined],
    [0, 0, undefined],
  ])(
    'with %i requests of which %i are refused have failures %j',
    (requests, refused, failures) => {
      const [edge] = mergeObservations([
        anObservation({ calls: { requests, refused } }),
      ]);
      expect(edge.calls.failures).toEqual(failures);
      const [inbound] = mergeObservations([
        anObservation({ kind: 'inbound', calls: { requests, refused } }),
      ]);
      expect(inbound.calls.failures).toBeUndefined();
    },
  );
});
