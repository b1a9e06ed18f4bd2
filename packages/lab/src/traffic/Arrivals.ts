import { Dice, seedOf } from './Dice.ts';
import type { Origin } from './Flow.ts';

const HOUR = 3_600_000;
const WAVE = 300_000;
/** How far rates wander from what the hour says. */
const SWING = 0.1;

/** The instants at which calls of one origin begin: a Poisson process whose rate follows the day and wanders a little. */
export class Arrivals {
  private readonly dice: Dice;
  private readonly peak: number;
  private next: number;
  private readonly origin: Origin;
  private readonly seed: number;
  private readonly end: number;

  constructor(
    origin: Origin,
    times: { seed: string; from: number; start: number },
  ) {
    this.origin = origin;
    this.seed = seedOf(times.seed);
    this.dice = new Dice(this.seed, Math.floor(times.from / 1000));
    this.end = origin.until ? times.start - origin.until : Infinity;
    this.peak = origin.rate * Math.max(...(origin.shape ?? [1])) * (1 + SWING);
    this.next = times.from;
    this.step();
  }

  /** Those before `until`, each once. */
  *before(until: number): Iterable<number> {
    while (this.next < until) {
      const at = this.next;
      this.step();
      if (this.dice.next() * this.peak < rateAt(this.origin, at, this.seed))
        if (at < this.end) yield at;
    }
  }

  private step(): void {
    this.next +=
      this.peak > 0 ? this.dice.exponential(1000 / this.peak) : Infinity;
  }
}

/** Calls per second at an instant. */
function rateAt(origin: Origin, at: number, seed: number): number {
  return origin.rate * ofTheDay(origin, at) * wander(at, seed);
}

function ofTheDay({ shape }: Origin, at: number): number {
  if (!shape) return 1;
  const hours = at / HOUR;
  const before = shape[Math.floor(hours) % 24];
  const after = shape[(Math.floor(hours) + 1) % 24];
  return before + (after - before) * (hours % 1);
}

/** Around 1, another value every five minutes and smooth between them. */
function wander(at: number, seed: number): number {
  const wave = Math.floor(at / WAVE);
  const part = (at % WAVE) / WAVE;
  const smooth = part * part * (3 - 2 * part);
  const before = swing(wave, seed);
  return 1 + before + (swing(wave + 1, seed) - before) * smooth;
}

function swing(wave: number, seed: number): number {
  let mixed = Math.imul(wave ^ seed, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32 - 0.5) * 2 * SWING;
}
