import {
  setImmediate as nextTurn,
  setTimeout as delay,
} from 'node:timers/promises';

/** The only source of time and delays outside core, so that tests can own it. */
export interface Clock {
  /** Now, as milliseconds since the epoch. */
  now(): number;
  /**
   * Resolves after `milliseconds`, of which 0 is the next turn of the event loop: what has
   * arrived meanwhile is looked at before. Rejects with the signal's reason when it aborts.
   */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}

/** The clock of the machine. Its timers do not keep the process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(milliseconds, signal) {
    try {
      const options = { signal, ref: false };
      // Timers that are due run one after the other, and may keep what arrives waiting.
      if (milliseconds === 0) await nextTurn(undefined, options);
      else await delay(milliseconds, undefined, options);
    } catch (error) {
      throw signal.aborted ? signal.reason : error;
    }
  },
};
