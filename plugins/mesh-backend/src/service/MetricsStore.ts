import type { LoggerService } from '@backstage/backend-plugin-api';
import type {
  Mesh,
  MetricQuery,
  SampleContext,
} from '@meshport/plugin-mesh-node';
import type { StoreConfig } from '../config/metricsConfig';
import {
  planQueries,
  planSeries,
  planTotals,
  type PlannedQuery,
  scopeFor,
  type PlanInput,
} from '../core/metrics/planQueries';
import { PART_BYTES, pastSplits } from '../core/metrics/pastParts';
import {
  type AskedQuery,
  observeAnswer,
  type ObservedAnswer,
  readStoreTick,
} from '../core/metrics/readStoreTick';
import { reachQuery } from '../core/metrics/storeReach';
import type { StoreTick } from '../core/metrics/StoreTick';
import type { Clock } from '../io/clock';
import type { StoreFault } from '../io/prometheus/describeStoreFault';
import type { ByteMeter, MetricsSource } from '../io/prometheus/MetricsSource';
import { AnswerSizes } from './AnswerSizes';
import { BudgetReading } from './BudgetReading';
import { askPlanned, type MetricsAsking } from './MetricsAsking';
import type { MetricsBook } from './MetricsBook';
import { MetricsBudget, type MetricsLimits } from './MetricsBudget';
import { HistoryReading } from './HistoryReading';
import { leftOutNotes, tickNotes } from './metricsNotes';
import { MetricsProbe, type Probed } from './MetricsProbe';
import { MetricsSplits } from './MetricsSplits';
import { failureOfAll, lossOfStore, reportOf } from './storeOutcome';
import { StoreLog } from './StoreLog';
import { StoreReach } from './StoreReach';
import { takeTurns } from './takeTurns';

/** Of one refresh of one store. */
const LIMITS: MetricsLimits = {
  queries: 40,
  bytes: 20_000_000,
  milliseconds: 30_000,
};

/**
 * Refreshes after which error budgets and the past get one for themselves, where the
 * numbers of now leave them too little room.
 */
