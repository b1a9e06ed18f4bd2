export interface BackoffOptions {
  readonly first: number;
  readonly most: number;
  /** 0 to 1. */
  readonly random: () => number;
}

/**
 * Delays that double from `first` up to `most` milliseconds, each shortened by up to
 * half at random, so that clients that failed together do not come back together.
 */
export class Backoff {
  private attempts = 0;

  constructor(private readonly options: BackoffOptions) {}

  next(): number {
    const { first, most, random } = this.options;
    const full = Math.min(most, first * 2 ** this.attempts);
    this.attempts += 1;
    return full * (1 - random() / 2);
  }

  reset(): void {
    this.attempts = 0;
  }

  /** Delays handed out since the last reset. */
  failures(): number {
    return this.attempts;
  }
}
