import { metricsServiceMock } from '@backstage/backend-test-utils/alpha';
import { text } from '@meshport/plugin-mesh-common';
import { FakeClock } from '../io/FakeClock';
import { InMemoryClusterSource } from '../io/kube/InMemoryClusterSource';
import { describeStoreFault } from '../io/prometheus/describeStoreFault';
import { InMemoryMetricsSource } from '../io/prometheus/InMemoryMetricsSource';
import { metricsConfig } from '../config/metricsConfig';
import { aModel, aServiceModel } from '../testing/modelBuilders';
import { MetricsBook } from './MetricsBook';
import { observeParts, queryObserver, timedBuild } from './observability';

type Observed = readonly [value: number, attributes: Record<string, string>];

/** A service whose gauges can be read and whose histograms remember what was recorded. */
function start() {
  const clock = new FakeClock();
  const gauges = new Map<string, () => Observed[]>();
  const recorded: [string, ...Observed][] = [];
  const metrics = metricsServiceMock.mock({
    createObservableGauge: name => ({
      addCallback(callback) {
        gauges.set(name, () => {
          const seen: Observed[] = [];
          callback({
            observe: (value, attributes) =>
              seen.push([value, { ...attributes } as Record<string, string>]),
          });
          return seen;
        });
      },
      removeCallback() {},
    }),
    createHistogram: name => ({
      record: (value, attributes) =>
        recorded.push([
          name,
          value,
          { ...attributes } as Record<string, string>,
        ]),
    }),
  });
  return {
    clock,
    metrics,
    recorded,
    read: (name: string) => gauges.get(name)?.(),
  };
}

const REPORT = { at: 0, milliseconds: 1500, queries: 3, bytes: 2000 };

describe('observeParts', () => {
  it('tells of clusters', async () => {
    const { clock, metrics, read } = start();
    const source = new InMemoryClusterSource({ kinds: [] });
    const observedAt = new Date(clock.now()).toISOString();
    source.add('west');
    source.add('east').setReachability({ status: 'unreachable', observedAt });
    const model = aModel({ services: [aServiceModel()] });
    const reachability = { status: 'live' as const };
    observeParts(metrics, {
      source,
      clock,
      models: {
        published: () => [
          { name: 'west', reachability, hash: 'h', model },
          { name: 'east', reachability, hash: '' },
        ],
      },
      book: new MetricsBook({
        clock,
        queries: new Map(),
        config: { metrics: metricsConfig(), clusters: new Map() },
      }),
    });
    await clock.advance(3000);
    const current = read('mesh.cluster.status')?.filter(([value]) => value);
    expect(current).toEqual([
      [1, { cluster: 'west', status: 'live' }],
      [1, { cluster: 'east', status: 'unreachable' }],
    ]);
    expect(read('mesh.cluster.status')).toHaveLength(12);
    expect(read('mesh.cluster.staleness')).toEqual([
      [0, { cluster: 'west' }],
      [3, { cluster: 'east' }],
    ]);
    expect(read('mesh.cluster.objects')).toEqual([
      [0, { cluster: 'west' }],
      [0, { cluster: 'east' }],
    ]);
    expect(read('mesh.model.services')).toEqual([[1, { cluster: 'west' }]]);
  });

  it('tells of metrics stores', async () => {
    const { clock, metrics, read } = start();
    const stores = { main: { url: 'http://a' }, far: { url: 'http://b' } };
    const book = new MetricsBook({
      clock,
      queries: new Map(),
      config: { metrics: metricsConfig({ stores }), clusters: new Map() },
    });
    const source = new InMemoryClusterSource({ kinds: [] });
    const models = { published: () => [] };
    observeParts(metrics, { source, models, book, clock });
    const scope = { windowSeconds: 300, matchers: [], isNative: () => false };
    const tick = {
      store: 'main',
      at: 0,
      windowSeconds: 300,
      observations: [],
      clusters: [],
      unknownClusters: [],
      failed: [],
      notes: [],
    };
    book.received('main', { tick, scope }, REPORT);
    book.failed('far', text('store.refused', { store: 'far' }), REPORT);
    await clock.advance(2000);
    expect(read('mesh.store.up')).toEqual([
      [1, { store: 'main' }],
      [0, { store: 'far' }],
    ]);
    expect(read('mesh.store.staleness')).toEqual([[2, { store: 'main' }]]);
    expect(read('mesh.store.observations')).toEqual([[0, { store: 'main' }]]);
    expect(read('mesh.store.refresh.duration')).toEqual([
      [1.5, { store: 'main' }],
      [1.5, { store: 'far' }],
    ]);
    expect(read('mesh.store.refresh.size')?.[0]).toEqual([
      2000,
      { store: 'main' },
    ]);
  });
});

describe('timedBuild', () => {
  it('tells what each build took', () => {
    const { clock, metrics, recorded } = start();
    const build = timedBuild(({ name }: { name: string }) => `of ${name}`, {
      metrics,
      clock,
    });
    expect(build({ name: 'west' })).toBe('of west');
    expect(recorded).toEqual([
      ['mesh.model.build.duration', 0, { cluster: 'west' }],
    ]);
  });
});

describe('queryObserver', () => {
  it('tells what each query took, and how it ended', async () => {
    const { clock, metrics, recorded } = start();
    const source = new InMemoryMetricsSource('main', clock)
      .answer('bad', 'rejected')
      .answer('good', { samples: [{ labels: {}, value: 1 }] });
    const faultOf = describeStoreFault;
    const observed = queryObserver(metrics, { clock, faultOf })(source);
    const { signal } = new AbortController();
    const good = await observed.query({ query: 'good' }, signal);
    expect(good.samples).toHaveLength(1);
    await expect(
      observed.queryRange(
        { query: 'bad', from: 0, to: 1, stepSeconds: 1 },
        signal,
      ),
    ).rejects.toThrow('rejected');
    expect(recorded.map(([, , attributes]) => attributes)).toEqual([
      { store: 'main', outcome: 'ok' },
      { store: 'main', outcome: 'rejected' },
    ]);
  });
});
