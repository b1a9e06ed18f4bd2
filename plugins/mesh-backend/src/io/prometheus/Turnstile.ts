import type { Clock } from '../clock';
import { MetricsSourceError } from './MetricsSource';

interface TurnstileOptions {
  /** How many are in at one time. */
  readonly places: number;
  /** How many may wait; more are turned away at once. */
  readonly mostWaiting: number;
  readonly patienceMilliseconds: number;
  readonly clock: Clock;
}

function turnedAway(): MetricsSourceError {
  return new MetricsSourceError(
    'deadline',
    'Too many questions to the metrics store are open already',
  );
}

/**
 * Lets few in at one time, in the order in which they came. Who would wait too long is
 * turned away with a MetricsSourceError (`deadline`): somebody looks at a page meanwhile.
 */
export class Turnstile {
  private open: number;
  private readonly waiting = new Set<() => void>();

  constructor(private readonly options: TurnstileOptions) {
    this.open = options.places;
  }

  async pass<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T> {
    if (this.open > 0) this.open -= 1;
    else await this.turn(signal);
    try {
      return await work();
    } finally {
      this.leave();
    }
  }

  private leave(): void {
    const [next] = this.waiting;
    if (next) {
      this.waiting.delete(next);
      next();
    } else {
      this.open += 1;
    }
  }

  private async turn(signal: AbortSignal): Promise<void> {
    const { clock, mostWaiting, patienceMilliseconds } = this.options;
    if (this.waiting.size >= mostWaiting) throw turnedAway();
    const over = new AbortController();
    const either = AbortSignal.any([signal, over.signal]);
    let enter = () => {};
    const admitted = new Promise<void>(resolve => {
      enter = resolve;
    });
    this.waiting.add(enter);
    const late = async () => {
      await clock.sleep(patienceMilliseconds, either);
      throw turnedAway();
    };
    try {
      await Promise.race([admitted, late()]);
    } catch (error) {
      // Let in at the very moment of giving up: the place is somebody else's now.
      if (!this.waiting.delete(enter)) this.leave();
      throw error;
    } finally {
      over.abort();
    }
  }
}
