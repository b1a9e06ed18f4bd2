import type { Clock } from '../clock';
import { NoAnswerError } from './requestErrors';

/** A controller that also aborts when `parent` does; `release` it when its work is over. */
export function childAbort(parent: AbortSignal): {
  controller: AbortController;
  release: () => void;
} {
  const controller = new AbortController();
  const follow = () => controller.abort(parent.reason);
  if (parent.aborted) follow();
  else parent.addEventListener('abort', follow, { once: true });
  return {
    controller,
    release: () => parent.removeEventListener('abort', follow),
  };
}

/** Settles as `work` does, or rejects with the signal's reason once that aborts. */
export function orAborted<T>(
  work: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort);
    });
  });
}

/**
 * Runs `work` with a signal that aborts when `signal` does, when the time is up, and
 * when the work is over (which ends connections that it left open). Rejects with a
 * NoAnswerError when the time is up, whether or not `work` heeds its signal.
 */
export async function withDeadline<T>(
  {
    clock,
    milliseconds,
    signal,
  }: { clock: Clock; milliseconds: number; signal: AbortSignal },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { controller, release } = childAbort(signal);
  clock.sleep(milliseconds, controller.signal).then(
    () => controller.abort(new NoAnswerError(milliseconds)),
    // Ended by the abort below: the work was done in time.
    () => undefined,
  );
  try {
    return await orAborted(work(controller.signal), controller.signal);
  } finally {
    release();
    controller.abort();
  }
}
