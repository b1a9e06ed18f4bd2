import type { Clock } from '../io/clock';

/** What one refresh may cost a store, and the portal. */
export interface MetricsLimits {
  readonly queries: number;
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Of every refresh: for the store's time, what it has, and whether it has it twice. */
const RESERVED_QUERIES = 3;

/** Counts what a refresh has cost so far. */
export class MetricsBudget {
  queries = 0;
  bytes = 0;
  readonly startedAt: number;

  constructor(
    private readonly limits: MetricsLimits,
    private readonly clock: Clock,
  ) {
    this.startedAt = clock.now();
  }

  get milliseconds(): number {
    return this.clock.now() - this.startedAt;
  }

  get maxBytes(): number {
    return this.limits.bytes;
  }

  /** Queries that a plan may have. */
  get plannable(): number {
    return this.limits.queries - RESERVED_QUERIES;
  }

  /** False where nothing more may be asked; else one more query is counted. */
  take(): boolean {
    const { queries, bytes, milliseconds } = this.limits;
    const isSpent =
      this.queries >= queries ||
      this.bytes >= bytes ||
      this.milliseconds >= milliseconds;
    if (!isSpent) this.queries += 1;
    return !isSpent;
  }
}
