import type { CallEdge, CallGraph } from '../core/dependencies/CallGraph';
import { lostCalls } from '../core/dependencies/failingCallees';
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

/** How many calls of an edge fail without failing a request of its caller, which copes with these. */
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
      const coped = copedWith(edge, traffic);
      const before = this.known.get(edge.id);
      if (coped === undefined) {
        // What came just before the trouble may be its beginning.
        const { usual } = before ?? { usual: 0 };
        if (usual > 0) taken.set(edge.id, { usual, next: usual });
      } else if (coped > 0) {
        // Nobody knows what was before the start.
        const usual = before?.next ?? (isFirst ? coped : 0);
        taken.set(edge.id, { usual, next: coped });
      }
    }
    this.known = taken;
  }

  /** Failed calls per second. */
  of({ id }: CallEdge): number {
    return this.known.get(id)?.usual ?? 0;
  }
}

/**
 * Failed calls per second that are more than the requests which the caller fails itself:
 * a caller whose objective allows many errors does well while it passes on some. Undefined
 * where it does not do well, or nothing is known of it.
 */
function copedWith(
  { from, counts }: CallEdge,
  traffic: Traffic,
): number | undefined {
  if (from.entry === undefined) return undefined;
  const { assessment, counts: served } = traffic.instance(from.entry);
  return assessment.health === 'healthy'
    ? Math.max(0, lostCalls(counts) - failedRequests(served))
    : undefined;
}
