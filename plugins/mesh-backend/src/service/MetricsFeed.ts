import type { MetricsState } from '../core/metrics/MetricsState';
import type { RangeResult } from '../io/prometheus/MetricsSource';

/** What the metrics stores say, kept in memory. */
export interface MetricsFeed {
  /** The same object until there is something new. */
  state(): MetricsState;
  /** Calls the listener after every refresh of a store. */
  subscribe(listener: () => void): () => void;
}

/** A question to a store about a part of the past. */
export interface RangeQuestion {
  readonly store: string;
  readonly query: string;
  /** Unix ms; both are multiples of the step. */
  readonly from: number;
  readonly to: number;
  readonly stepSeconds: number;
}

/**
 * The only way in which a page asks a store: equal questions are asked once and
 * remembered for a step. Rejects with a MetricsSourceError, after a deadline at the latest.
 */
export interface MetricRanges {
  range(question: RangeQuestion): Promise<RangeResult>;
}
