import type { CallEdge, CallGraph } from '../core/dependencies/CallGraph';
import { failedRequests } from '../core/metrics/goldenCounts';
import type { Traffic } from '../core/views/traffic';

/**
 * How much of the last refresh counts: little, as health follows the numbers a little
 * later, and what fails then is not yet known to be trouble.
 */
const WEIGHT = 0.05;

/** How many calls of an edge fail while its caller does well, which it copes with. */
export class UsualErrors {
  /** Failed calls per second, by id of the edge. */
  private usual = new Map<string, number>();

  /** Takes what is new; edges that are gone are forgotten. */
  take({ edges }: CallGraph, traffic: Traffic): void {
    const next = new Map<string, number>();
    for (const edge of edges) {
      const failed = failedRequests(edge.counts);
      const before = this.usual.get(edge.id);
      const value = isWell(edge, traffic)
        ? (before ?? failed) + WEIGHT * (failed - (before ?? failed))
        : before ?? 0;
      if (failed > 0 || value > 0) next.set(edge.id, value);
    }
    this.usual = next;
  }

  /** Failed calls per second. */
  of({ id }: CallEdge): number {
    return this.usual.get(id) ?? 0;
  }
}

function isWell({ from }: CallEdge, traffic: Traffic): boolean {
  return (
    from.entry !== undefined &&
    traffic.instance(from.entry).assessment.health === 'healthy'
  );
}
