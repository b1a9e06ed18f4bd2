import { type CallCounts, failedRequests } from '../metrics/goldenCounts';
import type { CallEdge } from './CallGraph';

/** Calls to one end that fail, the worst first, and how many per second. */
export interface FailingPlace {
  readonly edges: readonly CallEdge[];
  readonly failed: number;
}

/** Failed calls per second of an edge that its caller copes with: they fail no request. */
export type UsualFailures = (edge: CallEdge) => number;

/** Rates of two proxies are never exactly equal, and some calls are made again. */
export const ROOM = 1.2;

const MOST = 0.5;

/**
 * Calls per second that did not give the caller what it asked for. Refused ones are among
 * them: until most calls of a window are refused nothing tells whether a policy does it,
 * but whoever fails in that moment fails by it.
 */
export function lostCalls(counts: CallCounts): number {
  return failedRequests(counts) + (counts.refused ?? 0);
}

/** The heaviest reason for which calls are lost. */
export function reasonOf({ failures, refused = 0 }: CallCounts): string {
  const all = { ...failures, denied: (failures?.denied ?? 0) + refused };
  const [[reason, count]] = Object.entries(all).sort(([, a], [, b]) => b - a);
  return count > 0 ? reason : 'other';
}

function unusual(edge: CallEdge, usual: UsualFailures): number {
  return Math.max(0, lostCalls(edge.counts) - usual(edge));
}

function places(
  edges: readonly CallEdge[],
  usual: UsualFailures,
): FailingPlace[] {
  const found = new Map<string, CallEdge[]>();
  for (const edge of edges) {
    if (unusual(edge, usual) === 0) continue;
    const known = found.get(edge.to.id);
    if (known) known.push(edge);
    else found.set(edge.to.id, [edge]);
  }
  return [...found.values()].map(group => ({
    edges: group.sort((a, b) => unusual(b, usual) - unusual(a, usual)),
    failed: group.reduce((sum, edge) => sum + unusual(edge, usual), 0),
  }));
}

/** Failed calls of some places per second. */
export function failedOf(found: readonly FailingPlace[]): number {
  return found.reduce((sum, { failed }) => sum + failed, 0);
}

/**
 * What may have failed the `failed` requests (per second) of a caller, the largest part
 * first; calls of one service to one end belong together. Each failed call fails at most
 * one request: where some callees explain the errors, one that fails more often than the
 * caller is one that the caller copes with.
 */
export function failingCallees(
  edges: readonly CallEdge[],
  { failed, usual }: { readonly failed: number; readonly usual: UsualFailures },
): readonly FailingPlace[] {
  const all = places(edges, usual).sort((a, b) => b.failed - a.failed);
  const plausible = all.filter(one => one.failed <= failed * ROOM);
  return failedOf(plausible) >= failed * MOST ? plausible : all;
}
