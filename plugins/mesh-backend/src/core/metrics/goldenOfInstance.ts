import type { ServiceInstance, Text } from '@meshport/plugin-mesh-common';
import {
  addCounts,
  type CallCounts,
  type Cause,
  type Counts,
  countsOfCalls,
} from './goldenCounts';
import { isOutdated } from './isOutdated';
import type { MetricsState, QueriesByMesh, StoreState } from './MetricsState';
import { indexOf, ofInstance } from './storeIndex';
import type { MeshObservation } from './StoreTick';
import { unquoted } from './unquoted';

/** What is read of an instance to find its numbers. */
export type CountedInstance = Pick<
  ServiceInstance,
  | 'cluster'
  | 'namespace'
  | 'name'
  | 'kind'
  | 'of'
  | 'waypoint'
  | 'workloads'
  | 'membership'
>;

/** What else is known when its traffic is told. */
interface Moment extends Pick<MetricsState, 'at' | 'queries'> {
  /** Other Services of the cluster that select one of its workloads; none if left out. */
  readonly sharers?: number;
}

type Reporter = MeshObservation['reporter'];

function hasCalls({ calls }: MeshObservation): boolean {
  return (calls.requests ?? 0) + (calls.connections ?? 0) > 0;
}

/**
 * Of several reporters of the same calls only one may count: the first that counted any,
 * as calls may go past a waypoint.
 */
function byReporter(
  observations: readonly MeshObservation[],
  preferred: readonly Reporter[],
): readonly MeshObservation[] {
  const found = preferred
    .map(reporter => observations.filter(one => one.reporter === reporter))
    .filter(({ length }) => length > 0);
  return found.find(all => all.some(hasCalls)) ?? found[0] ?? [];
}

/** Requests are counted by the waypoint where there is one, else by the server's proxy. */
function httpOf(
  instance: CountedInstance,
  observations: readonly MeshObservation[],
): readonly MeshObservation[] {
  const counted = byReporter(
    observations.filter(({ protocol }) => protocol !== 'tcp'),
    instance.waypoint
      ? ['waypoint', 'destination']
      : ['destination', 'waypoint'],
  );
  // How long they take may have been asked for in other words than how many there are.
  return counted.some(({ calls }) => calls.requests !== undefined)
    ? counted
    : [];
}

function tcpOf(observations: readonly MeshObservation[]) {
  return byReporter(
    observations.filter(({ protocol }) => protocol === 'tcp'),
    ['destination', 'waypoint'],
  );
}

/** Meshes that have the pods come first, in their order. */
export function meshOrder(
  { membership }: CountedInstance,
  observations: readonly MeshObservation[],
): string[] {
  const own = membership.flatMap(({ mesh, pods }) =>
    pods.enrolled > 0 ? mesh : [],
  );
  return [...new Set([...own, ...observations.map(({ mesh }) => mesh)])];
}

/** What one mesh counts of an instance. */
interface Counted extends Pick<Counts, 'reporter' | 'versions' | 'routes'> {
  readonly source: string;
  /** It knows workloads alone, whichever Service was called. */
  readonly isByWorkload: boolean;
  readonly counts: CallCounts;
}

/** Sums by what tells parts apart; undefined where that tells nothing. */
function sumsBy(
  observations: readonly MeshObservation[],
  nameOf: (observation: MeshObservation) => string | undefined,
  least: number,
): ReadonlyMap<string, CallCounts> | undefined {
  const groups = new Map<string, CallCounts[]>();
  for (const observation of observations) {
    const name = nameOf(observation);
    if (!name) continue;
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(countsOfCalls(observation));
  }
  if (groups.size < least) return undefined;
  return new Map([...groups].map(([name, parts]) => [name, addCounts(parts)]));
}

function routesOf(
  observations: readonly MeshObservation[],
  source: string,
): Counts['routes'] {
  const routes = observations.filter(
    ({ kind, mesh }) => kind === 'route' && mesh === source,
  );
  const counted = byReporter(routes, ['waypoint', 'destination', 'source']);
  return sumsBy(counted, ({ route }) => route, 1);
}

/** What the first mesh that counts requests says, else the first that counts anything. */
function countedBy(
  instance: CountedInstance,
  observations: readonly MeshObservation[],
): Counted | undefined {
  const calls = observations.filter(({ kind }) => kind === 'inbound');
  const candidates = meshOrder(instance, calls).map(source => {
    const own = calls.filter(({ mesh }) => mesh === source);
    return { source, http: httpOf(instance, own), tcp: tcpOf(own) };
  });
  const chosen =
    candidates.find(({ http }) => http.length > 0) ??
    candidates.find(({ tcp }) => tcp.length > 0);
  if (!chosen) return undefined;
  const { source, http, tcp } = chosen;
  const [{ reporter }] = http.length > 0 ? http : tcp;
  const versions = sumsBy(http, ({ to }) => to.version, 2);
  const routes = routesOf(observations, source);
  return {
    source,
    reporter,
    isByWorkload: [...http, ...tcp].every(({ to }) => !to.service),
    counts: addCounts([...http, ...tcp].map(countsOfCalls)),
    ...(versions ? { versions } : {}),
    ...(routes ? { routes } : {}),
  };
}

