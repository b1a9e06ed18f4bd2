import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from './clock';

interface Sleeper {
  at: number;
  wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class FakeClock implements Clock {
  private time: number;
  private sleepers: Sleeper[] = [];

  constructor(start = '2026-01-01T00:00:00.000Z') {
    this.time = Date.parse(start);
  }

  now(): number {
    return this.time;
  }

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const sleeper = {
        at: this.time + milliseconds,
        wake: () => {
          signal.removeEventListener('abort', abort);
          resolve();
        },
      };
      const abort = () => {
        this.sleepers = this.sleepers.filter(other => other !== sleeper);
        reject(signal.reason);
      };
      signal.addEventListener('abort', abort, { once: true });
      this.sleepers.push(sleeper);
    });
  }

  /** Moves time on, waking sleepers in order; what they started has settled at each step. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.time + milliseconds;
    await this.settle();
    for (;;) {
      const next = this.sleepers
        .filter(({ at }) => at <= until)
        .sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.sleepers = this.sleepers.filter(other => other !== next);
      this.time = Math.max(this.time, next.at);
      next.wake();
      await this.settle();
    }
    this.time = until;
  }

  /** Lets promises and streams that are ready run to their next wait. */
  async settle(): Promise<void> {
    for (let turns = 0; turns < 10; turns++) await turn();
  }
}
