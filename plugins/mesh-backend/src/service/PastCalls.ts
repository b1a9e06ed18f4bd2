import type {
  Mesh,
  MetricSample,
  SampleContext,
} from '@meshport/plugin-mesh-node';
import type { StoreConfig } from '../config/metricsConfig';
import type { MetricsState, StoreState } from '../core/metrics/MetricsState';
import { planQueries } from '../core/metrics/planQueries';
import { readStoreTick, type AskedQuery } from '../core/metrics/readStoreTick';
import { pastSeries } from '../core/metrics/pastSeries';
import type { Clock } from '../io/clock';
import type { RangeResult } from '../io/prometheus/MetricsSource';
import type { StoreFault } from '../io/prometheus/describeStoreFault';
import { askPlanned } from './MetricsAsking';
import { MetricsBudget, type MetricsLimits } from './MetricsBudget';
import type { MetricRanges } from './MetricsFeed';
import { MetricsSplits } from './MetricsSplits';
import { takeTurns } from './takeTurns';

/** What one moment of the past may cost one store; somebody waits for it. */
const LIMITS: MetricsLimits = {
  queries: 43,
  bytes: 20_000_000,
  milliseconds: 10_000,
};

/** Moments that are remembered: graphs take some megabytes each. */
const MOST_MOMENTS = 4;

/** People who look at the same incident ask for the same moment. */
const STEP_SECONDS = 15;

/** The end of a window of the past. */
interface PastMoment {
  /** Unix ms, a multiple of {@link STEP_SECONDS}. */
  readonly at: number;
  /** Seconds that rates are counted over. */
  readonly windowSeconds: number;
}

interface PastCallsOptions {
  readonly ranges: MetricRanges;
  readonly faultOf: (store: string, error: unknown) => StoreFault;
  readonly stores: ReadonlyMap<string, StoreConfig>;
  readonly meshes: readonly Mesh[];
  readonly placesOf: (store: StoreConfig) => Omit<SampleContext, 'skip'>;
  readonly clock: Clock;
  /** Ends all questions. */
  readonly signal: AbortSignal;
}

/** The moment that is asked for: never one that is still to come. */
export function pastMoment(
  asked: { readonly at?: string; readonly windowSeconds: number },
  now: number,
): PastMoment {
  const { at: text, windowSeconds } = asked;
  const end = text === undefined ? now : Math.min(Date.parse(text), now);
  const step = 1000 * STEP_SECONDS;
  return { at: Math.floor(end / step) * step, windowSeconds };
}

/**
 * Asks stores for all calls of a moment that is over, with the queries of a refresh. Equal
 * moments are asked for once; a store that fails costs one deadline, and is noted.
 */
export class PastCalls {
  private readonly splits = new Map<string, MetricsSplits>();
  /** In the order of their last use. */
  private readonly known = new Map<string, Promise<MetricsState>>();

  constructor(private readonly options: PastCallsOptions) {}

  /** Ends all questions. */
  get signal(): AbortSignal {
    return this.options.signal;
  }

  /**
   * What all stores said of that moment; their notes say what they did not. `now` is what
   * they say now: which clusters are whose.
   */
  async stateAt(moment: PastMoment, now: MetricsState): Promise<MetricsState> {
    const key = `${moment.at} ${moment.windowSeconds}`;
    const asked = this.known.get(key) ?? this.ask(moment, now);
    this.known.delete(key);
    this.known.set(key, asked);
    for (const oldest of this.known.keys()) {
      if (this.known.size <= MOST_MOMENTS) break;
      this.known.delete(oldest);
    }
    const forget = () => {
      if (this.known.get(key) === asked) this.known.delete(key);
    };
    try {
      const found = await asked;
      // Whoever asks next may have more luck.
      if (hasNotes(found)) forget();
      return found;
    } catch (error) {
      forget();
      throw error;
    }
  }

  private async ask(
    moment: PastMoment,
    now: MetricsState,
  ): Promise<MetricsState> {
    const { stores } = this.options;
    const told = await Promise.all(
      [...stores.values()].map(config => this.store(config, moment, now)),
    );
    const { at, windowSeconds } = moment;
    return {
      at,
      windowSeconds,
      stores: new Map(told.map(one => [one.store, one])),
      storeOf: cluster => now.storeOf(cluster),
      queries: now.queries,
      hash: `${at} ${windowSeconds}`,
    };
  }

  private async store(
    config: StoreConfig,
    { at, windowSeconds }: PastMoment,
    now: MetricsState,
  ): Promise<StoreState> {
    const { placesOf, clock, signal, meshes } = this.options;
    const { scope, tick: present } = now.stores.get(config.name) ?? {};
    const known = pastSeries(meshes, {
      isNative: metric => scope?.isNative(metric) ?? false,
      clusters: [...(present?.labelValues?.values() ?? [])],
    });
    const asked = await this.askStore(config, { at, windowSeconds }, known);
    const steps = readStoreTick({
      store: config.name,
      at,
      windowSeconds,
      asked,
      context: placesOf(config),
      known,
      clusterLabel: config.clusterLabel,
    });
    const said = await takeTurns(steps, { clock, signal });
    const reasons = new Map(
      said.failed.map(({ reason }) => [reason.message, reason]),
    );
    // One sentence for each reason: there is no later refresh that could do better.
    const tick = { ...said, notes: [...reasons.values(), ...said.notes] };
    const { name: store, publicUrl } = config;
    return { store, tick, receivedAt: at, budgets: [], scope, publicUrl };
  }

  private async askStore(
    config: StoreConfig,
    { at, windowSeconds }: PastMoment,
    known: ReturnType<typeof pastSeries>,
  ): Promise<AskedQuery[]> {
    const { ranges, faultOf, meshes, clock, signal } = this.options;
    const { name: store, clusterLabel, matchers } = config;
    const scope = { windowSeconds, clusterLabel, matchers };
    const splits = this.splits.get(store) ?? new MetricsSplits(clock);
    this.splits.set(store, splits);
    return await askPlanned(
      {
        store,
        faultOf,
        splits,
        labels: { clusterLabel, clusters: known.clusters },
        budget: new MetricsBudget(LIMITS, clock),
        plan: divided => planQueries({ meshes, known, scope, splits: divided }),
        ask: async ({ expression: query }) => {
          const span = { from: at, to: at, stepSeconds: STEP_SECONDS };
          return instantOf(await ranges.range({ store, query, ...span }));
        },
      },
      signal,
    );
  }
}

/** Did a store not answer, or not all of it? */
function hasNotes({ stores }: MetricsState): boolean {
  return [...stores.values()].some(({ tick }) => tick && tick.notes.length > 0);
}

/** Of one moment each series has one point at most. */
function instantOf({ series, ...rest }: RangeResult) {
  const samples = series.flatMap(({ labels, points }): MetricSample[] => {
    const [last] = points.slice(-1);
    return last ? [{ labels, value: last[1] }] : [];
  });
  return { ...rest, samples };
}
