import type { Text } from '@meshport/plugin-mesh-common';
import type { Mesh } from '@meshport/plugin-mesh-node';
import type { StoreConfig } from '../config/metricsConfig';
import {
  knownSeriesQuery,
  readKnownSeries,
  type KnownSeries,
} from '../core/metrics/readKnownSeries';
import {
  doubledTargetQuery,
  doublingNote,
  readDoubling,
} from '../core/metrics/replicas';
import type { Clock } from '../io/clock';
import type { MetricsSource } from '../io/prometheus/MetricsSource';
import type { MetricsBudget } from './MetricsBudget';

/** How often it is looked what a store has: that changes with releases, not with traffic. */
const PROBE_MILLISECONDS = 5 * 60_000;

/** What a store has, as of the last look. */
export interface Probed {
  readonly known: KnownSeries;
  /** What is wrong with all of its numbers. */
  readonly notes: readonly Text[];
}

/** Looks now and then which series a store has, and whether it has them twice. */
export class MetricsProbe {
  private last: (Probed & { readonly at: number }) | undefined;

  constructor(
    private readonly options: {
      readonly config: StoreConfig;
      readonly source: MetricsSource;
      readonly meshes: readonly Mesh[];
      readonly clock: Clock;
    },
  ) {}

  /** Rejects as the source does where it is not known which series there are. */
  async read(input: {
    readonly budget: MetricsBudget;
    /** Unix ms, by the store's clock. */
    readonly at: number;
    readonly signal: AbortSignal;
  }): Promise<Probed> {
    const { config, meshes, clock } = this.options;
    const now = clock.now();
    if (this.last && now - this.last.at < PROBE_MILLISECONDS) return this.last;
    const ask = (query: string) => this.ask(query, input);
    const samples = await ask(knownSeriesQuery(meshes, config));
    const known = readKnownSeries(samples, config.clusterLabel);
    this.last = { known, notes: await this.doubling(ask, input), at: now };
    return this.last;
  }

  private async doubling(
    ask: (query: string) => ReturnType<MetricsProbe['ask']>,
    { signal }: { readonly signal: AbortSignal },
  ): Promise<Text[]> {
    const { config } = this.options;
    try {
      const doubled = readDoubling(await ask(doubledTargetQuery(config)));
      return doubled ? [doublingNote(config.name, doubled)] : [];
    } catch {
      signal.throwIfAborted();
      // Numbers do not depend on it: a store that cannot tell is taken to be right.
      return this.last?.notes.slice() ?? [];
    }
  }

  private async ask(
    query: string,
    {
      budget,
      at,
      signal,
    }: { budget: MetricsBudget; at: number; signal: AbortSignal },
  ) {
    budget.take();
    const { samples } = await this.options.source.query(
      { query, at, meter: budget },
      signal,
    );
    return samples;
  }
}
