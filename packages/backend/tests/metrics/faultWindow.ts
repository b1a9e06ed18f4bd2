/**
 * Shorter than by default, so that nobody waits five minutes for numbers to forget; with
 * the default window the suite about bursts runs.
 */
export const FAULT_WINDOW_SECONDS = 60;
const REFRESH_SECONDS = 5;
/** Of a window that is a fifth as long as by default. */
const MIN_REQUESTS = 12;

/** Configuration of a portal for suites about faults. */
export function faultConfig() {
  return {
    mesh: {
      metrics: {
        window: { seconds: FAULT_WINDOW_SECONDS },
        refresh: { seconds: REFRESH_SECONDS },
      },
      // In a minute the slowest of a hundred may be any.
      objectives: { minRequests: MIN_REQUESTS, p99: { milliseconds: 2_000 } },
    },
  };
}
