import type { StoreConfig } from '../../config/metricsConfig';
import type { Clock } from '../clock';
import type { MetricsSource, RangeResult } from './MetricsSource';
import { Turnstile } from './Turnstile';

/** Questions of one store that are open at one time; others wait for their turn. */
const PLACES = 4;

/** The page of a large entity has some hundred. */
const MOST_WAITING = 1_000;
const PATIENCE_MILLISECONDS = 10_000;

/**
 * Asks a store what pages want to know of the past, few questions at one time. Who would
 * wait for too long gets a MetricsSourceError (`deadline`).
 */
export class QueuedRanges implements Pick<MetricsSource, 'queryRange'> {
  private readonly turnstile: Turnstile;

  constructor(
    private readonly options: {
      readonly source: Pick<MetricsSource, 'queryRange'>;
      readonly clock: Clock;
    },
  ) {
    this.turnstile = new Turnstile({
      places: PLACES,
      mostWaiting: MOST_WAITING,
      patienceMilliseconds: PATIENCE_MILLISECONDS,
      clock: options.clock,
    });
  }

  queryRange(
    input: Parameters<MetricsSource['queryRange']>[0],
    signal: AbortSignal,
  ): Promise<RangeResult> {
    const { source } = this.options;
    return this.turnstile.pass(() => source.queryRange(input, signal), signal);
  }
}

/** Each store behind a queue of its own, by its name. */
export function queuedByStore(
  sources: readonly (readonly [Pick<StoreConfig, 'name'>, MetricsSource])[],
  clock: Clock,
): ReadonlyMap<string, QueuedRanges> {
  return new Map(
    sources.map(([{ name }, source]) => [
      name,
      new QueuedRanges({ source, clock }),
    ]),
  );
}
