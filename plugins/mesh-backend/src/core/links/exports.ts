import {
  type ExportState,
  type ExportTarget,
  type ExportView,
  type Reason,
  text,
} from '@meshport/plugin-mesh-common';
import type {
  DeclaredExport,
  ExportArrival,
  ExportRules,
} from '@meshport/plugin-mesh-node';
import type { ResolveAlias } from './aliases';
import {
  factsOf,
  knownEndpoints,
  type LinkedCluster,
  outdated,
  type PairOf,
  pairsOf,
} from './exportSides';

/** How exports get about, by the mesh that does it. */
export type RulesByMesh = ReadonlyMap<string, ExportRules>;

/** What there is to join: all clusters, their names, and what their meshes do. */
export interface Connections {
  readonly clusters: readonly LinkedCluster[];
  readonly resolve: ResolveAlias;
  readonly rules: RulesByMesh;
}

/** The same, as it is looked at: each pair of clusters once. */
interface Joined extends Connections {
  readonly pairOf: PairOf;
}

/** An export of a cluster, declared there or known by what arrived elsewhere. */
interface Offer {
  readonly mesh: string;
  readonly from: LinkedCluster;
  readonly declared: DeclaredExport;
}

function offerKey({ mesh, from, declared }: Offer): string {
  const { mechanism, namespace, name } = declared;
  return [mesh, from.name, mechanism, namespace, name].join('/');
}

function declaredOffers(
  mesh: string,
  clusters: readonly LinkedCluster[],
): Offer[] {
  return clusters.flatMap(from =>
    (factsOf(from, mesh)?.declared ?? []).map(declared => ({
      ...{ mesh, from, declared },
    })),
  );
}

/**
 * What came from a cluster of which nothing has been read, or that was chosen there by
 * other means than the usual ones. What is gone there is no export any more.
 */
function arrivedOffers(
  mesh: string,
  { clusters, resolve }: Connections,
): Offer[] {
  const byName = new Map(clusters.map(one => [one.name, one]));
  return clusters.flatMap(to =>
    (factsOf(to, mesh)?.arrived ?? []).flatMap(one => {
      const { system, alias, mechanism, namespace, name } = one;
      const from = byName.get(resolve({ system, alias, from: to.name }) ?? '');
      const endpoints = from?.model && knownEndpoints(from.model, one);
      if (!from || (from.model && !endpoints)) return [];
      const declared = {
        ...{ mechanism, namespace, name },
        ...{ ports: [], headless: false, endpoints },
      };
      return [{ mesh, from, declared }];
    }),
  );
}

function offersOf(mesh: string, connections: Connections): Offer[] {
  const all = [
    ...declaredOffers(mesh, connections.clusters),
    ...arrivedOffers(mesh, connections),
  ];
  const seen = new Set<string>();
  return all.filter(offer => {
    const key = offerKey(offer);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

function stateOf({ arrived, reasons }: ExportArrival): ExportState {
  if (arrived === 'unknown') return 'unknown';
  if (!arrived) return 'missing';
  return reasons.length > 0 ? 'limited' : 'available';
}

/** What of the other cluster could not be read may be all that is missing. */
function unreadable(
  arrival: ExportArrival | undefined,
  reasons: readonly Reason[],
): Omit<ExportTarget, 'cluster'> {
  return {
    ...{ ports: [], endpoints: { ready: 0, total: 0 } },
    ...arrival,
    arrived: arrival?.arrived === true ? true : 'unknown',
    state: 'unknown',
    reasons: [...reasons],
  };
}

function notRead(cluster: string): Reason {
  return {
    code: 'cluster-not-read',
    text: text('reason.cluster-not-read', { cluster }),
    evidence: [],
  };
}

/** What became of an export in one cluster; none where it could not be used there. */
function targetIn(
  { mesh, from, declared }: Offer,
  to: LinkedCluster,
  { pairOf, rules }: Joined,
): ExportTarget[] {
  const { name: cluster } = to;
  const sameSet = from.set === to.set;
  if (!to.model) {
    const isReadLater = to.reachability.status !== 'unsupported';
    const isExpected = sameSet && isReadLater && to !== from;
    return isExpected
      ? [{ cluster, ...unreadable(undefined, [notRead(cluster)]) }]
      : [];
  }
  const pair = pairOf(mesh, from, to);
  if (!pair) return [];
  const arrival = rules.get(mesh)?.arrivalOf(declared, pair);
  const missing = pair.to.facts.unreadable;
  if (missing.length > 0) {
    const isExpected = arrival !== undefined || (sameSet && from !== to);
    return isExpected ? [{ cluster, ...unreadable(arrival, missing) }] : [];
  }
  if (!arrival) return [];
  const reasons = [...arrival.reasons, ...outdated(to)];
  return [{ cluster, ...arrival, state: stateOf(arrival), reasons }];
}

/** Worst first; what is not known is not worse than what is known to be wrong. */
const STATES: readonly ExportState[] = ['missing', 'limited', 'available'];

/** What can be said of an export by what became of it in these clusters. */
export function overallState(targets: readonly ExportTarget[]): ExportState {
  if (targets.length === 0) return 'unused';
  const states = targets.map(({ state }) => state);
  return STATES.find(state => states.includes(state)) ?? 'unknown';
}

function nobodyTakes(from: string): Reason {
  return {
    code: 'no-cluster-linked',
    text: text('reason.no-cluster-linked', { from }),
    fix: { text: text('fix.link-cluster', { from }) },
    evidence: [],
  };
}

function viewOf(offer: Offer, connections: Joined): ExportView {
  const { mesh, from, declared } = offer;
  const { mechanism, namespace, name, endpoints } = declared;
  const to = connections.clusters.flatMap(cluster =>
    targetIn(offer, cluster, connections),
  );
  const declaredBy = {
    cluster: from.name,
    ...{ apiVersion: 'v1', kind: 'Service', namespace, name },
  };
  return {
    ...{ set: from.set, namespace, name, mesh, mechanism, from: from.name },
    state: overallState(to),
    ...(from.model ? { declaredBy } : {}),
    ...(endpoints ? { endpoints } : {}),
    reasons: [
      ...(to.length === 0 ? [nobodyTakes(from.name)] : []),
      ...(factsOf(from, mesh)?.unreadable ?? []),
      ...outdated(from),
    ],
    to,
  };
}

/** Every export of every cluster, in the order of meshes and clusters. */
export function exportsOf(connections: Connections): ExportView[] {
  const joined = { ...connections, pairOf: pairsOf(connections.resolve) };
  return [...connections.rules.keys()].flatMap(mesh =>
    offersOf(mesh, joined).map(offer => viewOf(offer, joined)),
  );
}
