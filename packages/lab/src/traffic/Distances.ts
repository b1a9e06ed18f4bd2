import type { Distance } from './Flow.ts';

const UNKNOWN_MS = 6;

/** What the way between clusters takes, there and back. */
export class Distances {
  private readonly known = new Map<string, number>();

  constructor(distances: readonly Distance[]) {
    for (const { between, ms } of distances)
      for (const pair of [between, [...between].reverse()])
        this.known.set(pair.join(' '), ms);
  }

  /** Milliseconds. */
  between(a: string, b: string): number {
    return a === b ? 0 : this.known.get(`${a} ${b}`) ?? UNKNOWN_MS;
  }
}
