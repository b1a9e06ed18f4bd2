import type { SampleContext, SeriesQuery } from '@meshport/plugin-mesh-node';
import type { PlannedSeries } from '../core/metrics/planQueries';
import type { HistoryLine, StoreHistory } from '../core/metrics/StoreHistory';
import type { Clock } from '../io/clock';
import type {
  MetricsSource,
  RangeSeries,
} from '../io/prometheus/MetricsSource';
import { askPlanned, type MetricsAsking } from './MetricsAsking';

const STEP_SECONDS = 60;
const STEPS = 60;
const STEP_MILLISECONDS = 1000 * STEP_SECONDS;
const HOUR_MILLISECONDS = STEPS * STEP_MILLISECONDS;

/** After an attempt that gave nothing. */
const RETRY_MILLISECONDS = 5 * STEP_MILLISECONDS;

/** How long clusters that are not known yet are waited for: some never will be. */
const PATIENCE_MILLISECONDS = 2 * STEP_MILLISECONDS;

/** How long it is published: whoever wants it has taken it by then, and it is large. */
const KEPT_MILLISECONDS = STEP_MILLISECONDS;

const NEVER = -Infinity;

export interface HistoryAsking
  extends Omit<MetricsAsking<SeriesQuery, never>, 'ask'> {
  /** Unix ms, by the store's clock. */
  readonly at: number;
  readonly context: Omit<SampleContext, 'skip'>;
  /** Whether it is known of all clusters of the store who they are. */
  readonly isKnown: boolean;
  readonly signal: AbortSignal;
}

/**
 * Reads, once, what a store knows of the hour before the portal started, and has it
 * forgotten when it has been taken.
 */
export class HistoryReading {
  private readonly startedAt: number;
  private triedAt = NEVER;
  private state: 'missing' | 'there' | 'done' = 'missing';

  constructor(
    private readonly options: {
      readonly source: MetricsSource;
      readonly clock: Clock;
    },
  ) {
    this.startedAt = options.clock.now();
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
    if (now - this.startedAt >= HOUR_MILLISECONDS) return undefined;
    // It is read once, so not before it is known whose numbers they are.
    const isPatient = now - this.startedAt < PATIENCE_MILLISECONDS;
    if (!asking.isKnown && isPatient) return undefined;
    const isDue = now - this.triedAt >= RETRY_MILLISECONDS;
    if (this.state !== 'missing' || !isDue) return undefined;
    this.triedAt = now;
    const history = await this.ask(asking);
    if (!history) return undefined;
    this.state = 'there';
    return { history };
  }

  private async ask(asking: HistoryAsking): Promise<StoreHistory | undefined> {
    const { source } = this.options;
    const to = Math.floor(asking.at / STEP_MILLISECONDS) * STEP_MILLISECONDS;
    const from = to - (STEPS - 1) * STEP_MILLISECONDS;
    const outcomes = await askPlanned(
      {
        ...asking,
        ask: async ({ expression: query }: PlannedSeries, signal) => {
          const step = { from, to, stepSeconds: STEP_SECONDS };
          return await source.queryRange({ query, ...step }, signal);
        },
      },
      asking.signal,
    );
    const lines = outcomes.flatMap(({ planned, answer }) =>
      answer ? linesOf(planned, answer.series, { ...asking, from }) : [],
    );
    if (lines.length === 0) return undefined;
    return { from: from / 1000, stepSeconds: STEP_SECONDS, lines };
  }
}

function linesOf(
  { mesh, query }: PlannedSeries,
  series: readonly RangeSeries[],
  input: { context: Omit<SampleContext, 'skip'>; from: number },
): HistoryLine[] {
  // What cannot be used is counted at every refresh; once more would say nothing new.
  const context: SampleContext = { ...input.context, skip: () => undefined };
  return series.flatMap(({ labels, points }) => {
    const subject = query.subject(labels, context);
    if (!subject) return [];
    const values = new Float32Array(STEPS).fill(NaN);
    for (const [time, value] of points) {
      values[Math.round((time - input.from / 1000) / STEP_SECONDS)] = value;
    }
    return [{ ...subject, mesh, values }];
  });
}
