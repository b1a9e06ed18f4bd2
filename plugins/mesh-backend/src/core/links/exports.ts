import {
  type ExportState,
  type ExportTarget,
  type ExportView,
  type Link,
  type Reason,
  text,
} from '@meshport/plugin-mesh-common';
import type {
  DeclaredExport,
  ExportFacts,
  ExportRules,
} from '@meshport/plugin-mesh-node';
import type { ResolveAlias } from './aliases';
import {
  factsOf,
  type LinkedCluster,
  outdated,
  silentSince,
} from './exportSides';
import { type JoinedPair, linksOf } from './links';
import {
  type JoinedBy,
  type PairResult,
  pairResult,
  targetOf,
} from './pairResults';
import { type Offer, undeclaredOffers } from './undeclared';

/** How exports get about, by the mesh that does it. */
export type RulesByMesh = ReadonlyMap<string, ExportRules>;

/** What there is to join: all clusters, their names, and what their meshes do. */
export interface Connections {
  readonly clusters: readonly LinkedCluster[];
  readonly resolve: ResolveAlias;
  readonly rules: RulesByMesh;
}

/** Exports in the order of meshes and clusters; links by mesh and calling cluster. */
export interface JoinedExports {
  readonly exports: readonly ExportView[];
  readonly links: readonly Link[];
}

/** Exports times clusters between two turns for others: a few milliseconds. */
const STEP = 2_000;

/** Worst first; what is not known is not worse than what is known to be wrong. */
const STATES: readonly ExportState[] = ['missing', 'limited', 'available'];

/** What can be said of an export by what became of it in these clusters. */
export function overallState(targets: readonly ExportTarget[]): ExportState {
  if (targets.length === 0) return 'unused';
  return (
    STATES.find(state => targets.some(one => one.state === state)) ?? 'unknown'
  );
}

function nobodyTakes(from: string): Reason {
  return {
    code: 'no-cluster-linked',
    text: text('reason.no-cluster-linked', { from }),
    fix: { text: text('fix.link-cluster', { from }) },
    evidence: [],
  };
}

function viewOf(
  { from, declared }: Offer,
  mesh: string,
  to: ExportTarget[],
): ExportView {
  const { mechanism, namespace, name, endpoints } = declared;
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

/** The exports of a cluster, with what they were last compared with. */
interface RememberedViews {
  from: LinkedCluster;
  readonly results: readonly PairResult[];
  readonly views: readonly ExportView[];
}

const remembered = new WeakMap<ExportFacts, RememberedViews>();

function isStill(
  { from: before, results }: RememberedViews,
  from: LinkedCluster,
  after: readonly PairResult[],
): boolean {
  return (
    before.name === from.name &&
    before.set === from.set &&
    silentSince(before) === silentSince(from) &&
    results.length === after.length &&
    results.every((result, at) => result === after[at])
  );
}

/** Put together anew only where something has become of them in some cluster. */
function declaredViews(
  from: LinkedCluster,
  mesh: string,
  results: readonly PairResult[],
): readonly ExportView[] {
  const facts = factsOf(from, mesh);
  if (!facts) return [];
  const before = remembered.get(facts);
  if (before && isStill(before, from, results)) {
    before.from = from;
    return before.views;
  }
  const views = facts.declared.map((declared: DeclaredExport, at) => {
    // A loop, as this is done exports times clusters.
    const to: ExportTarget[] = [];
    for (const { targets } of results) {
      const target = targets[at];
      if (target) to.push(target);
    }
    return viewOf({ from, declared }, mesh, to);
  });
  remembered.set(facts, { from, results, views });
  return views;
}

/** Exports of one mesh, and the pairs of clusters between which they may go. */
interface OfMesh {
  readonly exports: ExportView[];
  readonly pairs: JoinedPair[];
}

function* joinDeclared(
  clusters: readonly LinkedCluster[],
  by: JoinedBy,
): Generator<void, OfMesh> {
  const found: OfMesh = { exports: [], pairs: [] };
  let work = 0;
  for (const from of clusters) {
    const results: PairResult[] = [];
    for (const to of clusters) {
      const result = pairResult([from, to], by);
      results.push(result);
      found.pairs.push({ from, to, result });
      work += result.targets.length + 1;
      if (work < STEP) continue;
      work = 0;
      yield;
    }
    found.exports.push(...declaredViews(from, by.mesh, results));
  }
  return found;
}

function undeclaredViews(
  clusters: readonly LinkedCluster[],
  by: JoinedBy,
): ExportView[] {
  return undeclaredOffers(clusters, by).map(offer => {
    const to = clusters.flatMap(
      cluster => targetOf(offer.declared, [offer.from, cluster], by) ?? [],
    );
    return viewOf(offer, by.mesh, to);
  });
}

/**
 * Every export of every cluster, and how the clusters are connected. What was made of two
 * clusters is remembered: where one has changed, only its pairs are looked at anew. Yields
 * where others may have their turn.
 */
export function* joinExports({
  clusters,
  resolve,
  rules: all,
}: Connections): Generator<void, JoinedExports> {
  const exports: ExportView[][] = [];
  const links: Link[][] = [];
  for (const [mesh, rules] of all) {
    const by = { mesh, rules, resolve };
    const declared = yield* joinDeclared(clusters, by);
    const undeclared = undeclaredViews(clusters, by);
    exports.push(declared.exports, undeclared);
    links.push(linksOf(declared.pairs, { clusters, by, undeclared }));
    yield;
  }
  return { exports: exports.flat(), links: links.flat() };
}
