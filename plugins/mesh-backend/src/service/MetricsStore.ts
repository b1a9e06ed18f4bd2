import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Text } from '@meshport/plugin-mesh-common';
import type { Mesh, SampleContext } from '@meshport/plugin-mesh-node';
import type { StoreConfig } from '../config/metricsConfig';
import {
  planQueries,
  planSeries,
  planTotals,
  scopeFor,
  type PlanInput,
} from '../core/metrics/planQueries';
import { readStoreTick, type AskedQuery } from '../core/metrics/readStoreTick';
import type { StoreReport } from '../core/metrics/StoreReport';
import type { StoreTick } from '../core/metrics/StoreTick';
import type { Clock } from '../io/clock';
import type { StoreFault } from '../io/prometheus/describeStoreFault';
import type { MetricsSource } from '../io/prometheus/MetricsSource';
import { askPlanned, type MetricsAsking } from './MetricsAsking';
import type { MetricsBook } from './MetricsBook';
import { MetricsBudget, type MetricsLimits } from './MetricsBudget';
import { HistoryReading } from './HistoryReading';
import { leftOutNotes, tickNotes } from './metricsNotes';
import { MetricsProbe, type Probed } from './MetricsProbe';
import { MetricsSplits } from './MetricsSplits';
import { takeTurns } from './takeTurns';

const MINUTE = 60_000;

/** Of one refresh of one store. */
const LIMITS: MetricsLimits = {
  queries: 40,
  bytes: 20 * 1024 * 1024,
  milliseconds: MINUTE / 2,
};

/** Windows of error budgets; each is counted anew every five minutes. */
const BUDGET_WINDOWS_SECONDS = [3600, 6 * 3600, 24 * 3600] as const;
const BUDGET_MILLISECONDS = 5 * MINUTE;

export interface MetricsStoreOptions {
  readonly config: StoreConfig;
  readonly source: MetricsSource;
  /** What a fault of the source means. */
  readonly faultOf: (store: string, error: unknown) => StoreFault;
  readonly meshes: readonly Mesh[];
  /** Who is meant by the names in the store's samples, at present. */
  readonly placesOf: (store: StoreConfig) => Omit<SampleContext, 'skip'>;
  readonly windowSeconds: number;
  readonly book: MetricsBook;
  readonly clock: Clock;
  readonly logger: LoggerService;
}

/** One refresh, while it goes on. */
interface Round {
  readonly budget: MetricsBudget;
  /** Unix ms, by the store's clock: when everything is evaluated. */
  readonly at: number;
  /** The store's clock minus ours. */
  readonly skew: number;
  readonly probed: Probed;
  readonly signal: AbortSignal;
}

/** How one metrics store is asked, and what is remembered of it between refreshes. */
export class MetricsStore {
  private readonly splits: MetricsSplits;
  private readonly probe: MetricsProbe;
  private readonly history: HistoryReading;
  /** Unix ms when each window was last counted. */
  private readonly countedAt = new Map<number, number>();
  private loggedFault = '';

  constructor(private readonly options: MetricsStoreOptions) {
    this.splits = new MetricsSplits(options.clock);
    this.probe = new MetricsProbe(options);
    this.history = new HistoryReading(options);
  }

  /**
   * Asks for everything once and publishes what came, or why nothing did. Rejects with
   * the signal's reason only.
   */
  async refresh(signal: AbortSignal): Promise<void> {
    const { clock, config, book, faultOf } = this.options;
    const budget = new MetricsBudget(LIMITS, clock);
    try {
      // Cheap, and enough to see whether the store answers, and by which clock.
      const { at, skew } = await this.storeTime(budget, signal);
      const probed = await this.probe.read({ budget, at, signal });
      const round = { budget, at, skew, probed, signal };
      if (!(await this.readTick(round))) return;
      await this.countBudget(round);
      await this.readHistory(round);
    } catch (error) {
      signal.throwIfAborted();
      const fault = faultOf(config.name, error);
      book.failed(config.name, fault.reason, reportOf(budget));
      this.log(fault, error);
    }
  }

  /** The store's own time, which is all that it is asked for. */
  private async storeTime(budget: MetricsBudget, signal: AbortSignal) {
    const { source, clock } = this.options;
    budget.take();
    const before = clock.now();
    const { samples, at, bytes } = await source.query(
      { query: 'time()' },
      signal,
    );
    budget.bytes += bytes;
    const value = samples[0]?.value;
    const theirs = value === undefined ? at : 1000 * value;
    return { at: theirs, skew: theirs - (before + clock.now()) / 2 };
  }

  /** What every query of this round has to keep to, for rates over a window. */
  private planInput({ probed }: Round, windowSeconds: number): PlanInput {
    const { meshes, config } = this.options;
    const { known } = probed;
    const { clusterLabel, matchers } = config;
    return { meshes, known, scope: { windowSeconds, clusterLabel, matchers } };
  }

  private askingOf({
    budget,
    probed,
  }: Round): Pick<
    MetricsAsking<never, never>,
    'store' | 'faultOf' | 'splits' | 'labels' | 'budget'
  > {
    const { config, faultOf } = this.options;
    const { clusterLabel } = config;
    const labels = { clusterLabel, clusters: probed.known.clusters };
    const { splits } = this;
    return { store: config.name, faultOf, splits, labels, budget };
  }

