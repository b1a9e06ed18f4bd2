import type { MetricSample } from '@meshport/plugin-mesh-node';
import type { Clock } from '../clock';
import {
  type ByteMeter,
  MetricsSourceError,
  type InstantResult,
  type MetricsFault,
  type MetricsSource,
  type RangeResult,
  type RangeSeries,
} from './MetricsSource';

/** What to answer to a query. */
interface Answer {
  readonly samples?: readonly MetricSample[];
  readonly series?: readonly RangeSeries[];
  readonly warnings?: readonly string[];
  readonly isPartial?: boolean;
  readonly bytes?: number;
}

type Responder = (query: string) => Answer | MetricsFault | undefined;

const BYTES_PER_SAMPLE = 100;
const BYTES_PER_CHUNK = 64 * 1024;

/** As long as the real one waits. */
const DEADLINE_MILLISECONDS = 10_000;

/**
 * A store whose answers are set by hand, by the query or by a function of it. What was
 * not set has no series, as with a real store.
 */
export class InMemoryMetricsSource implements MetricsSource {
  /** Every query that was asked, in order. */
  readonly asked: string[] = [];
  /** Added to the time of its answers: its clock is not ours. */
  skewMilliseconds = 0;
  private readonly answers = new Map<string, Answer | MetricsFault>();
  private responder: Responder = () => undefined;
  private hanging = false;

  constructor(readonly name: string, private readonly clock: Clock) {}

  /** Sets what one query is answered. */
  answer(query: string, answer: Answer | MetricsFault): this {
    this.answers.set(query, answer);
    return this;
  }

  /** Sets what all other queries are answered. */
  respond(responder: Responder): this {
    this.responder = responder;
    return this;
  }

  /** From now on nothing is answered, until every query's deadline. */
  hang(hanging = true): this {
    this.hanging = hanging;
    return this;
  }

  async query(
    {
      query,
      at,
      meter,
    }: {
      readonly query: string;
      readonly at?: number;
      readonly meter?: ByteMeter;
    },
    signal: AbortSignal,
  ): Promise<InstantResult> {
    const now = this.clock.now() + this.skewMilliseconds;
    const answer = await this.answerTo(query, signal);
    const samples =
      query === 'time()' && !answer.samples
        ? [{ labels: {}, value: now / 1000 }]
        : answer.samples ?? [];
    const bytes = answer.bytes ?? BYTES_PER_SAMPLE * samples.length;
    countAll(bytes, meter);
    return { samples, ...partsOf(answer), bytes, at: at ?? now };
  }

  async queryRange(
    { query, meter }: { readonly query: string; readonly meter?: ByteMeter },
    signal: AbortSignal,
  ): Promise<RangeResult> {
    const answer = await this.answerTo(query, signal);
    const series = answer.series ?? [];
    const points = series.reduce((sum, one) => sum + one.points.length, 0);
    const bytes = answer.bytes ?? BYTES_PER_SAMPLE * points;
    countAll(bytes, meter);
    return { series, ...partsOf(answer), bytes };
  }

  private async answerTo(query: string, signal: AbortSignal): Promise<Answer> {
    this.asked.push(query);
    signal.throwIfAborted();
    if (this.hanging) {
      await this.clock.sleep(DEADLINE_MILLISECONDS, signal);
      throw new MetricsSourceError('deadline', 'No answer came in time');
    }
    const answer = this.answers.get(query) ?? this.responder(query) ?? {};
    if (typeof answer !== 'string') return answer;
    throw new MetricsSourceError(answer, `The query was answered: ${answer}`);
  }
}

/** As the real one reads: a part at a time, until it is told to stop. */
function countAll(bytes: number, meter: ByteMeter | undefined): void {
  for (let left = bytes; left > 0; left -= BYTES_PER_CHUNK) {
    if (meter?.count(Math.min(left, BYTES_PER_CHUNK)) === false) {
      throw new MetricsSourceError('too-much', 'No more is to be read now');
    }
  }
}

function partsOf({ warnings = [], isPartial = false }: Answer) {
  return { warnings, isPartial };
}
