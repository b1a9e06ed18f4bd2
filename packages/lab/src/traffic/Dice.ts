import { hexDigest } from '../simulation/chance.ts';

/** A number of 32 bits for a text, always the same. */
export function seedOf(text: string): number {
  return Number.parseInt(hexDigest(text).slice(0, 8), 16);
}

/** A standard normal is at most that in 99 of 100 cases. */
const Z99 = 2.326;

/** Numbers that look random and are always the same for the same seed (sfc32): a million of them a second are needed. */
export class Dice {
  private a: number;
  private b: number;
  private c: number;
  private counter = 1;

  constructor(first: number, second: number) {
    this.a = first | 0;
    this.b = second | 0;
    this.c = Math.imul(first ^ (second >>> 3), 0x9e3779b9);
    // The first few still look like the seed.
    for (let i = 0; i < 8; i += 1) this.next();
  }

  /** In [0, 1). */
  next(): number {
    const sum = (this.a + this.b + this.counter) | 0;
    this.counter = (this.counter + 1) | 0;
    this.a = this.b ^ (this.b >>> 9);
    this.b = (this.c + (this.c << 3)) | 0;
    this.c = (this.c << 21) | (this.c >>> 11);
    this.c = (this.c + sum) | 0;
    return (sum >>> 0) / 2 ** 32;
  }

  exponential(mean: number): number {
    return -Math.log(1 - this.next()) * mean;
  }

  /** Log-normal by its median, and the 99th percentile as a multiple of that. */
  duration(median: number, tail: number): number {
    const normal =
      Math.sqrt(-2 * Math.log(1 - this.next())) *
      Math.cos(2 * Math.PI * this.next());
    return median * Math.exp((normal * Math.log(tail)) / Z99);
  }

  pick<T>(items: readonly T[]): T {
    return items[Math.floor(this.next() * items.length)];
  }

  /** An item by its share of all shares. */
  weighted<T extends { share: number }>(items: readonly T[]): T {
    if (items.length === 1) return items[0];
    let left = this.next() * items.reduce((sum, { share }) => sum + share, 0);
    for (const item of items) {
      left -= item.share;
      if (left < 0) return item;
    }
    return items[items.length - 1];
  }
}
