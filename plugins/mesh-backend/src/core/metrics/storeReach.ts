import { type Matcher, type Mesh, selector } from '@meshport/plugin-mesh-node';
import type { KnownSeries } from './readKnownSeries';

/** How exactly it is known since when a store has numbers. */
export const REACH_STEP_SECONDS = 1800;

/** The longest window that anything is counted over. */
export const REACH_SECONDS = 24 * 3600;

/**
 * PromQL that has a value whenever the store had numbers that error budgets are counted
 * from: of the metric with the fewest series, as one is enough. Undefined without any.
 */
export function reachQuery(
  meshes: readonly Mesh[],
  { metrics, counts }: KnownSeries,
  matchers: readonly Matcher[],
): string | undefined {
  const sizeOf = (metric: string) => counts?.get(metric) ?? Infinity;
  const [smallest] = meshes
    .flatMap(({ queries }) => queries?.totals ?? [])
    .flatMap(({ metric }) => [metric, `${metric}_bucket`])
    .filter(metric => metrics.has(metric))
    .sort((a, b) => sizeOf(a) - sizeOf(b));
  return smallest && `count(${selector(smallest, matchers)})`;
}

/** Unix ms of the first value of all; undefined where there is none. */
export function firstTime(
  series: readonly {
    readonly points: readonly (readonly [time: number, value: number])[];
  }[],
): number | undefined {
  const times = series.flatMap(({ points }) => points.map(([time]) => time));
  return times.length > 0 ? 1000 * Math.min(...times) : undefined;
}
