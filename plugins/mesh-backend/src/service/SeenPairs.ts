import type { CallGraph } from '../core/dependencies/CallGraph';
import { entitiesOf, pairKey } from '../core/dependencies/drift';

const HOUR_MS = 3_600_000;

/** Which entities were seen calling which, over the last hour. */
export class SeenPairs {
  /** Unix ms, by pair. */
  private readonly lastSeen = new Map<string, number>();
  private startedAt: number | undefined;

  /** Takes what is new. `now` is Unix ms. */
  take(graph: CallGraph, now: number): void {
    this.startedAt ??= now - graph.windowSeconds * 1000;
    for (const { from, to } of graph.edges) {
      for (const caller of entitiesOf(from)) {
        for (const callee of entitiesOf(to)) {
          this.lastSeen.set(pairKey(caller, callee), now);
        }
      }
    }
    for (const [pair, at] of this.lastSeen) {
      if (now - at > HOUR_MS) this.lastSeen.delete(pair);
    }
  }

  has(pair: string): boolean {
    return this.lastSeen.has(pair);
  }

  /** For how long calls would have been seen, up to `now` (Unix ms). */
  minutes(now: number): number {
    const watched = Math.min(now - (this.startedAt ?? now), HOUR_MS);
    return Math.max(1, Math.round(watched / 60_000));
  }
}
