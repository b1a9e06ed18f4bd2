import {
  aMembership,
  aModel,
  aServiceModel,
  aWorkload,
  aCluster,
} from '../../testing/modelBuilders';
import {
  aMetricsState,
  anObservation,
  aStore,
  aTick,
  quickBuckets,
  TICK_AT,
} from '../../testing/trafficBuilders';
import { type Text, text } from '@meshport/plugin-mesh-common';
import type { WithoutRequests } from '@meshport/plugin-mesh-node';
import { buildWorld } from '../views/buildWorld';
import { goldenAnswer } from './goldenAnswer';
import { type CountedInstance, goldenOfInstance } from './goldenOfInstance';
import type { MeshObservation } from './StoreTick';

const STATE = aMetricsState([]);

const WAYPOINT = {
  cluster: 'west',
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  namespace: 'shop',
  name: 'waypoint',
};

function anInstance(fields: Partial<CountedInstance> = {}): CountedInstance {
  const workload = aWorkload();
  const { services } = buildWorld({
    sets: [{ name: 'live', title: 'Live' }],
    clusters: [
      aCluster({
        model: aModel({
          workloads: [workload],
          services: [aServiceModel({ workloads: [workload.key] })],
        }),
      }),
    ],
    systems: [],
    matches: [],
  });
  const [service] = services.values();
  return { ...service.instances[0].instance, ...fields };
}

function golden(
  observations: readonly MeshObservation[],
  fields: Partial<CountedInstance> = {},
) {
  const store = aStore({ tick: aTick(observations) });
  const counts = goldenOfInstance(anInstance(fields), store, STATE);
  return goldenAnswer(counts, { windowSeconds: 300 });
}

const ofWorkload = { service: undefined, workload: 'cart' };
const requests = (rate: number, failed = 0): MeshObservation['calls'] => ({
  requests: rate,
  failures: failed > 0 ? { 'server-error': failed } : {},
  buckets: quickBuckets(rate),
});
const bytes = { connections: 2, receivedBytes: 100, sentBytes: 200 };

