import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** For the error: "kube-apiserver to be ready". */
  what: string;
  timeoutMilliseconds: number;
  intervalMilliseconds?: number;
}

/**
 * Asks until the answer is neither `undefined` nor `false`, and returns it. A condition that throws ends the wait at
 * once: throw for "this can no longer happen", return `undefined` for "not yet".
 */
export async function waitUntil<T>(
  condition: () => Promise<T | undefined | false>,
  { what, timeoutMilliseconds, intervalMilliseconds = 50 }: WaitOptions,
): Promise<T> {
  const deadline = Date.now() + timeoutMilliseconds;
  for (;;) {
    const answer = await condition();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() >= deadline) {
      throw new Error(
        `Waited ${Math.round(timeoutMilliseconds / 1000)} s for ${what}`,
      );
    }
    await delay(intervalMilliseconds);
  }
}
