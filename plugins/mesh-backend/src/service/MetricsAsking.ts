import type { MetricQuery, SeriesQuery } from '@meshport/plugin-mesh-node';
import { text, type Text } from '@meshport/plugin-mesh-common';
import type { Planned } from '../core/metrics/planQueries';
import type { Split } from '../core/metrics/promqlSplit';
import type { StoreFault } from '../io/prometheus/describeStoreFault';
import type { ByteMeter } from '../io/prometheus/MetricsSource';
import type { AnswerSizes } from './AnswerSizes';
import type { MetricsBudget } from './MetricsBudget';
import type { MetricsSplits, SplitLabels } from './MetricsSplits';

/** Queries that a store is asked at one time. */
const CONCURRENCY = 2;

export type AnyQuery = MetricQuery | SeriesQuery;

/** A planned query with its answer, or with why there is none. */
export type Outcome<Plan, Answer> =
  | {
      readonly planned: Plan;
      readonly answer: Answer;
      readonly failure?: undefined;
      readonly fault?: undefined;
    }
  | {
      readonly planned: Plan;
      readonly answer?: undefined;
      readonly failure: Text;
      /** Absent where the store was not asked at all, as the budget was spent. */
      readonly fault?: StoreFault['fault'];
    };

/** How the queries of one store are asked. */
export interface MetricsAsking<Query extends AnyQuery, Answer> {
  readonly store: string;
  readonly plan: (splits: ReadonlyMap<string, Split>) => Planned<Query>[];
  readonly ask: (
    planned: Planned<Query>,
    options: { readonly meter: ByteMeter; readonly signal: AbortSignal },
  ) => Promise<Answer>;
  readonly faultOf: (store: string, error: unknown) => StoreFault;
  readonly splits: MetricsSplits;
  readonly labels: Omit<SplitLabels, 'splitLabel'>;
  readonly budget: MetricsBudget;
  /** Absent where nothing is asked twice. */
  readonly sizes?: AnswerSizes;
  /** Bytes that an answer is expected to have where that is not known yet; 0 where it cannot wait. */
  readonly expected?: number;
}

/** Asks one query, if there is room for its answer. */
export async function askOne<Query extends AnyQuery, Answer>(
  asking: MetricsAsking<Query, Answer>,
  planned: Planned<Query>,
  signal: AbortSignal,
): Promise<Outcome<Planned<Query>, Answer>> {
  const { store, budget, sizes } = asking;
  const spent = { planned, failure: text('store.budget-spent', { store }) };
  const expected = sizes?.of(planned, asking.expected) ?? 0;
  if (!budget.hasRoomFor(expected) || !budget.take()) return spent;
  const room = budget.expect(expected);
  let bytes = 0;
  const meter: ByteMeter = {
    count(more) {
      bytes += more;
      return room.count(more);
    },
  };
  try {
    const answer = await asking.ask(planned, { meter, signal });
    sizes?.learn(planned, bytes, true);
    return { planned, answer };
  } catch (error) {
    signal.throwIfAborted();
    const { fault, reason } = asking.faultOf(store, error);
    // No other part would fare better, and somebody has to mend it.
    if (fault === 'own') throw error;
    if (fault === 'too-much') sizes?.learn(planned, bytes, false);
    // Cut for want of room: in parts it would not be less.
    const isCut = fault === 'too-much' && budget.isFull;
    return isCut ? spent : { planned, failure: reason, fault };
  } finally {
    room.arrived();
  }
}

/** Few at one time, in order. */
async function askEach<Query extends AnyQuery, Answer>(
  asking: MetricsAsking<Query, Answer>,
  plan: readonly Planned<Query>[],
  signal: AbortSignal,
): Promise<Outcome<Planned<Query>, Answer>[]> {
  const outcomes: Outcome<Planned<Query>, Answer>[] = [];
  const rest = plan.entries();
  const work = async () => {
    for (const [index, planned] of rest) {
      outcomes[index] = await askOne(asking, planned, signal);
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  return outcomes;
}

/** Ids of queries that failed so and have been divided further now. */
function refined<Query extends AnyQuery, Answer>(
  outcomes: readonly Outcome<Planned<Query>, Answer>[],
  fault: StoreFault['fault'],
  { splits, labels, plan, budget }: MetricsAsking<Query, Answer>,
): ReadonlySet<string> {
  // Parts that no refresh has queries for would only take those of others.
  const isAffordable = (finer: ReadonlyMap<string, Split>) =>
    plan(finer).length <= budget.plannable;
  const failed = new Map<string, AnyQuery>();
  for (const outcome of outcomes) {
    const { query } = outcome.planned;
    if (outcome.fault === fault) failed.set(query.id, query);
  }
  return new Set(
    [...failed.values()].flatMap(({ id, splitLabel }) =>
      splits.refine(id, { ...labels, splitLabel }, isAffordable) ? [id] : [],
    ),
  );
}

/**
 * Asks all queries of a plan within the budget. One that the store refuses as too much
 * is asked in parts, at once. One that took too long is asked in parts the next time, as
 * long as others did not: else the store as a whole is slow, and parts would be no help.
 */
export async function askPlanned<Query extends AnyQuery, Answer>(
  asking: MetricsAsking<Query, Answer>,
  signal: AbortSignal,
): Promise<Outcome<Planned<Query>, Answer>[]> {
  const { plan, splits } = asking;
  let outcomes = await askEach(asking, plan(splits.current()), signal);
  for (;;) {
    const again = refined(outcomes, 'too-much', asking);
    if (again.size === 0) break;
    const isAgain = ({ query }: Planned<Query>) => again.has(query.id);
    const parts = plan(splits.current()).filter(isAgain);
    outcomes = [
      ...outcomes.filter(({ planned }) => !isAgain(planned)),
      ...(await askEach(asking, parts, signal)),
    ];
  }
  if (outcomes.some(({ answer }) => answer !== undefined)) {
    refined(outcomes, 'deadline', asking);
  }
  return outcomes;
}
