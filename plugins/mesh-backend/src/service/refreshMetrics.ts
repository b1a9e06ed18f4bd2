import type { Clock } from '../io/clock';
import { Latch } from './Latch';
import type { MetricsStore } from './MetricsStore';

type Refreshed = Pick<MetricsStore, 'refresh'>;

/** Clusters are read one after the other: those that come close together are one piece of news. */
const SETTLE_MILLISECONDS = 2_000;

interface MetricsRefresh {
  readonly stores: readonly Refreshed[];
  readonly refreshSeconds: number;
  /** Tells when names in the stores' answers mean more than they did before. */
  readonly places: {
    subscribe(listener: () => void): () => void;
  };
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Until the next refresh is due, or the last one was too early to know who was meant. */
async function untilDue(
  { clock, signal }: MetricsRefresh,
  { milliseconds, news }: { milliseconds: number; news: Latch },
): Promise<void> {
  const over = new AbortController();
  const either = AbortSignal.any([signal, over.signal]);
  const settled = async () => {
    await news.whenSet(either);
    await clock.sleep(SETTLE_MILLISECONDS, either);
  };
  try {
    await Promise.race([clock.sleep(milliseconds, either), settled()]);
  } finally {
    over.abort();
  }
}

async function keepFresh(
  store: Refreshed,
  news: Latch,
  refresh: MetricsRefresh,
): Promise<void> {
  const { refreshSeconds, clock, signal } = refresh;
  while (!signal.aborted) {
    const started = clock.now();
    news.clear();
    await store.refresh(signal);
    const spent = clock.now() - started;
    const milliseconds = Math.max(0, 1000 * refreshSeconds - spent);
    await untilDue(refresh, { milliseconds, news });
  }
}

/**
 * Asks every metrics store for everything, again and again: each in a loop of its own, so
 * that one which hangs delays no other. When clusters or their names become known, which
 * is at the start, all are asked again at once. Resolves when `signal` aborts and nobody
 * is asked any more.
 */
export async function refreshMetrics(options: MetricsRefresh): Promise<void> {
  const { stores, places, signal } = options;
  const latches = stores.map(() => new Latch());
  const unsubscribe = places.subscribe(() => {
    for (const latch of latches) latch.set();
  });
  try {
    await Promise.all(
      stores.map((store, index) => keepFresh(store, latches[index], options)),
    );
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    unsubscribe();
  }
}
