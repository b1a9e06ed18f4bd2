import type { SampleContext, SeriesQuery } from '@meshport/plugin-mesh-node';
import type { PlannedSeries } from '../core/metrics/planQueries';
import type { HistoryLine, StoreHistory } from '../core/metrics/StoreHistory';
import type { Clock } from '../io/clock';
import type {
  MetricsSource,
  RangeSeries,
} from '../io/prometheus/MetricsSource';
import type { MetricsAsking } from './MetricsAsking';
import { PartwiseAsking } from './PartwiseAsking';

const STEP_SECONDS = 60;
const STEPS = 60;
const STEP_MILLISECONDS = 1000 * STEP_SECONDS;
const HOUR_MILLISECONDS = STEPS * STEP_MILLISECONDS;

/** After an attempt that gave nothing. */
const RETRY_MILLISECONDS = 5 * STEP_MILLISECONDS;

/** How long clusters that are not known yet are waited for after the last that became known: some never will be. */
const PATIENCE_MILLISECONDS = 30_000;

/** How long it is published: whoever wants it has taken it by then, and it is large. */
const KEPT_MILLISECONDS = STEP_MILLISECONDS;

const NEVER = -Infinity;

export interface HistoryAsking
  extends Omit<MetricsAsking<SeriesQuery, never>, 'ask'> {
  /** Unix ms, by the store's clock. */
  readonly at: number;
  readonly context: Omit<SampleContext, 'skip'>;
  /** How many names of clusters there are in the store of which nobody knows whose they are. */
  readonly unknownClusters: number;
  readonly signal: AbortSignal;
}

/** What has been read of one line of the past. */
interface Lines {
  readonly lines: readonly HistoryLine[];
}

/** One attempt; all of its parts are about the same hour. */
interface Attempt {
  /** Unix ms. */
  readonly from: number;
  readonly to: number;
  readonly parts: PartwiseAsking<SeriesQuery, Lines>;
}

/**
 * Reads, once, what a store knows of the hour before the portal started, over as many
 * refreshes as it takes, and has it forgotten when it has been taken.
 */
export class HistoryReading {
  private readonly startedAt: number;
  private triedAt = NEVER;
  private state: 'missing' | 'there' | 'done' = 'missing';
  private attempt: Attempt | undefined;
  /** How many clusters were unknown at last, and since when (Unix ms) it is as many. */
  private unknown: { readonly count: number; readonly since: number };

  constructor(
    private readonly options: {
      readonly source: MetricsSource;
      readonly clock: Clock;
    },
  ) {
    this.startedAt = options.clock.now();
    this.unknown = { count: Infinity, since: this.startedAt };
  }

  /** Whether it has been begun and is not complete. */
  get isUnderWay(): boolean {
    return this.attempt !== undefined;
  }

  get isWanted(): boolean {
    return (
      this.state === 'missing' && !this.isTooLate(this.options.clock.now())
    );
  }

  /** What is new of it, if anything; `{}` to forget it. */
  async read(
    asking: HistoryAsking,
  ): Promise<{ readonly history?: StoreHistory } | undefined> {
    const now = this.options.clock.now();
    if (this.state === 'there') {
      if (now - this.triedAt < KEPT_MILLISECONDS) return undefined;
      this.state = 'done';
      return {};
    }
    const attempt = this.attempt ?? this.begin(asking, now);
    if (!attempt) return undefined;
    this.attempt = attempt;
    const outcomes = await attempt.parts.proceed(
      this.askingOf(asking, attempt),
      asking.signal,
    );
    if (!outcomes) return undefined;
    this.attempt = undefined;
    this.triedAt = now;
    const lines = outcomes.flatMap(({ answer }) => answer?.lines ?? []);
    if (lines.length === 0) return undefined;
    this.state = 'there';
    const { from } = attempt;
    return { history: { from: from / 1000, stepSeconds: STEP_SECONDS, lines } };
  }

  private begin(
    { at, unknownClusters }: HistoryAsking,
    now: number,
  ): Attempt | undefined {
    if (this.isTooLate(now)) return undefined;
    // It is read once, so not before it is known whose numbers they are.
    if (this.isWaitingFor(unknownClusters, now)) return undefined;
    const isDue = now - this.triedAt >= RETRY_MILLISECONDS;
    if (this.state !== 'missing' || !isDue) return undefined;
    const to = Math.floor(at / STEP_MILLISECONDS) * STEP_MILLISECONDS;
    const from = to - (STEPS - 1) * STEP_MILLISECONDS;
    return { from, to, parts: new PartwiseAsking() };
  }

  private isWaitingFor(count: number, now: number): boolean {
    if (count !== this.unknown.count) this.unknown = { count, since: now };
    return count > 0 && now - this.unknown.since < PATIENCE_MILLISECONDS;
  }

  /** After an hour everything is known from then on. */
  private isTooLate(now: number): boolean {
    return now - this.startedAt >= HOUR_MILLISECONDS;
  }

  private askingOf(
    asking: HistoryAsking,
    { from, to }: Attempt,
  ): MetricsAsking<SeriesQuery, Lines> {
    const { source } = this.options;
    return {
      ...asking,
      ask: async (planned, { meter, signal }) => {
        const { expression: query } = planned;
        const step = { from, to, stepSeconds: STEP_SECONDS, meter };
        const { series } = await source.queryRange({ query, ...step }, signal);
        return { lines: linesOf(planned, series, { ...asking, from }) };
      },
    };
  }
}

function linesOf(
  { mesh, query }: PlannedSeries,
  series: readonly RangeSeries[],
  input: { context: Omit<SampleContext, 'skip'>; from: number },
): HistoryLine[] {
  // What cannot be used is counted at every refresh; once more would say nothing new.
  const context: SampleContext = { ...input.context, skip: () => undefined };
  // One buffer for all: each of its own would be twice as large as what is in it.
  const all = new Float32Array(series.length * STEPS).fill(NaN);
  return series.flatMap(({ labels, points }, index) => {
    const subject = query.subject(labels, context);
    if (!subject) return [];
    const values = all.subarray(index * STEPS, (index + 1) * STEPS);
    for (const [time, value] of points) {
      values[Math.round((time - input.from / 1000) / STEP_SECONDS)] = value;
    }
    return [{ ...subject, mesh, values }];
  });
}
