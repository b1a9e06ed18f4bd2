import { type Dependencies, text } from '@meshport/plugin-mesh-common';
import { buildCallGraph, type CallGraph } from '../core/dependencies/CallGraph';
import { callNodesOf } from '../core/dependencies/callNodes';
import type { MetricsState } from '../core/metrics/MetricsState';
import { secondsOf } from '../core/metrics/metricsSpan';
import type { World } from '../core/views/World';
import type { Clock } from '../io/clock';
import type { DependencyReads } from './DependencyReads';
import { type PastCalls, pastMoment } from './PastCalls';
import { takeTurns } from './takeTurns';
import type { TrafficBook } from './TrafficBook';

type Question = Parameters<DependencyReads['dependencies']>[1] & {
  readonly query: {
    /** ISO; the end of the window. Now, where it is left out. */
    readonly at?: string;
    /** As the contract names it. */
    readonly window?: string;
  };
};

/**
 * Answers who calls whom from memory, and who called whom at another time, or over
 * another window, from what the stores say then.
 */
export class PastDependencies {
  private readonly graphs = new WeakMap<
    MetricsState,
    { readonly world: World; readonly graph: Promise<CallGraph> }
  >();

  constructor(
    private readonly options: {
      readonly calls: Pick<DependencyReads, 'dependencies'>;
      readonly pastCalls: Pick<PastCalls, 'stateAt' | 'signal'>;
      readonly book: Pick<TrafficBook, 'trafficThen'>;
      readonly clock: Clock;
    },
  ) {}

  /** Asks stores only where a time or a window is named that memory does not hold. */
  dependencies(
    world: World,
    question: Question,
  ): Dependencies | Promise<Dependencies> {
    const { at, window } = question.query;
    const { stores } = question.traffic.state;
    const isNow = at === undefined && window === undefined;
    return isNow || stores.size === 0
      ? this.options.calls.dependencies(world, question)
      : this.past(world, question);
  }

  private async past(world: World, question: Question): Promise<Dependencies> {
    const { calls, pastCalls, book } = this.options;
    const { query, traffic, catalog } = question;
    const { state: now } = traffic;
    const windowSeconds = secondsOf(query.window) ?? now.windowSeconds;
    const moment = pastMoment({ at: query.at, windowSeconds }, now.at);
    const past = await pastCalls.stateAt(moment, now);
    const params = { minutes: Math.round(windowSeconds / 60) };
    const then = {
      at: moment.at,
      graph: await this.graphOf(past, world),
      traffic: book.trafficThen(world, past, catalog),
      notes: [text('dependencies.past', params)],
    };
    return calls.dependencies(world, { ...question, then });
  }

  private graphOf(past: MetricsState, world: World): Promise<CallGraph> {
    const known = this.graphs.get(past);
    if (known?.world === world) return known.graph;
    const { clock, pastCalls } = this.options;
    const nodes = callNodesOf(world, past.queries);
    const steps = buildCallGraph(past, nodes);
    const graph = takeTurns(steps, { clock, signal: pastCalls.signal });
    this.graphs.set(past, { world, graph });
    return graph;
  }
}
