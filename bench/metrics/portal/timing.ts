import { performance } from 'node:perf_hooks';
import { percentile } from '../../report/percentile.ts';

const TIMES = 5;

/** Milliseconds of answers that were asked for in turn. */
export interface Timing {
  p50: number;
  p99: number;
  max: number;
  bytes: number;
}

/**
 * How long answers take to be put together and written as JSON: of each the fastest of some attempts, as others want the
 * CPU, too. What is said is how these differ from question to question.
 */
export async function timed(
  questions: readonly (() => unknown)[],
): Promise<Timing> {
  const fastest: number[] = [];
  const bytes: number[] = [];
  for (const ask of questions) {
    let best = Infinity;
    let length = 0;
    for (let time = 0; time < TIMES; time++) {
      const started = performance.now();
      length = JSON.stringify((await ask()) ?? null).length;
      best = Math.min(best, performance.now() - started);
    }
    fastest.push(best);
    bytes.push(length);
  }
  return {
    p50: percentile(fastest, 0.5),
    p99: percentile(fastest, 0.99),
    max: percentile(fastest, 1),
    bytes: percentile(bytes, 0.5),
  };
}
