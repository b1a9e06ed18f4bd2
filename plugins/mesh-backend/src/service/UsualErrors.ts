import type { CallEdge, CallGraph } from '../core/dependencies/CallGraph';
import { failedRequests } from '../core/metrics/goldenCounts';
import type { Traffic } from '../core/views/traffic';

/**
 * Health follows the numbers less than that later: what failed so long ago, of a caller
 * that still does well, is not the beginning of trouble.
 */
const SETTLED_MS = 60_000;

/** Failed calls per second: those that are usual, and those that will be if all stays well. */
interface Known {
  readonly usual: number;
  readonly next: number;
}

/** How many calls of an edge fail while its caller does well, which it copes with. */
export class UsualErrors {
  /** By id of the edge. */
  private known = new Map<string, Known>();
  /** Unix ms; when the numbers were taken last. */
  private takenAt: number | undefined;

  /** Takes what is new, now and then; edges that are gone are forgotten. */
  take({ edges }: CallGraph, traffic: Traffic): void {
    const { at: now } = traffic.state;
    if (this.takenAt !== undefined && now - this.takenAt < SETTLED_MS) return;
    const isFirst = this.takenAt === undefined;
    this.takenAt = now;
    const taken = new Map<string, Known>();
    for (const edge of edges) {
      const failed = failedRequests(edge.counts);
      const before = this.known.get(edge.id);
      if (!isWell(edge, traffic)) {
        if (before) taken.set(edge.id, before);
      } else if (failed > 0) {
        // Nobody knows what was before the start.
        const usual = before?.next ?? (isFirst ? failed : 0);
        taken.set(edge.id, { usual, next: failed });
      }
    }
    this.known = taken;
  }

  /** Failed calls per second. */
  of({ id }: CallEdge): number {
    return this.known.get(id)?.usual ?? 0;
  }
}

function isWell({ from }: CallEdge, traffic: Traffic): boolean {
  return (
    from.entry !== undefined &&
    traffic.instance(from.entry).assessment.health === 'healthy'
  );
}