/** Why there are bytes and connections, and nothing of requests. */
function withoutRequests(
  { namespace, membership }: CountedInstance,
  source: string,
  queries: QueriesByMesh,
): Cause {
  const own = membership.find(({ mesh }) => mesh === source);
  const said = queries
    .get(source)
    ?.withoutRequests?.({ namespace, ...(own ? { membership: own } : {}) });
  return said ?? { id: 'golden.tcp-only', params: {} };
}

function hasTraffic({ requests = 0, tcp }: CallCounts): boolean {
  const { connections = 0, receivedBytes = 0, sentBytes = 0 } = tcp ?? {};
  return requests > 0 || connections + receivedBytes + sentBytes > 0;
}

/** The first query that failed of one of the meshes; its numbers are not known now. */
function failureOf({ tick }: StoreState, meshes: readonly string[]) {
  const failed = tick?.failed.find(
    ({ mesh, onlyForEdges }) => !onlyForEdges && meshes.includes(mesh),
  );
  return failed && unquoted(failed.reason);
}

/** Why nobody counts calls to an instance. */
function nobodyCounts(
  { cluster, membership }: CountedInstance,
  { store, tick }: StoreState,
): Cause {
  if (tick?.unknownClusters.includes(cluster)) {
    return { id: 'golden.next-refresh', params: { store, cluster } };
  }
  if (tick && !tick.clusters.includes(cluster)) {
    return { id: 'golden.no-series', params: { store, cluster } };
  }
  const enrolled = membership.find(({ pods }) => pods.enrolled > 0);
  return enrolled
    ? { id: 'golden.no-data', params: { store } }
    : { id: 'golden.no-proxy', params: {} };
}

/** Calls that other Services of the same workloads have among theirs, too. */
function sharedWith(sharers: number): Cause | undefined {
  return sharers > 0
    ? { id: 'golden.shared-workload', params: { count: sharers } }
    : undefined;
}

function currentCounts(
  instance: CountedInstance,
  store: StoreState,
  { queries, sharers = 0 }: Moment,
): Counts {
  const counted = countedBy(
    instance,
    ofInstance(instance, indexOf(store.tick)),
  );
  const own = instance.membership.map(({ mesh }) => mesh);
  const failure = failureOf(store, counted ? [counted.source] : own);
  if (!counted) {
    return failure
      ? { state: 'unavailable', reason: failure, missing: [] }
      : {
          state: 'no-data',
          reason: nobodyCounts(instance, store),
          missing: [],
        };
  }
  const { source, counts, isByWorkload, ...parts } = counted;
  const lacks =
    counts.requests === undefined
      ? withoutRequests(instance, source, queries)
      : undefined;
  const shared = isByWorkload ? sharedWith(sharers) : undefined;
  const reason = failure ?? shared ?? lacks;
  return {
    state: hasTraffic(counts) ? 'ok' : 'no-traffic',
    ...(reason ? { reason } : {}),
    source,
    ...counts,
    ...parts,
    missing: [],
  };
}

function standsForOthers({ of, name }: CountedInstance): Counts {
  return {
    state: 'no-data',
    reason: of
      ? {
          id: 'golden.stands-for',
          params: {
            service: `${of.namespace}/${of.name}`,
            cluster: of.cluster,
          },
        }
      : { id: 'golden.stands-for-others', params: { service: name } },
    missing: [],
  };
}

/** Where no store is configured for a cluster. */
function notConfigured({ cluster }: CountedInstance): Counts {
  return {
    state: 'not-configured',
    reason: { id: 'golden.not-configured', params: { cluster } },
    missing: [],
  };
}

/** Where the last refresh gave nothing: the last numbers, as long as they say something. */
function lastCounts(
  counts: Counts,
  { fault, isOld }: { readonly fault: Text; readonly isOld: boolean },
): Counts {
  const { state, at, receivedAt, missing, answers } = counts;
  const reason = unquoted(fault);
  const hasNumbers = state === 'ok' || state === 'no-traffic';
  return hasNumbers && !isOld
    ? { ...counts, state: 'stale', reason }
    : { state: 'unavailable', reason, at, receivedAt, missing, answers };
}

/**
 * The traffic of one instance as its store said last. `store` is undefined where none is
 * configured for its cluster. What stands for services of other clusters has none of its
 * own: those calls are counted where they arrive.
 */
export function goldenOfInstance(
  instance: CountedInstance,
  store: StoreState | undefined,
  moment: Moment,
): Counts {
  if (instance.kind !== 'local') return standsForOthers(instance);
  if (!store) return notConfigured(instance);
  const { tick, fault, receivedAt } = store;
  if (!tick) {
    const params = { store: store.store };
    const reason = fault
      ? unquoted(fault)
      : { id: 'golden.first-refresh', params };
    const answers = fault ? [fault] : [];
    return { state: 'unavailable', reason, missing: [], answers };
  }
  const counts = {
    ...currentCounts(instance, store, moment),
    answers: [fault ?? tick],
    at: tick.at,
    ...(receivedAt === undefined ? {} : { receivedAt }),
  };
  if (!fault) return counts;
  return lastCounts(counts, {
    fault,
    isOld: isOutdated(receivedAt, moment.at),
  });
}
