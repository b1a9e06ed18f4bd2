import type { ProcessFigures } from '../report/ProcessFigures.ts';
import type { RouteFigures } from '../report/Result.ts';
import type { Machine } from '../run/machine.ts';
import type { MetricsBenchOptions } from './options.ts';
import type { Refresh } from './refreshes.ts';

/** What happened for a while. */
export interface MetricsWindow {
  /** Empty where nobody looked. */
  routes: Record<string, RouteFigures>;
  portal: ProcessFigures;
  /** Whole ones that the stores saw; none without stores. */
  refreshes: Refresh[];
  /** Average number of processes that wanted the CPU, afterwards. */
  load: number;
}

/** All that one run measured of metrics: what `bench/results` keeps. */
export interface MetricsResult {
  /** ISO. */
  at: string;
  machine: Machine;
  options: MetricsBenchOptions;
  /** The same clusters and viewers without any store. */
  without: {
    viewed: MetricsWindow;
    /** After a full garbage collection. */
    collected: ProcessFigures;
  };
  /** From when all clusters are read until the hour before and the error budgets are. */
  filling: MetricsWindow;
  /** Nobody looks. */
  quiet: MetricsWindow;
  viewed: MetricsWindow;
  /** After a full garbage collection. */
  collected: ProcessFigures;
  /** Graphs alone, one at a time. */
  graphs: MetricsWindow;
  /** Viewers, while one store takes questions and says nothing. */
  hanging: MetricsWindow & { store: string };
}
