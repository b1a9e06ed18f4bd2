import type { Planned } from '../core/metrics/planQueries';
import {
  askOne,
  type AnyQuery,
  type MetricsAsking,
  type Outcome,
} from './MetricsAsking';

/**
 * Asks the parts of a plan one after the other, over several refreshes: in each of them
 * as many as there is room for beside what cannot wait.
 */
export class PartwiseAsking<Query extends AnyQuery, Answer> {
  private readonly done = new Map<string, Outcome<Planned<Query>, Answer>>();

  /** Goes on where it stopped. What came of all parts, once there is no part left. */
  async proceed(
    asking: MetricsAsking<Query, Answer>,
    signal: AbortSignal,
  ): Promise<readonly Outcome<Planned<Query>, Answer>[] | undefined> {
    for (;;) {
      const next = this.next(asking);
      if (!next) return [...this.done.values()];
      const outcome = await askOne(asking, next, signal);
      const { failure, fault } = outcome;
      if (failure && !fault) return undefined;
      if (fault === 'too-much' && refine(next, asking)) continue;
      this.done.set(keyOf(next), outcome);
      // Of a store that is slow, or gone, nothing more is wanted now.
      if (fault && fault !== 'rejected') {
        return this.next(asking) ? undefined : [...this.done.values()];
      }
    }
  }

  /** The first part that was not asked yet; those of a query that is divided otherwise now are. */
  private next({
    plan,
    splits,
  }: Pick<MetricsAsking<Query, Answer>, 'plan' | 'splits'>) {
    const parts = plan(splits.current());
    const keys = new Set(parts.map(keyOf));
    for (const key of this.done.keys()) {
      if (!keys.has(key)) this.done.delete(key);
    }
    return parts.find(part => !this.done.has(keyOf(part)));
  }
}

function keyOf({ query: { id }, part = '' }: Planned<AnyQuery>): string {
  return `${id} ${part}`;
}

/** However many parts there are: they need not be asked in one refresh. */
function refine(
  { query: { id, splitLabel } }: Planned<AnyQuery>,
  {
    splits,
    labels,
  }: Pick<MetricsAsking<AnyQuery, unknown>, 'splits' | 'labels'>,
): boolean {
  return splits.refine(id, { ...labels, splitLabel }, () => true);
}
