import type { MetricQuery } from '@meshport/plugin-mesh-node';
import type { Clock } from '../io/clock';
import type { MetricsAsking, Outcome } from './MetricsAsking';
import { PartwiseAsking } from './PartwiseAsking';
import type { Planned } from '../core/metrics/planQueries';

/** Windows of error budgets; each is counted anew every five minutes. */
const WINDOWS_SECONDS = [3600, 6 * 3600, 24 * 3600] as const;
const EVERY_MILLISECONDS = 5 * 60_000;

interface Counting<Answer> {
  readonly windowSeconds: number;
  readonly parts: PartwiseAsking<MetricQuery, Answer>;
}

/** What came of one window, all of its parts. */
interface CountedWindow<Answer> {
  readonly windowSeconds: number;
  readonly outcomes: readonly Outcome<Planned<MetricQuery>, Answer>[];
}

/** Counts the windows of error budgets, one after the other, over as many refreshes as it takes. */
export class BudgetReading<Answer> {
  /** Unix ms when each window was last begun. */
  private readonly begunAt = new Map<number, number>();
  private current: Counting<Answer> | undefined;

  constructor(private readonly clock: Clock) {}

  /** Whether a window has been begun and is not complete. */
  get isUnderWay(): boolean {
    return this.current !== undefined;
  }

  get isDue(): boolean {
    return this.isUnderWay || this.due() !== undefined;
  }

  /** Goes on with one window; undefined as long as it is not complete, or where none is due. */
  async read(
    askingOf: (windowSeconds: number) => MetricsAsking<MetricQuery, Answer>,
    signal: AbortSignal,
  ): Promise<CountedWindow<Answer> | undefined> {
    const counting = this.current ?? this.begin();
    if (!counting) return undefined;
    this.current = counting;
    const { windowSeconds, parts } = counting;
    const outcomes = await parts.proceed(askingOf(windowSeconds), signal);
    if (!outcomes) return undefined;
    this.current = undefined;
    return { windowSeconds, outcomes };
  }

  private begin(): Counting<Answer> | undefined {
    const windowSeconds = this.due();
    if (windowSeconds === undefined) return undefined;
    this.begunAt.set(windowSeconds, this.clock.now());
    return { windowSeconds, parts: new PartwiseAsking() };
  }

  private due(): number | undefined {
    const now = this.clock.now();
    return WINDOWS_SECONDS.find(
      seconds => now - (this.begunAt.get(seconds) ?? 0) >= EVERY_MILLISECONDS,
    );
  }
}
