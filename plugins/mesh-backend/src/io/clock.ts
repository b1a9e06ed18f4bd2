/** The only source of time and delays outside core, so that tests can own it. */
export interface Clock {
  /** Now, as milliseconds since the epoch. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when it aborts. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
}