describe('golden metrics of an instance', () => {
  it('are rate, ratio and quantiles of what its proxies count', () => {
    expect(golden([anObservation({ calls: requests(10, 1) })])).toEqual({
      state: 'ok',
      source: 'istio',
      windowSeconds: 300,
      at: '2026-11-14T08:00:00.000Z',
      requestRate: 10,
      successRatio: 0.9,
      latencyMs: { p50: 15, p95: 19.5, p99: 19.9 },
      errorsBy: [{ reason: 'server-error', share: 1 }],
    });
  });

  it('are those of all workloads, protocols and versions together', () => {
    const parts = [
      anObservation({ to: { workload: 'cart' }, calls: requests(6, 1) }),
      anObservation({ to: { workload: 'cart-next' }, calls: requests(3) }),
      anObservation({ protocol: 'grpc', calls: requests(1) }),
    ];
    expect(golden(parts)).toMatchObject({
      requestRate: 10,
      successRatio: 0.9,
      latencyMs: { p50: 15 },
    });
  });

  it('have the latency that was asked for in other words than the rate', () => {
    const { buckets, ...rates } = requests(10);
    const parts = [
      anObservation({ to: { version: 'v1' }, calls: rates }),
      anObservation({ calls: { buckets } }),
    ];
    expect(golden(parts)).toMatchObject({
      requestRate: 10,
      latencyMs: { p50: 15 },
    });
  });

  it('never add up what several reporters counted of the same requests', () => {
    const seen = (['destination', 'waypoint'] as const).map(reporter =>
      anObservation({
        reporter,
        calls: requests(reporter === 'waypoint' ? 20 : 10),
      }),
    );
    expect(golden(seen).requestRate).toBe(10);
    expect(golden(seen, { waypoint: WAYPOINT }).requestRate).toBe(20);
  });

  it.each<[string, Partial<CountedInstance>, 'destination' | 'waypoint']>([
    ['a waypoint that counts nothing', { waypoint: WAYPOINT }, 'destination'],
    ['a waypoint that is not known of', {}, 'waypoint'],
  ])('with %s come from whoever counts', (_, fields, reporter) => {
    expect(golden([anObservation({ reporter })], fields)).toMatchObject({
      state: 'ok',
      requestRate: 10,
    });
  });

  it('are those of the proxies that calls reach where they go past the waypoint', () => {
    const seen = [
      anObservation({ reporter: 'waypoint', calls: requests(0) }),
      anObservation({ reporter: 'destination', calls: requests(10) }),
    ];
    expect(golden(seen, { waypoint: WAYPOINT }).requestRate).toBe(10);
  });

  it('are not made of what clients or gateways counted on the way', () => {
    const outside = [
      anObservation({ kind: 'edge', from: { workload: 'web' } }),
      anObservation({ reporter: 'source' }),
    ];
    expect(golden(outside).state).toBe('no-data');
  });

  it('are those of its workloads where the mesh does not know Services', () => {
    const linkerd = { mesh: 'linkerd', to: ofWorkload };
    const membership = [aMembership({ mesh: 'linkerd' })];
    expect(golden([anObservation(linkerd)], { membership })).toMatchObject({
      source: 'linkerd',
      requestRate: 10,
    });
  });

  it.each<[string, Partial<MeshObservation>, number, string | undefined]>([
    ['shared with others', { to: ofWorkload }, 2, 'golden.shared-workload'],
    ['its own alone', { to: ofWorkload }, 0, undefined],
    ['counted by Service', {}, 2, undefined],
  ])('that are %s say so', (_, fields, sharers, reason) => {
    const to = { ...anObservation().to, ...fields.to };
    const tick = aTick([anObservation({ mesh: 'linkerd', to })]);
    const counts = goldenOfInstance(anInstance(), aStore({ tick }), {
      ...STATE,
      sharers,
    });
    expect(counts.requests).toBe(10);
    expect(counts.reason?.id).toBe(reason);
  });

  it('count a mesh once that knows both the Service and the workload', () => {
    const both = [anObservation(), anObservation({ to: ofWorkload })];
    expect(golden(both).requestRate).toBe(10);
  });

  it.each<[string, string[], string]>([
    ['the mesh that has the pods', ['linkerd'], 'linkerd'],
    ['the first of two that have them', ['cilium', 'linkerd'], 'cilium'],
    ['any mesh that counts, if it has none', [], 'istio'],
  ])('are those of %s', (_, meshes, source) => {
    const seen = ['istio', 'linkerd', 'cilium'].map(mesh =>
      anObservation({ mesh }),
    );
    const membership = meshes.map(mesh => aMembership({ mesh }));
    expect(golden(seen, { membership }).source).toBe(source);
  });

  it('prefer requests of another mesh to mere bytes of the own one', () => {
    const seen = [
      anObservation({ protocol: 'tcp', calls: bytes }),
      anObservation({ mesh: 'cilium', to: ofWorkload }),
    ];
    expect(golden(seen)).toMatchObject({ source: 'cilium', requestRate: 10 });
    expect(golden(seen).tcp).toBeUndefined();
  });

  describe('without requests', () => {
    const tcp = [anObservation({ protocol: 'tcp', calls: bytes })];

    it('have no rate, no ratio and no latency, but bytes and the reason', () => {
      const membership = [aMembership({ mode: 'ambient', layer: 'l4' })];
      const told = golden(tcp, { membership });
      expect(told).toEqual({
        state: 'ok',
        reason: text('golden.no-waypoint', { namespace: 'shop' }),
        source: 'istio',
        windowSeconds: 300,
        at: '2026-11-14T08:00:00.000Z',
        tcp: {
          connectionsPerSecond: 2,
          receivedBytesPerSecond: 100,
          sentBytesPerSecond: 200,
        },
      });
    });

    it.each([
      ['istio', 'golden.tcp-only'],
      ['consul', 'golden.tcp-protocol'],
    ])('of %s say %s', (mesh, reason) => {
      const told = golden(
        tcp.map(one => ({ ...one, mesh })),
        { membership: [aMembership({ mesh })] },
      );
      expect(told.reason?.id).toBe(reason);
    });

    it('say what their own mesh says, from what is known of them in it', () => {
      const membership = [aMembership({ mesh: 'acme', mode: 'node-proxy' })];
      const store = aStore({
        tick: aTick(tcp.map(one => ({ ...one, mesh: 'acme' }))),
      });
      const withoutRequests = ({
        namespace,
        membership: own,
      }: WithoutRequests): Text => ({
        id: 'acme.no-requests',
        params: { namespace, mode: own?.mode ?? '' },
        message: `${namespace} is on layer 4.`,
      });
      const reasonIn = (fields: Partial<CountedInstance>) =>
        goldenOfInstance(anInstance(fields), store, {
          ...STATE,
          queries: new Map([
            [
              'acme',
              {
                ...{ queries: [], totals: [], series: [] },
                forService: () => ({}),
                withoutRequests,
              },
            ],
          ]),
        }).reason;
      expect(reasonIn({ membership })).toEqual({
        id: 'acme.no-requests',
        params: { namespace: 'shop', mode: 'node-proxy' },
        message: 'shop is on layer 4.',
      });
      expect(reasonIn({ membership: [] })).toMatchObject({
        params: { mode: '' },
      });
    });

    it('are not taken twice from several reporters', () => {
      const twice = (['source', 'destination', 'waypoint'] as const).map(
        reporter => ({ ...tcp[0], reporter }),
      );
      expect(golden(twice).tcp?.connectionsPerSecond).toBe(2);
    });
  });

  it.each([
    ['requests', requests(0)],
    ['bytes', { connections: 0, receivedBytes: 0, sentBytes: 0 }],
  ])('with series but no %s are no traffic, and no success', (_, calls) => {
    const protocol = 'connections' in calls ? 'tcp' : 'http';
    const told = golden([anObservation({ protocol, calls })]);
    expect(told.state).toBe('no-traffic');
    expect(told.successRatio).toBeUndefined();
    expect(told.latencyMs).toBeUndefined();
  });

  it('tell versions apart where there are several, and routes', () => {
    const instance = anInstance();
    const tick = aTick([
      anObservation({ to: { version: 'v1' }, calls: requests(6) }),
      anObservation({ to: { version: 'v2' }, calls: requests(4) }),
      anObservation({ kind: 'route', route: 'GET /', calls: requests(3) }),
    ]);
    const counts = goldenOfInstance(instance, aStore({ tick }), STATE);
    expect(counts.requests).toBe(10);
    expect([...(counts.versions ?? [])]).toMatchObject([
      ['v1', { requests: 6 }],
      ['v2', { requests: 4 }],
    ]);
    expect([...(counts.routes ?? [])]).toMatchObject([
      ['GET /', { requests: 3 }],
    ]);
  });
});

