import { finerSplit, type Split } from '../core/metrics/promqlSplit';
import type { Clock } from '../io/clock';

/** After this time a query is asked as a whole again: the store may have grown. */
const REJOIN_MILLISECONDS = 60 * 60_000;

/** What a query can be divided by. */
export interface SplitLabels {
  readonly clusterLabel?: string;
  readonly splitLabel?: string;
  readonly clusters: readonly string[];
}

/** Remembers which queries a store answers in parts only. */
export class MetricsSplits {
  private readonly known = new Map<string, { split: Split; since: number }>();

  constructor(private readonly clock: Clock) {}

  /** By the id of the query. */
  current(): ReadonlyMap<string, Split> {
    const now = this.clock.now();
    for (const [id, { since }] of this.known) {
      if (now - since >= REJOIN_MILLISECONDS) this.known.delete(id);
    }
    return new Map([...this.known].map(([id, { split }]) => [id, split]));
  }

  /** Divides a query, if it is not divided yet. */
  begin(id: string, split: Split): void {
    if (!this.known.has(id)) {
      this.known.set(id, { split, since: this.clock.now() });
    }
  }

  /**
   * Divides a query further; false where that is not possible, or not affordable together
   * with all other splits.
   */
  refine(
    id: string,
    labels: SplitLabels,
    isAffordable: (splits: ReadonlyMap<string, Split>) => boolean,
  ): boolean {
    const split = finerSplit(this.known.get(id)?.split, labels);
    if (!split) return false;
    if (!isAffordable(new Map([...this.current(), [id, split]]))) return false;
    this.known.set(id, { split, since: this.clock.now() });
    return true;
  }
}
