import { Arrivals } from './Arrivals.ts';
import { endOf, type CallShape } from './Call.ts';
import type { Caller } from './Caller.ts';
import { makeCall, type CallContext } from './CallTree.ts';
import type { CallNumbers } from './ColumnarLedger.ts';
import { Dice, seedOf } from './Dice.ts';
import { Distances } from './Distances.ts';
import type { Flow, Origin, TrafficPlan } from './Flow.ts';
import { Router } from './Router.ts';
import type { ClusterView } from './ClusterView.ts';
import { Shapes } from './Shapes.ts';
import type { TrafficFaults } from './TrafficFaults.ts';
import { Troubles } from './Troubles.ts';

/** Calls are made for a second at a time, so that they are the same however time is cut up. */
export const STEP = 1000;

interface Ended {
  shape: CallShape;
  numbers: CallNumbers;
  end: number;
}

interface Source {
  flow: Flow;
  origin: Origin;
  seed: number;
  arrivals: Arrivals;
}

interface TrafficModelOptions {
  plan: TrafficPlan;
  views: ReadonlyMap<string, ClusterView>;
  faults: TrafficFaults;
  /** Milliseconds since the epoch: when the first call is made. */
  from: number;
  /** When the lab starts, which some things are told from. */
  start: number;
  /** Told when calls cannot be made, for objects that nobody expected; once per flow until the objects change. */
  onError(error: unknown): void;
}

/**
 * Makes the calls of all clusters. The same plan, objects and times give the same calls. Objects are looked at as they
 * are when the calls are made, so of the past it knows the present ones only.
 */
export class TrafficModel {
  private readonly sources: Source[];
  private readonly context: CallContext;
  private readonly router: Router;
  private readonly shapes = new Shapes();
  private running: Ended[] = [];
  private lastId = 0;
  private time: number;
  /** Flows whose calls could not be made. */
  private readonly failing = new Set<string>();
  private readonly onError: (error: unknown) => void;

  constructor({ plan, views, faults, ...rest }: TrafficModelOptions) {
    const { from, start, onError } = rest;
    this.onError = onError;
    this.time = Math.floor(from / STEP) * STEP;
    this.sources = plan.flows.flatMap(flow => {
      const { origin, id } = flow;
      if (!origin) return [];
      const seed = `${plan.seed} ${id}`;
      const times = { seed, from: this.time, start };
      const arrivals = new Arrivals(origin, times);
      return { flow, origin, seed: seedOf(seed), arrivals };
    });
    this.router = new Router(views);
    this.context = {
      router: this.router,
      faults,
      troubles: new Troubles(plan, start),
      distances: new Distances(plan.distances),
      shapes: this.shapes,
      nextId: () => {
        this.lastId += 1;
        return this.lastId;
      },
      emit: (shape, numbers) =>
        this.running.push({ shape, numbers, end: endOf(numbers) }),
    };
  }

  /** Up to when all calls that ended are told, in milliseconds since the epoch: whole seconds. */
  get now(): number {
    return this.time;
  }

  /** Goes on by one second and tells the calls that ended in it, in the order of their ends. */
  step(tell: (shape: CallShape, numbers: CallNumbers) => void): void {
    if (this.router.refresh()) {
      this.shapes.clear();
      this.failing.clear();
    }
    const end = this.time + STEP;
    for (const source of this.sources)
      for (const at of source.arrivals.before(end)) this.begin(source, at);
    const ended = this.running.filter(call => call.end <= end);
    this.running = this.running.filter(call => call.end > end);
    ended.sort((a, b) => a.end - b.end);
    this.time = end;
    for (const { shape, numbers } of ended) tell(shape, numbers);
  }

  private begin({ flow, origin, seed }: Source, at: number): void {
    const dice = new Dice(
      seed ^ Math.floor(at / 1000),
      Math.floor((at % 1000) * 4e6),
    );
    const caller = this.callerOf(origin, dice);
    if (!caller) return;
    try {
      makeCall({ flow, caller, at }, dice, this.context);
    } catch (error) {
      if (this.failing.has(flow.id)) return;
      this.failing.add(flow.id);
      const message = `The lab could not make the calls of "${flow.id}"`;
      this.onError(new Error(message, { cause: error }));
    }
  }

  /** Undefined while no pod of the workload is ready. */
  private callerOf(origin: Origin, dice: Dice): Caller | undefined {
    const { cluster, workload, outside } = origin;
    if (!workload) return { cluster, name: outside };
    const places = this.router
      .view(cluster)
      ?.workload(workload.namespace, workload.name)
      .filter(({ ready }) => ready);
    if (!places || places.length === 0) return undefined;
    return { cluster, place: dice.pick(places) };
  }
}
