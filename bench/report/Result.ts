import type { BenchOptions } from '../options.ts';
import type { ProcessFigures } from './ProcessFigures.ts';
import type { Machine } from '../run/machine.ts';
import type { Summary } from './percentile.ts';

/** Requests of one name: latencies in milliseconds from when they were due. */
export interface RouteFigures {
  http: Summary;
  /** From the permission decision to the serialised body; not of every route. */
  inProcess?: Summary;
  bytes: Summary;
  statuses: Record<string, number>;
}

/** What was asked of a portal for a while, with changes behind. */
export interface WindowFigures {
  routes: Record<string, RouteFigures>;
  portal: ProcessFigures;
  /** Requests that reached the clusters meanwhile, by what they are about. */
  upstream: Record<string, number>;
  labCpuMilliseconds: number;
  changeToAnswer: Summary;
  /** Average number of processes that wanted the CPU, before and after. */
  load: [number, number];
}

/** From when the backend said that it is ready. */
export interface StartFigures {
  /** From the start of the process until the backend said that it is ready. */
  portalMilliseconds: number;
  firstClusterMilliseconds: number;
  allClustersMilliseconds: number;
  portal: ProcessFigures;
}

/** What the Kubernetes plugin takes for the same entity, beside what ours takes, one request at a time. */
export interface Comparison {
  routes: Record<string, RouteFigures>;
  /** Requests that reached the clusters for one request. */
  upstreamPerRequest: Record<string, number>;
}

/** All that one run measured: what `bench/results` keeps. */
export interface Result {
  /** ISO. */
  at: string;
  machine: Machine;
  options: BenchOptions;
  start: StartFigures;
  /** The same portal without clusters. */
  idle: ProcessFigures;
  /** The same after a full garbage collection. */
  idleCollected: ProcessFigures;
  /** The same while it is asked for the empty route alone; not in results of before this was measured. */
  idleWindow?: ProcessFigures;
  /** After the window, after a full garbage collection. */
  afterCollection: ProcessFigures;
  labResidentBytes: number;
  healthy: WindowFigures;
  /** One cluster hangs, one answers garbage. */
  faulty?: WindowFigures;
  kubernetesPlugin: Comparison;
}
