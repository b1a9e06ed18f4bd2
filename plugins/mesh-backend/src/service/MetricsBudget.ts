import type { Clock } from '../io/clock';
import type { ByteMeter } from '../io/prometheus/MetricsSource';

/** What one refresh may cost a store, and the portal. */
export interface MetricsLimits {
  readonly queries: number;
  /** Of answers; the last one may be cut in its middle. */
  readonly bytes: number;
  readonly milliseconds: number;
}

/** Of every refresh: for the store's time, what it has, and whether it has it twice. */
const RESERVED_QUERIES = 3;

/** Counts what a refresh has cost so far, answers that were given up included. */
export class MetricsBudget implements ByteMeter {
  queries = 0;
  bytes = 0;
  readonly startedAt: number;
  /** What answers that are under way are expected to have. */
  private expected = 0;

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

  /** Whether nothing more may be asked or read. */
  get isSpent(): boolean {
    const { queries, bytes, milliseconds } = this.limits;
    return (
      this.queries >= queries ||
      this.bytes >= bytes ||
      this.milliseconds >= milliseconds
    );
  }

  /** Whether as much has been read as may be. */
  get isFull(): boolean {
    return this.bytes >= this.limits.bytes;
  }

  /** Is there room for an answer of so many bytes beside those that are under way? */
  hasRoomFor(bytes: number): boolean {
    const left = this.limits.bytes - this.bytes - this.expected;
    return !this.isSpent && bytes <= left;
  }

  /** False where nothing more may be asked; else one more query is counted. */
  take(): boolean {
    const { isSpent } = this;
    if (!isSpent) this.queries += 1;
    return !isSpent;
  }

  /** Keeps room for an answer that is asked for, less what has come of it, until it is there. */
  expect(bytes: number): ByteMeter & { readonly arrived: () => void } {
    let left = bytes;
    const release = (some: number) => {
      left -= some;
      this.expected -= some;
    };
    this.expected += bytes;
    return {
      count: more => {
        release(Math.min(more, left));
        return this.count(more);
      },
      arrived: () => release(left),
    };
  }

  count(bytes: number): boolean {
    this.bytes += bytes;
    return this.bytes < this.limits.bytes;
  }
}