const PATIENCE = 3;

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
  private readonly sizes = new AnswerSizes(LIMITS.bytes);
  private readonly probe: MetricsProbe;
  private readonly budgets: BudgetReading<ObservedAnswer>;
  private readonly history: HistoryReading;
  private readonly reach: StoreReach;
  private readonly log: StoreLog;
  /** Refreshes in which error budgets or the past waited for room, and how many they wait for. */
  private waited = 0;
  private patience = PATIENCE;

  constructor(private readonly options: MetricsStoreOptions) {
    const { clock, config, logger } = options;
    this.splits = new MetricsSplits(clock);
    this.probe = new MetricsProbe(options);
    this.budgets = new BudgetReading(clock);
    this.history = new HistoryReading(options);
    this.reach = new StoreReach(options);
    this.log = new StoreLog(config.name, logger);
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
      const isOfThePast = this.waited >= this.patience && this.hasTick();
      if (!isOfThePast && !(await this.readTick(round))) return;
      await this.readRest(round, isOfThePast);
      book.cost(config.name, reportOf(budget, skew));
    } catch (error) {
      signal.throwIfAborted();
      const fault = faultOf(config.name, error);
      book.failed(config.name, fault.reason, reportOf(budget));
      this.log.fault(fault, error);
    }
  }

  /** Whether the last refresh gave the numbers of now. */
  private hasTick(): boolean {
    const { book, config } = this.options;
    const { tick, fault } = book.state().stores.get(config.name) ?? {};
    return tick !== undefined && !fault;
  }

  /** The store's own time, which is all that it is asked for. */
  private async storeTime(budget: MetricsBudget, signal: AbortSignal) {
    const { source, clock } = this.options;
    budget.take();
    const before = clock.now();
    const { samples, at } = await source.query(
      { query: 'time()', meter: budget },
      signal,
    );
    const value = samples[0]?.value;
    const theirs = value === undefined ? at : 1000 * value;
    // Whole seconds: every sample of every answer says when it was.
    const whole = 1000 * Math.floor(theirs / 1000);
    return { at: whole, skew: theirs - (before + clock.now()) / 2 };
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
  }: Round): Omit<MetricsAsking<never, never>, 'plan' | 'ask'> {
    const { config, faultOf } = this.options;
    const { clusterLabel } = config;
    const labels = { clusterLabel, clusters: probed.known.clusters };
    const { splits, sizes } = this;
    return { store: config.name, faultOf, splits, sizes, labels, budget };
  }

  private queriesOf(
    round: Round,
    planOf: typeof planQueries,
    windowSeconds: number,
  ): MetricsAsking<MetricQuery, ObservedAnswer> {
    const input = this.planInput(round, windowSeconds);
    return {
      ...this.askingOf(round),
      plan: splits => planOf({ ...input, splits }),
      ask: (planned, { meter }) => this.observe(planned, { round, meter }),
    };
  }

  /** Samples are read as they come: all of a refresh together would take too much memory. */
  private async observe(
    planned: PlannedQuery,
    { round, meter }: { readonly round: Round; readonly meter: ByteMeter },
  ): Promise<ObservedAnswer> {
    const { source, config, placesOf, clock } = this.options;
    const { at, signal } = round;
    const { expression: query } = planned;
    const answer = await source.query({ query, at, meter }, signal);
    const reading = observeAnswer(planned, answer, placesOf(config));
    return await takeTurns(reading, { clock, signal });
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
    const asking = this.queriesOf(round, planQueries, windowSeconds);
    const asked = await askPlanned(asking, round.signal);
    const report = reportOf(round.budget, round.skew);
    const failure = failureOfAll(asked) ?? lossOfStore(asked);
    if (failure) {
      book.failed(config.name, failure, report);
      this.log.gaveNothing(failure, failure.message);
      return false;
    }
    const scope = scopeFor(this.planInput(round, windowSeconds));
    const tick = await this.tickOf(round, asked, windowSeconds);
    book.received(config.name, { tick, scope }, report);
    this.log.isWell();
    return true;
  }

  /**
   * The past, without which charts begin with the portal, and error budgets, as far as
   * there is room: a window of a budget at most, unless the refresh is for these alone.
   */
  private async readRest(round: Round, isAlone: boolean): Promise<void> {
    if (this.budgets.isDue || this.history.isWanted) this.divideRest(round);
    await this.readHistory(round);
    while (await this.countWindow(round)) {
      if (!isAlone) break;
    }
    const isWaiting = this.budgets.isUnderWay || this.history.isUnderWay;
    this.patience = this.isSmallPast(round) ? 1 : PATIENCE;
    this.waited = isWaiting && !isAlone ? this.waited + 1 : 0;
  }

  /** Whether one refresh has room for all that is left of the past: then charts have it at once. */
  private isSmallPast(round: Round): boolean {
    if (!this.history.isUnderWay) return false;
    const input = this.planInput(round, this.options.windowSeconds);
    const parts = planSeries({ ...input, splits: this.splits.current() });
    return parts.length * PART_BYTES <= LIMITS.bytes;
  }

  /** In parts from the start: nobody knows how large answers are before they are there. */
  private divideRest({ probed }: Round): void {
    const { meshes, config, book } = this.options;
    const { tick } = book.state().stores.get(config.name) ?? {};
    if (!tick) return;
    const { clusterLabel } = config;
    const { known } = probed;
    const splits = pastSplits({ meshes, tick, known, clusterLabel });
    for (const [id, split] of splits) this.splits.begin(id, split);
  }

  /** Whether a window of an error budget has been counted to its end. */
  private async countWindow(round: Round): Promise<boolean> {
    const { config, book } = this.options;
    const counted = await this.budgets.read(
      windowSeconds => ({
        ...this.queriesOf(round, planTotals, windowSeconds),
        expected: PART_BYTES,
      }),
      round.signal,
    );
    if (!counted) return false;
    const { outcomes, windowSeconds } = counted;
    if (outcomes.length === 0 || failureOfAll(outcomes)) return true;
    const tick = await this.tickOf(round, outcomes, windowSeconds);
    const knownFrom = await this.knownFrom(round);
    book.receivedBudget(config.name, { ...tick, knownFrom });
    return true;
  }

  /** Since when the store has what error budgets are counted from. */
  private async knownFrom(round: Round): Promise<number | undefined> {
    const { meshes, config } = this.options;
    const { known } = round.probed;
    return this.reach.read(reachQuery(meshes, known, config.matchers), round);
  }

  private async readHistory(round: Round): Promise<void> {
    const { config, windowSeconds, placesOf, book } = this.options;
    const { tick } = book.state().stores.get(config.name) ?? {};
    if (!tick || tick.clusters.length === 0) return;
    const input = this.planInput(round, windowSeconds);
    const change = await this.history.read({
      ...this.askingOf(round),
      plan: splits => planSeries({ ...input, splits }),
      expected: PART_BYTES,
      at: round.at,
      context: placesOf(config),
      unknownClusters: tick.unknownClusters.length,
      signal: round.signal,
    });
    if (change) book.receivedHistory(config.name, change.history);
  }
}
