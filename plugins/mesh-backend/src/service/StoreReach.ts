import type { Clock } from '../io/clock';
import type { MetricsSource } from '../io/prometheus/MetricsSource';
import {
  firstTime,
  REACH_SECONDS,
  REACH_STEP_SECONDS,
} from '../core/metrics/storeReach';
import type { MetricsBudget } from './MetricsBudget';

/** What a store has lost meanwhile it should not be said to have for long. */
const EVERY_MILLISECONDS = 3_600_000;

/** Looks now and then since when a store has numbers, up to a day back. */
export class StoreReach {
  private last: { readonly since: number; readonly readAt: number } | undefined;

  constructor(
    private readonly options: {
      readonly source: MetricsSource;
      readonly clock: Clock;
    },
  ) {}

  /**
   * Unix ms, by the store's clock. Undefined where that is not known: a store that cannot
   * tell is not said to have too little.
   */
  async read(
    query: string | undefined,
    {
      at,
      budget,
      signal,
    }: {
      /** Unix ms, by the store's clock. */
      readonly at: number;
      readonly budget: MetricsBudget;
      readonly signal: AbortSignal;
    },
  ): Promise<number | undefined> {
    const { source, clock } = this.options;
    const readAt = clock.now();
    if (this.last && readAt - this.last.readAt < EVERY_MILLISECONDS) {
      return this.last.since;
    }
    if (query === undefined || !budget.take()) return this.last?.since;
    const from = at - 1000 * REACH_SECONDS;
    const step = { stepSeconds: REACH_STEP_SECONDS, meter: budget };
    try {
      const { series } = await source.queryRange(
        { query, from, to: at, ...step },
        signal,
      );
      const since = firstTime(series);
      if (since !== undefined) this.last = { since, readAt };
    } catch {
      signal.throwIfAborted();
    }
    return this.last?.since;
  }
}
