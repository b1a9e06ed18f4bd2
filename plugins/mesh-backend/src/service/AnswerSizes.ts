import type { Planned } from '../core/metrics/planQueries';

/** What a query is asked with: over which window, and which part of it. */
type Asked = Pick<Planned<{ readonly id: string }>, 'query' | 'part'>;

/**
 * Remembers how large answers were, so that none is begun for which there is no room: what
 * is on its way when an answer is given up has cost the store its work, and is read for
 * nothing.
 */
export class AnswerSizes {
  private readonly known = new Map<string, number>();

  constructor(private readonly most: number) {}

  /** Bytes; `byDefault` where it was never asked. Never more than there may be at all. */
  of(asked: Asked, byDefault = 0): number {
    return Math.min(this.most, this.known.get(keyOf(asked)) ?? byDefault);
  }

  /** An answer came, or was given up after so many bytes. */
  learn(asked: Asked, bytes: number, isWhole: boolean): void {
    const { most } = this;
    // Of what was given up nobody knows how long it would have been.
    this.known.set(keyOf(asked), isWhole ? bytes : Math.min(most, 2 * bytes));
  }
}

function keyOf({ query: { id }, part = '' }: Asked): string {
  return `${id} ${part}`;
}
