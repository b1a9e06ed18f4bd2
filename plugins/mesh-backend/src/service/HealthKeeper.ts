import type { Health } from '@meshport/plugin-mesh-common';

/** Refreshes that a change must hold for before it is told. */
const HOLDS_FOR = 2;

interface Kept {
  readonly shown: Health;
  /** Unix ms: when the shown health began to be shown. */
  readonly since: number;
  /** Whether anything else than `unknown` was ever shown. */
  readonly wasKnown: boolean;
  /** Another health than the shown one, and for how many refreshes it has held. */
  readonly next?: { readonly health: Health; readonly times: number };
  /** Numbers of what stores had said when it was looked at last. */
  readonly answers: readonly number[];
  /** Unix ms: when that was. */
  readonly lookedAt: number;
  round: number;
}

/**
 * Health as it is told: a change is told when it has held for two refreshes, so that one
 * odd window does not turn a page red. What is known for the first time is told at once.
 */
export class HealthKeeper {
  private readonly kept = new Map<string, Kept>();
  /** Of answers, of which there are few: whoever kept the answers themselves would keep old ones alive. */
  private readonly numbers = new WeakMap<object, number>();
  private lastNumber = 0;
  private round = 0;

  /** `apartMs`: two looks that are closer count as one, as those of two stores may be. */
  constructor(private readonly apartMs: number) {}

  /** What is told of a key; undefined for what was never looked at. */
  get(key: string): Health | undefined {
    return this.kept.get(key)?.shown;
  }

  /** ISO; since when the health is what is told. */
  since(key: string): string | undefined {
    const since = this.kept.get(key)?.since;
    return since === undefined ? undefined : new Date(since).toISOString();
  }

  /** Forgets, at the end of a round, what it did not look at. */
  endRound(): void {
    for (const [key, { round }] of this.kept) {
      if (round !== this.round) this.kept.delete(key);
    }
    this.round++;
  }

  /**
   * Looks at one thing. As long as the answers of its stores are the same objects, or it
   * has only just been looked at, nothing changes, and false is the answer.
   */
  look(
    key: string,
    {
      answers,
      now,
      assess,
    }: {
      readonly answers: readonly object[];
      readonly now: number;
      readonly assess: () => Health;
    },
  ): boolean {
    const before = this.kept.get(key);
    const { round } = this;
    const numbers = answers.map(answer => this.numberOf(answer));
    if (before && this.isLookedAt(before, numbers, now)) {
      before.round = round;
      return false;
    }
    const next = changed(before, assess(), now);
    this.kept.set(key, { ...next, answers: numbers, lookedAt: now, round });
    return true;
  }

  private numberOf(answer: object): number {
    const known = this.numbers.get(answer);
    if (known !== undefined) return known;
    this.lastNumber++;
    this.numbers.set(answer, this.lastNumber);
    return this.lastNumber;
  }

  private isLookedAt(
    { lookedAt, answers: before, wasKnown }: Kept,
    answers: readonly number[],
    now: number,
  ): boolean {
    // Where nothing was known yet the first that is known is news, however soon it comes.
    const isClose = wasKnown && now - lookedAt < this.apartMs;
    return isClose || areSame(before, answers);
  }
}

function areSame(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((one, index) => one === b[index]);
}

function changed(
  before: Kept | undefined,
  health: Health,
  now: number,
): Pick<Kept, 'shown' | 'since' | 'next' | 'wasKnown'> {
  // As long as nothing was known there is nothing that could be taken back.
  if (!before?.wasKnown) {
    return { shown: health, since: now, wasKnown: health !== 'unknown' };
  }
  const { shown, since, wasKnown } = before;
  if (health === shown) return { shown, since, wasKnown };
  const times = before.next?.health === health ? before.next.times + 1 : 1;
  return times >= HOLDS_FOR
    ? { shown: health, since: now, wasKnown }
    : { shown, since, wasKnown, next: { health, times } };
}
