import type { Clock } from '../io/clock';

/**
 * Does something step by step, with a turn of the event loop for others after each step.
 * Rejects with the signal's reason when it aborts.
 */
export async function takeTurns<Result>(
  steps: Generator<void, Result>,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    await clock.sleep(0, signal);
  }
}
