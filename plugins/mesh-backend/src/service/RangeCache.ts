import type { Clock } from '../io/clock';
import type {
  MetricsSource,
  RangeResult,
} from '../io/prometheus/MetricsSource';
import type { MetricRanges, RangeQuestion } from './MetricsFeed';

/** Answers that are remembered at most; a chart of a day has some 10 KB. */
const MAX_ANSWERS = 500;
const MAX_BYTES = 32 * 1024 * 1024;

interface Remembered {
  readonly answer: Promise<RangeResult>;
  /** Unix ms. */
  readonly expiresAt: number;
  bytes: number;
}

/**
 * Asks stores about the past for whoever looks at it: equal questions are asked once,
 * however many ask, and are remembered for one step. The least recently used answers are
 * forgotten first, and failures at once.
 */
export class RangeCache implements MetricRanges {
  /** In the order of their last use. */
  private readonly remembered = new Map<string, Remembered>();
  private bytes = 0;

  constructor(
    private readonly options: {
      readonly sources: ReadonlyMap<string, Pick<MetricsSource, 'queryRange'>>;
      readonly clock: Clock;
      /** Ends all questions. */
      readonly signal: AbortSignal;
    },
  ) {}

  async range(question: RangeQuestion): Promise<RangeResult> {
    const { store, query, from, to, stepSeconds } = question;
    const key = JSON.stringify([store, query, from, to, stepSeconds]);
    const known = this.remembered.get(key);
    const now = this.options.clock.now();
    if (known && known.expiresAt > now) {
      this.remembered.delete(key);
      this.remembered.set(key, known);
      return await known.answer;
    }
    this.forget(key);
    const entry: Remembered = {
      answer: this.ask(question),
      expiresAt: now + 1000 * stepSeconds,
      bytes: 0,
    };
    this.remembered.set(key, entry);
    try {
      const answer = await entry.answer;
      this.count(key, entry, answer.bytes);
      return answer;
    } catch (error) {
      // The next one who asks may have more luck.
      if (this.remembered.get(key) === entry) this.forget(key);
      throw error;
    }
  }

  private async ask(question: RangeQuestion): Promise<RangeResult> {
    const { store } = question;
    const { sources, signal } = this.options;
    const source = sources.get(store);
    if (!source) throw new Error(`There is no metrics store ${store}`);
    return await source.queryRange(question, signal);
  }

  /** What an answer takes is known only once it is there; it may be gone already. */
  private count(key: string, entry: Remembered, bytes: number): void {
    if (this.remembered.get(key) !== entry) return;
    entry.bytes = bytes;
    this.bytes += bytes;
    for (const oldest of this.remembered.keys()) {
      const isTooMuch =
        this.remembered.size > MAX_ANSWERS || this.bytes > MAX_BYTES;
      if (!isTooMuch || oldest === key) break;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    this.bytes -= this.remembered.get(key)?.bytes ?? 0;
    this.remembered.delete(key);
  }
}
