import type { Objectives } from '@meshport/plugin-mesh-common';
import { buildCallGraph, type CallGraph } from '../core/dependencies/CallGraph';
import { callNodesOf } from '../core/dependencies/callNodes';
import { type EdgeRanking, rankEdges } from '../core/dependencies/rankEdges';
import { healthFor } from '../core/dependencies/toldGraph';
import type { MetricsState } from '../core/metrics/MetricsState';
import type { Traffic } from '../core/views/traffic';
import type { World } from '../core/views/World';
import type { Clock } from '../io/clock';

/**
 * A graph of the same numbers is made anew for another world at most this often: where
 * something changes all the time nothing else would be done.
 */
const APART_MILLISECONDS = 5_000;

/** A graph, and what it was made from. */
export interface PreparedCalls {
  readonly world: World;
  readonly state: MetricsState;
  readonly graph: CallGraph;
  readonly ranking: EdgeRanking;
}

interface UnderWay {
  readonly world: World;
  readonly state: MetricsState;
  readonly steps: Generator<void, PreparedCalls>;
}

/**
 * Puts the graph of now together beside those who ask, who are told of the last one that
 * is complete. Only the very first one is waited for.
 */
export class CallGraphs {
  private prepared: PreparedCalls | undefined;
  private underWay: UnderWay | undefined;
  private isKeptReady = false;
  private made = 0;
  /** Unix ms. */
  private madeAt = 0;

  constructor(
    private readonly options: {
      readonly clock: Pick<Clock, 'now'>;
      /** What is asked of callees that are no service. */
      readonly objectives: Objectives;
      /** Called with each new graph; `isNews` unless stores said the same for the last one. */
      readonly taken: (
        calls: PreparedCalls,
        news: { readonly traffic: Traffic; readonly isNews: boolean },
      ) => void;
    },
  ) {}

  /** Grows with each graph: answers may differ from before. */
  get version(): number {
    return this.made;
  }

  /**
   * The last graph; from the first call of {@link prepare} on it may be that of a moment
   * ago, else it is put together now if it is not the one of now.
   */
  last(world: World, traffic: Traffic): PreparedCalls {
    const { prepared, isKeptReady } = this;
    if (prepared && (isKeptReady || isOf(prepared, world, traffic))) {
      return prepared;
    }
    const steps = this.bring(world, traffic);
    for (;;) {
      const { done, value } = steps.next();
      if (done) return value;
    }
  }

  /**
   * Puts the graph of now together, with turns for others between its steps; where only
   * the world has changed, not at once after the last one.
   */
  *prepare(world: World, traffic: Traffic): Generator<void, PreparedCalls> {
    this.isKeptReady = true;
    const { prepared, underWay, madeAt } = this;
    const age = this.options.clock.now() - madeAt;
    const isSoon = age < APART_MILLISECONDS;
    if (prepared?.state === traffic.state && isSoon && !underWay) {
      return prepared;
    }
    return yield* this.bring(world, traffic);
  }

  private *bring(
    world: World,
    traffic: Traffic,
  ): Generator<void, PreparedCalls> {
    // What was begun comes to its end: where there are always news nothing would ever.
    if (this.underWay) yield* this.finish(this.underWay);
    const { prepared } = this;
    if (prepared && isOf(prepared, world, traffic)) return prepared;
    const { state } = traffic;
    this.underWay = { world, state, steps: this.steps(world, traffic) };
    return yield* this.finish(this.underWay);
  }

  private *finish(underWay: UnderWay): Generator<void, PreparedCalls> {
    try {
      const prepared = yield* underWay.steps;
      if (this.underWay === underWay) this.underWay = undefined;
      return prepared;
    } catch (error) {
      // Whoever asks next runs into the same, and is told.
      this.underWay = undefined;
      this.prepared = undefined;
      throw error;
    }
  }

  private *steps(
    world: World,
    traffic: Traffic,
  ): Generator<void, PreparedCalls> {
    const { state } = traffic;
    const nodes = callNodesOf(world, state.queries);
    yield;
    const graph = yield* buildCallGraph(state, nodes);
    const { objectives, taken } = this.options;
    const health = healthFor({ graph, traffic, objectives });
    const ranking = yield* rankEdges(graph.edges, health);
    const before = this.prepared;
    this.prepared = { world, state, graph, ranking };
    // Without stores nothing is prepared: each answer is of the world that it is asked of.
    if (state.stores.size > 0) this.made++;
    this.madeAt = this.options.clock.now();
    taken(this.prepared, { traffic, isNews: before?.state !== state });
    return this.prepared;
  }
}

function isOf(
  { world, state }: PreparedCalls,
  now: World,
  traffic: Traffic,
): boolean {
  return world === now && state === traffic.state;
}