describe('a query that failed', () => {
  const reason = text('golden.first-refresh', { store: 'main' });
  const reasonFor = (failed: { mesh: string; onlyForEdges: boolean }) => {
    const tick = aTick([anObservation({ mesh: 'acme' })], {
      failed: [{ query: 'calls', reason, ...failed }],
    });
    return goldenOfInstance(anInstance(), aStore({ tick }), STATE).reason;
  };

  it('is told with the numbers of its mesh, whichever that is', () => {
    expect(reasonFor({ mesh: 'acme', onlyForEdges: false })).toBe(reason);
  });

  it.each([
    ['about edges alone', { mesh: 'acme', onlyForEdges: true }],
    ['of another mesh', { mesh: 'istio', onlyForEdges: false }],
  ])('%s changes nothing of what is counted of services', (_, failed) => {
    expect(reasonFor(failed)).toBeUndefined();
  });
});

describe('what is not known', () => {
  const told = (
    store: Parameters<typeof goldenOfInstance>[1],
    fields: Partial<CountedInstance> = {},
    now = TICK_AT,
  ) =>
    goldenAnswer(
      goldenOfInstance(anInstance(fields), store, { ...STATE, at: now }),
      {
        windowSeconds: 300,
      },
    );
  const fault = text('golden.first-refresh', { store: 'down' });
  const tick = aTick([anObservation()]);

  it.each<[string, Parameters<typeof told>, string, string | undefined]>([
    ['no store', [undefined], 'not-configured', 'golden.not-configured'],
    [
      'a store that was not asked yet',
      [aStore({ tick: undefined })],
      'unavailable',
      'golden.first-refresh',
    ],
    [
      'a store that never answered',
      [aStore({ tick: undefined, fault })],
      'unavailable',
      fault.id,
    ],
    ['a store that fails now', [aStore({ tick, fault })], 'stale', fault.id],
    [
      'a store without the cluster',
      [aStore({ tick: aTick([], { clusters: ['east'] }) })],
      'no-data',
      'golden.no-series',
    ],
    [
      'a store that was asked before the cluster was known',
      [
        aStore({
          tick: aTick([], { clusters: [], unknownClusters: ['west'] }),
        }),
      ],
      'no-data',
      'golden.next-refresh',
    ],
    ['a store without the service', [aStore()], 'no-data', 'golden.no-data'],
    [
      'pods without a proxy',
      [
        aStore(),
        { membership: [aMembership({ pods: { enrolled: 0, total: 3 } })] },
      ],
      'no-data',
      'golden.no-proxy',
    ],
    [
      'a mirror',
      [
        aStore(),
        {
          kind: 'mirror',
          of: { cluster: 'east', namespace: 'shop', name: 'cart' },
        },
      ],
      'no-data',
      'golden.stands-for',
    ],
    [
      'a query that failed',
      [
        aStore({
          tick: aTick([], {
            failed: [
              {
                query: 'istio-inbound',
                mesh: 'istio',
                onlyForEdges: false,
                reason: fault,
              },
            ],
          }),
        }),
      ],
      'unavailable',
      fault.id,
    ],
  ])('because of %s is said', (_, asked, state, reason) => {
    expect(told(...asked)).toMatchObject({ state, reason: { id: reason } });
  });

  it('is everything where the last numbers came more than five minutes ago', () => {
    const store = aStore({ tick, fault });
    const after = TICK_AT + 5 * 60_000;
    expect(told(store, {}, after).state).toBe('stale');
    expect(told(store, {}, after + 1)).toEqual({
      state: 'unavailable',
      reason: fault,
      windowSeconds: 300,
      at: '2026-11-14T08:00:00.000Z',
    });
  });

  it('is said without the words of the store', () => {
    const detail = 'unknown label "team-secret"';
    const rejected = text('store.rejected', { store: 'main', detail });
    const failed = [
      {
        query: 'istio-requests',
        mesh: 'istio',
        onlyForEdges: false,
        reason: rejected,
      },
    ];
    for (const store of [
      aStore({ tick, fault: rejected }),
      aStore({ tick: undefined, fault: rejected }),
      aStore({ tick: aTick([], { failed }) }),
    ]) {
      const answer = told(store);
      expect(answer.reason).toMatchObject({ id: 'store.rejected-unquoted' });
      expect(JSON.stringify(answer)).not.toContain('secret');
    }
  });

  it('is told with the last numbers, and of when they are', () => {
    expect(told(aStore({ tick, fault }))).toMatchObject({
      requestRate: 10,
      successRatio: 1,
      at: new Date(TICK_AT).toISOString(),
    });
  });
});
