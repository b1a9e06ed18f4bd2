import type { Clock } from '../io/clock';
import type { MetricsStore } from './MetricsStore';

/**
 * Asks every metrics store for everything, again and again: each in a loop of its own, so
 * that one which hangs delays no other. Resolves when `signal` aborts and nobody is asked
 * any more.
 */
export async function refreshMetrics(options: {
  readonly stores: readonly Pick<MetricsStore, 'refresh'>[];
  readonly refreshSeconds: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { stores, refreshSeconds, clock, signal } = options;
  const keepFresh = async (store: Pick<MetricsStore, 'refresh'>) => {
    while (!signal.aborted) {
      const started = clock.now();
      await store.refresh(signal);
      const spent = clock.now() - started;
      await clock.sleep(Math.max(0, 1000 * refreshSeconds - spent), signal);
    }
  };
  try {
    await Promise.all(stores.map(keepFresh));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
