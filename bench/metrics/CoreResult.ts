import type { ProcessFigures } from '../report/ProcessFigures.ts';
import type { Machine } from '../run/machine.ts';
import type { MetricsBenchOptions } from './options.ts';
import type { Refresh } from './refreshes.ts';
import type { Timing } from './portal/timing.ts';
import type { StubWorld } from './stub/StubWorld.ts';

/** What the measured process is told. */
export interface CoreTask {
  world: StubWorld;
  /** Of the stub. */
  url: string;
  /** Of each window. */
  seconds: number;
}

interface CoreWindow {
  portal: ProcessFigures;
  refreshes: Refresh[];
}

export type CoreTimings = Record<
  'entity' | 'charts' | 'services' | 'graph',
  Timing
>;

/** What it measured. */
export interface CoreFigures {
  /** With all services and no stores, after a full garbage collection. */
  before: ProcessFigures;
  /** With stores, and with all numbers of an hour, after a full garbage collection while no refresh is under way. */
  after: ProcessFigures;
  /** The same at any moment, so that what refreshes are reading may be in it; not in the first results. */
  reading?: ProcessFigures;
  /** From the start on: error budgets and the hour before are asked for, too, where there is room. */
  filling: CoreWindow;
  steady: CoreWindow;
  hanging: CoreWindow & { store: string };
  timings: Record<'without' | 'with' | 'hanging', CoreTimings>;
}

/** What `bench/results` keeps of it. */
export interface CoreResult extends CoreFigures {
  /** ISO. */
  at: string;
  machine: Machine;
  options: MetricsBenchOptions;
  /** Average number of processes that wanted the CPU, before and after. */
  load: [number, number];
}
