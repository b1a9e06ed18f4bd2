import type { Call } from './Call.ts';

/**
 * Every single call of the lab's last hours: what metrics are derived from, and what they are compared with. It is in
 * the order in which calls ended, because that is when proxies count them.
 */
export interface Ledger {
  /** Calls have to come in the order of their ends. */
  record(call: Call): void;
  /** Calls that ended after `from` and not after `to` (milliseconds since the epoch), in that order. */
  calls(from: number, to: number): Iterable<Call>;
  /** Calls the listener for every call that is recorded from now on; answers with what ends that. */
  subscribe(listener: (call: Call) => void): () => void;
  /** Calls that ended before are forgotten, or never were. Milliseconds since the epoch. */
  readonly since: number;
}

/** The traffic of a running lab. */
export interface Traffic {
  readonly ledger: Ledger;
  /**
   * Settles when the past is in the ledger: all calls that ended in that span (milliseconds since the epoch). Those that
   * end later are recorded as they happen, and none before a whole turn of the event loop after it settled: whoever
   * subscribes as soon as it has settled misses none.
   */
  readonly history: Promise<{ from: number; to: number }>;
  stop(): Promise<void>;
}
