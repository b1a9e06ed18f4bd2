import type { ExportTarget } from '@meshport/plugin-mesh-common';
import type {
  DeclaredExport,
  ExportFacts,
  ExportRules,
  LinkFinding,
} from '@meshport/plugin-mesh-node';
import type { ResolveAlias } from './aliases';
import {
  factsOf,
  type LinkedCluster,
  meaningOf,
  pairIn,
  silentSince,
} from './exportSides';
import { targetIn, unreadTarget } from './exportTargets';

type Ends = readonly [from: LinkedCluster, to: LinkedCluster];

/** What a mesh makes of two clusters; never changed once made. */
export interface PairResult {
  /** What became of the exports that `from` declares, in their order. */
  readonly targets: readonly (ExportTarget | undefined)[];
  /** How many of them arrived. */
  readonly arrived: number;
  readonly link?: LinkFinding;
}

/** A mesh, and how names lead to clusters. */
export interface JoinedBy {
  readonly mesh: string;
  readonly rules: ExportRules;
  readonly resolve: ResolveAlias;
}

function resultOf(
  [from, to]: Ends,
  { mesh, rules, resolve }: JoinedBy,
): { result: PairResult; meant: ReadonlyMap<string, boolean> } {
  const declared = factsOf(from, mesh)?.declared ?? [];
  const known = pairIn(mesh, [from, to], resolve);
  if (!known) {
    const target = to.model ? undefined : unreadTarget(from, to);
    const targets = declared.map(() => target);
    return { result: { targets, arrived: 0 }, meant: new Map() };
  }
  const { pair, meant } = known;
  const targets = declared.map(one => targetIn(one, to, { pair, rules }));
  const arrived = targets.filter(one => one?.arrived === true).length;
  const link = from === to ? undefined : rules.linkOf(pair);
  return { result: { targets, arrived, ...(link ? { link } : {}) }, meant };
}

/** A result, with what it was made of or last compared with: nothing older is kept. */
interface Remembered {
  ends: Ends;
  readonly rules: ExportRules;
  readonly meant: ReadonlyMap<string, boolean>;
  readonly result: PairResult;
}

/** By what the offering and then the consuming cluster say: mostly neither has news. */
const remembered = new WeakMap<ExportFacts, WeakMap<ExportFacts, Remembered>>();

function isCalledAlike(one: LinkedCluster, other: LinkedCluster): boolean {
  return one.name === other.name && one.kubectlContext === other.kubectlContext;
}

/** Whether there is nothing in which the result could differ. */
function isStill(before: Remembered, ends: Ends, by: JoinedBy): boolean {
  const [from, to] = ends;
  const [fromBefore, toBefore] = before.ends;
  const means = meaningOf(by.mesh, ends, by.resolve);
  return (
    before.rules === by.rules &&
    toBefore.model === to.model &&
    isCalledAlike(fromBefore, from) &&
    isCalledAlike(toBefore, to) &&
    (fromBefore.set === toBefore.set) === (from.set === to.set) &&
    silentSince(toBefore) === silentSince(to) &&
    [...before.meant].every(([alias, was]) => means(alias) === was)
  );
}

/**
 * What a mesh makes of two clusters: the same object as before, in whatever world, as long
 * as neither has news of its exports, nor the consuming cluster any others.
 */
export function pairResult(ends: Ends, by: JoinedBy): PairResult {
  const [from, to] = ends.map(one => factsOf(one, by.mesh));
  if (!from || !to) return resultOf(ends, by).result;
  const ofOffering = remembered.get(from) ?? new WeakMap();
  remembered.set(from, ofOffering);
  const before: Remembered | undefined = ofOffering.get(to);
  if (before && isStill(before, ends, by)) {
    before.ends = ends;
    return before.result;
  }
  const { result, meant } = resultOf(ends, by);
  ofOffering.set(to, { ends, rules: by.rules, meant, result });
  return result;
}

/** The same of one export that nothing declares; seldom asked for, and not remembered. */
export function targetOf(
  declared: DeclaredExport,
  ends: Ends,
  { mesh, rules, resolve }: JoinedBy,
): ExportTarget | undefined {
  const [from, to] = ends;
  const known = pairIn(mesh, ends, resolve);
  if (known) return targetIn(declared, to, { pair: known.pair, rules });
  return to.model ? undefined : unreadTarget(from, to);
}
