import {
  aCluster,
  aMembership,
  aModel,
  aServiceModel,
  aWorkload,
} from '../../testing/modelBuilders';
import {
  aMetricsState,
  anObservation,
  aStore,
  aTick,
  TICK_AT,
} from '../../testing/trafficBuilders';
import { text } from '@meshport/plugin-mesh-common';
import { buildWorld } from '../views/buildWorld';
import { orAsCallersCounted } from './countsOfCallers';
import { goldenOfInstance } from './goldenOfInstance';
import type { MeshObservation } from './StoreTick';

type CalledInstance = Parameters<typeof orAsCallersCounted>[1];

function anInstance(fields: Partial<CalledInstance> = {}): CalledInstance {
  const workload = aWorkload({ membership: [aMembership()] });
  const model = aModel({
    workloads: [workload],
    services: [aServiceModel({ workloads: [workload.key] })],
  });
  const { services } = buildWorld({
    sets: [{ name: 'live', title: 'Live' }],
    clusters: [aCluster({ model })],
    systems: [],
    matches: [],
  });
  const [service] = services.values();
  const endpoints = { ready: 3, total: 3 };
  return { ...service.instances[0].instance, endpoints, ...fields };
}

const ALL_FAIL = { requests: 4, failures: { 'no-healthy-upstream': 4 } };

function anEdge(
  fields: Parameters<typeof anObservation>[0] = {},
): MeshObservation {
  return anObservation({
    kind: 'edge',
    reporter: 'source',
    from: { cluster: 'west', namespace: 'shop', workload: 'web' },
    calls: ALL_FAIL,
    ...fields,
  });
}

/** Of `shop/cart` in west, whose store says `observations`. */
function counts(
  observations: readonly MeshObservation[],
  fields: Partial<CalledInstance> = {},
) {
  const instance = anInstance(fields);
  const store = aStore({ tick: aTick(observations) });
  const own = goldenOfInstance(instance, store, aMetricsState([]));
  return orAsCallersCounted(own, instance, aMetricsState([store]));
}

describe('traffic of a service that nothing is counted at', () => {
  it('is what its callers counted, and says so', () => {
    const calls = { requests: 1, failures: {} };
    const from = { cluster: 'east', namespace: 'shop', workload: 'web' };
    expect(counts([anEdge(), anEdge({ from, calls })])).toMatchObject({
      state: 'ok',
      reason: { id: 'golden.by-callers' },
      source: 'istio',
      requests: 5,
      failures: { 'no-healthy-upstream': 4 },
      at: TICK_AT,
    });
  });

  it('is what callers elsewhere counted in the store of their own cluster', () => {
    const instance = anInstance();
    const own = aStore();
    const from = { cluster: 'east', namespace: 'shop', workload: 'web' };
    const theirs = aStore({
      store: 'other',
      tick: aTick([anEdge({ from })], { store: 'other' }),
    });
    const silent = goldenOfInstance(instance, own, aMetricsState([]));
    const state = aMetricsState([own, theirs]);
    const seen = orAsCallersCounted(silent, instance, state);
    expect(seen).toMatchObject({ state: 'ok', requests: 4 });
    expect(seen.answers).toEqual([own.tick, theirs.tick]);
  });

  it('has been called in the cluster of the client where none answered', () => {
    expect(counts([anEdge({ to: { cluster: undefined } })])).toMatchObject({
      requests: 4,
    });
    const from = { cluster: 'east', namespace: 'shop', workload: 'web' };
    const elsewhere = anEdge({ from, to: { cluster: undefined } });
    expect(counts([elsewhere]).state).toBe('no-data');
  });

  it('is found by the name alone in the mesh that has it', () => {
    const unnamed = { namespace: undefined };
    expect(counts([anEdge({ to: unnamed })])).toMatchObject({ requests: 4 });
    expect(counts([anEdge({ mesh: 'consul', to: unnamed })]).state).toBe(
      'no-data',
    );
  });

  it('also where its own proxies are still there, without any request', () => {
    const quiet = anObservation({ calls: { requests: 0, failures: {} } });
    expect(counts([quiet, anEdge()])).toMatchObject({
      requests: 4,
      isByCallers: true,
    });
  });

  it('also where its rates are still those of pods that are gone', () => {
    const gone = { endpoints: { ready: 0, total: 0 } };
    expect(counts([anObservation(), anEdge()], gone)).toMatchObject({
      requests: 4,
      isByCallers: true,
    });
    expect(counts([anObservation()], gone).requests).toBe(10);
  });

  it.each<[string, MeshObservation[], Partial<CalledInstance>]>([
    ['its own proxies count requests', [anObservation(), anEdge()], {}],
    [
      'only connections are counted, if none came',
      [anObservation({ protocol: 'tcp', calls: { connections: 0 } }), anEdge()],
      {},
    ],
    ['another service was called', [anEdge({ to: { service: 'web' } })], {}],
    [
      'the cluster is unknown by its name',
      [anEdge({ to: { cluster: undefined, alias: 'far' } })],
      {},
    ],
    ['nothing was asked', [anEdge({ calls: { requests: 0 } })], {}],
    [
      'a gateway passed on what clients counted',
      [anEdge({ isPassedOn: true })],
      {},
    ],
    [
      'a waypoint counted the same',
      [anEdge({ reporter: 'waypoint' }), anEdge({ protocol: 'tcp' })],
      {},
    ],
    ['it stands for another', [anEdge()], { kind: 'mirror' }],
  ])('is not taken from callers where %s', (_, observations, fields) => {
    expect(counts(observations, fields).isByCallers).toBeUndefined();
  });

  it('is not known where its store does not answer, whatever callers say', () => {
    const instance = anInstance();
    const fault = text('store.deadline', { store: 'main' });
    const down = aStore({ fault });
    const theirs = aStore({ store: 'other', tick: aTick([anEdge()]) });
    const own = goldenOfInstance(instance, down, aMetricsState([]));
    const state = aMetricsState([down, theirs]);
    expect(orAsCallersCounted(own, instance, state)).toBe(own);
  });
});
