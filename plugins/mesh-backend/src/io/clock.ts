import { setTimeout as delay } from 'node:timers/promises';

/** The only source of time and delays outside core, so that tests can own it. */
export interface Clock {
  /** Now, as milliseconds since the epoch. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The clock of the machine. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    try {
      await delay(milliseconds, undefined, { signal, ref: false });
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  },
};