  private async ask(
    round: Round,
    planOf: typeof planQueries,
    windowSeconds: number,
  ): Promise<AskedQuery[]> {
    const { source } = this.options;
    const input = this.planInput(round, windowSeconds);
    return await askPlanned(
      {
        ...this.askingOf(round),
        plan: splits => planOf({ ...input, splits }),
        ask: ({ expression: query }, signal) =>
          source.query({ query, at: round.at }, signal),
      },
      round.signal,
    );
  }

  private async tickOf(
    round: Round,
    asked: readonly AskedQuery[],
    windowSeconds: number,
  ): Promise<StoreTick> {
    const { config, placesOf, clock } = this.options;
    const { at, probed, signal } = round;
    const steps = readStoreTick({
      store: config.name,
      at,
      windowSeconds,
      asked,
      context: placesOf(config),
      known: probed.known,
      clusterLabel: config.clusterLabel,
      notes: [
        ...probed.notes,
        ...tickNotes(config.name, round.skew),
        ...leftOutNotes(config.name, asked, round.budget.maxBytes),
      ],
    });
    return await takeTurns(steps, { clock, signal });
  }

  /** False where the store gave nothing, so that there is no more to ask it for. */
  private async readTick(round: Round): Promise<boolean> {
    const { config, windowSeconds, book } = this.options;
    const asked = await this.ask(round, planQueries, windowSeconds);
    const report = reportOf(round.budget, round.skew);
    const failure = failureOfAll(asked) ?? lossOfStore(asked);
    if (failure) {
      book.failed(config.name, failure, report);
      this.warn(failure, failure.message);
      return false;
    }
    const scope = scopeFor(this.planInput(round, windowSeconds));
    const tick = await this.tickOf(round, asked, windowSeconds);
    book.received(config.name, { tick, scope }, report);
    this.loggedFault = '';
    return true;
  }

  /** One window at most: a refresh is not to take three times as long every five minutes. */
  private async countBudget(round: Round): Promise<void> {
    const { clock, config, book } = this.options;
    const now = clock.now();
    const due = BUDGET_WINDOWS_SECONDS.find(
      seconds =>
        now - (this.countedAt.get(seconds) ?? 0) >= BUDGET_MILLISECONDS,
    );
    if (due === undefined) return;
    this.countedAt.set(due, now);
    const asked = await this.ask(round, planTotals, due);
    if (asked.length === 0 || failureOfAll(asked)) return;
    const tick = await this.tickOf(round, asked, due);
    book.receivedBudget(config.name, tick);
  }

  private async readHistory(round: Round): Promise<void> {
    const { config, windowSeconds, placesOf, book } = this.options;
    const { tick } = book.state().stores.get(config.name) ?? {};
    if (!tick || tick.clusters.length === 0) return;
    const input = this.planInput(round, windowSeconds);
    const change = await this.history.read({
      ...this.askingOf(round),
      plan: splits => planSeries({ ...input, splits }),
      at: round.at,
      context: placesOf(config),
      isKnown: tick.unknownClusters.length === 0,
      signal: round.signal,
    });
    if (change) book.receivedHistory(config.name, change.history);
  }

  private log({ fault, reason }: StoreFault, error: unknown): void {
    const { logger, config } = this.options;
    if (fault !== 'own') {
      this.warn(reason, String(error));
      return;
    }
    if (!this.isNews(reason)) return;
    const cause = error instanceof Error ? error.stack ?? '' : String(error);
    logger.error('What a metrics store answered could not be put together', {
      store: config.name,
      cause,
    });
  }

  private warn(reason: Text, cause: string): void {
    if (!this.isNews(reason)) return;
    this.options.logger.warn(
      'A metrics store gives no numbers; it is asked again',
      { store: this.options.config.name, fault: reason.id, cause },
    );
  }

  /** Once per kind of fault: it is tried again every few seconds. */
  private isNews({ id }: Text): boolean {
    const isNew = this.loggedFault !== id;
    this.loggedFault = id;
    return isNew;
  }
}

function reportOf(budget: MetricsBudget, skew?: number): StoreReport {
  const { startedAt: at, milliseconds, queries, bytes } = budget;
  return {
    at,
    milliseconds,
    queries,
    bytes,
    ...(skew === undefined ? {} : { clockSkewMilliseconds: Math.round(skew) }),
  };
}

/** Why nothing at all was answered, where something was asked. */
function failureOfAll(asked: readonly AskedQuery[]): Text | undefined {
  const failures = asked.flatMap(({ failure }) => failure ?? []);
  if (failures.length < asked.length) return undefined;
  // What the store said comes before what it was not asked any more.
  return failures.find(({ id }) => id !== 'store.budget-spent') ?? failures[0];
}

/** What says that there is no store any more, whichever query met it. */
const LOSSES = ['unreachable', 'refused', 'credentials', 'garbled'].map(
  fault => `store.${fault}`,
);

/** A store that went away in the middle of a refresh: what was known before is worth more than a part of it. */
function lossOfStore(asked: readonly AskedQuery[]): Text | undefined {
  const last = asked.findLast(({ failure }) => failure)?.failure;
  return last && LOSSES.includes(last.id) ? last : undefined;
}
