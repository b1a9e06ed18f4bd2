import { useSyncExternalStore } from 'react';

const readers = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/** One timer for all ages on the page, and none where there are no ages. */
function subscribe(reader: () => void): () => void {
  readers.add(reader);
  timer ??= setInterval(() => readers.forEach(read => read()), 1000);
  return () => {
    readers.delete(reader);
    if (readers.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/**
 * A text that depends on the time (`now` in ms), read again every second. Renders only
 * where the text has changed, so that an age in days costs no render.
 */
export function useEverySecond(read: (now: number) => string): string {
  return useSyncExternalStore(subscribe, () => read(Date.now()));
}
