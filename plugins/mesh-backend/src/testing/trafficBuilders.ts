import { builtInMeshes } from '../core/meshes';
import type { MetricsState, StoreState } from '../core/metrics/MetricsState';
import { NO_METRICS } from '../core/metrics/MetricsState';
import { queriesByMesh } from '../core/metrics/queriesByMesh';
import { objectivesOf } from '../core/metrics/objectives';
import type { MeshObservation, StoreTick } from '../core/metrics/StoreTick';
import { type Traffic, trafficOf } from '../core/views/traffic';
import type { World } from '../core/views/World';

/** 2026-11-14 at 08:00 UTC. */
export const TICK_AT = Date.parse('2026-11-14T08:00:00.000Z');

/** Cumulative buckets in which every request took from 10 to 20 ms. */
export function quickBuckets(requests: number) {
  return [
    [10, 0],
    [20, requests],
    [100, requests],
    [1000, requests],
    [Infinity, requests],
  ] as const;
}

/** Requests to `shop/cart` in west, 10 per second, as its server's proxy counts them. */
export function anObservation(
  fields: Partial<Omit<MeshObservation, 'to' | 'calls'>> & {
    to?: Partial<MeshObservation['to']>;
    calls?: MeshObservation['calls'];
  } = {},
): MeshObservation {
  const { to, calls, ...rest } = fields;
  return {
    mesh: 'istio',
    kind: 'inbound',
    reporter: 'destination',
    protocol: 'http',
    from: {},
    to: { cluster: 'west', namespace: 'shop', service: 'cart', ...to },
    calls: calls ?? { requests: 10, failures: {}, buckets: quickBuckets(10) },
    ...rest,
  };
}

export function aTick(
  observations: readonly MeshObservation[] = [],
  fields: Partial<StoreTick> = {},
): StoreTick {
  return {
    store: 'main',
    at: TICK_AT,
    windowSeconds: 300,
    observations,
    clusters: ['west', 'east'],
    unknownClusters: [],
    failed: [],
    notes: [],
    ...fields,
  };
}

/** A store that has just answered. */
export function aStore(fields: Partial<StoreState> = {}): StoreState {
  return {
    store: 'main',
    tick: aTick(),
    receivedAt: TICK_AT,
    budgets: [],
    ...fields,
  };
}

const QUERIES = queriesByMesh(builtInMeshes);

/** One store for all clusters, unless `storeOf` says otherwise. */
export function aMetricsState(
  stores: readonly StoreState[],
  fields: Partial<MetricsState> = {},
): MetricsState {
  return {
    at: TICK_AT,
    windowSeconds: 300,
    stores: new Map(stores.map(one => [one.store, one])),
    storeOf: () => stores[0]?.store,
    queries: QUERIES,
    hash: JSON.stringify(stores.map(one => one.tick?.at)),
    ...fields,
  };
}

/** What answers know of traffic, without any store if none is given. */
export function someTraffic(
  world: World,
  options: Partial<Parameters<typeof trafficOf>[0]> = {},
): Traffic {
  return trafficOf({
    world,
    state: NO_METRICS,
    objectives: () => objectivesOf([], {}),
    kept: new Map(),
    sums: new Map(),
    ...options,
  });
}
