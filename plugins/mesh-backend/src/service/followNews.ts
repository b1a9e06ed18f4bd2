import type { Clock } from '../io/clock';
import { Latch } from './Latch';

/** Something that tells when it has news. */
interface NewsSource {
  subscribe(listener: () => void): () => void;
}

/**
 * Does something after all news, in slices with turns of the event loop between them. What
 * is under way is given up for newer news. Resolves when `signal` aborts.
 */
export async function followNews(options: {
  readonly sources: readonly NewsSource[];
  /** Yields where others may have their turn. */
  readonly look: () => Generator<void>;
  /** Called when one look has come to its end. */
  readonly done: () => void;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}): Promise<void> {
  const { sources, look, done, clock, signal } = options;
  const news = new Latch();
  let version = 0;
  const unsubscribers = sources.map(source =>
    source.subscribe(() => {
      version++;
      news.set();
    }),
  );
  try {
    for (;;) {
      await news.whenSet(signal);
      news.clear();
      const started = version;
      const slices = look();
      while (version === started && !slices.next().done) {
        await clock.sleep(0, signal);
      }
      if (version === started) done();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    unsubscribers.forEach(unsubscribe => unsubscribe());
  }
}
