import type { Health } from '@meshport/plugin-mesh-common';
import { type CallEdge, weightOf } from './CallGraph';

/** What needs somebody first. */
const HEALTH_RANK: Readonly<Record<Health, number>> = {
  failing: 0,
  degraded: 1,
  unknown: 2,
  healthy: 3,
  idle: 4,
};

/** All edges of a graph, put in order once for all who ask. */
export interface EdgeRanking {
  /** Worst first, then heaviest. */
  readonly edges: readonly CallEdge[];
  readonly health: (edge: CallEdge) => Health;
}

/** Edges whose health is looked at in one go: some milliseconds. */
const SLICE = 2_000;

function heaviestFirst(a: CallEdge, b: CallEdge): number {
  return weightOf(b) - weightOf(a) || (a.id < b.id ? -1 : 1);
}

/** Puts edges in order; yields now and then, so that others have their turn. */
export function* rankEdges(
  edges: readonly CallEdge[],
  health: EdgeRanking['health'],
): Generator<void, EdgeRanking> {
  const byRank: CallEdge[][] = Object.keys(HEALTH_RANK).map(() => []);
  for (const [index, edge] of edges.entries()) {
    byRank[HEALTH_RANK[health(edge)]].push(edge);
    if (index % SLICE === SLICE - 1) yield;
  }
  for (const some of byRank) {
    some.sort(heaviestFirst);
    yield;
  }
  return { edges: byRank.flat(), health };
}

/** The same at once, of few edges. */
export function worstFirst(
  edges: readonly CallEdge[],
  health: EdgeRanking['health'],
): readonly CallEdge[] {
  const rank = (edge: CallEdge) => HEALTH_RANK[health(edge)];
  return [...edges].sort((a, b) => rank(a) - rank(b) || heaviestFirst(a, b));
}
