import type { Mesh, MetricQuery } from '@meshport/plugin-mesh-node';
import { splitInto, type Split } from './promqlSplit';
import type { KnownSeries } from './readKnownSeries';
import { targetKey } from './storeIndex';
import type { StoreTick } from './StoreTick';

/** Of one part of what is read beside the numbers of now, which leave room for little. */
export const PART_BYTES = 1_500_000;

/** Requests and failures of one target in one window. */
const BYTES_OF_TOTALS = 400;

/** A measure of one target over an hour, one value per minute; most queries have two or three. */
const BYTES_OF_SERIES = 3 * (60 * 26 + 300);

/** Targets in the answers about now, by mesh. */
function targetsOf({ observations }: StoreTick): ReadonlyMap<string, number> {
  const targets = new Map<string, Set<string>>();
  for (const { kind, mesh, to } of observations) {
    if (kind !== 'inbound') continue;
    const { cluster = '', namespace = '', service, workload = '' } = to;
    const known = targets.get(mesh) ?? new Set();
    targets.set(mesh, known);
    known.add(targetKey(cluster, namespace, service ?? workload));
  }
  return new Map([...targets].map(([mesh, { size }]) => [mesh, size]));
}

/**
 * How queries for error budgets and for the past have to be divided, so that no part is
 * much larger than {@link PART_BYTES}; by id, without those that are small enough.
 */
export function pastSplits(input: {
  readonly meshes: readonly Mesh[];
  readonly tick: StoreTick;
  readonly known: KnownSeries;
  readonly clusterLabel?: string;
}): ReadonlyMap<string, Split> {
  const { meshes, tick, clusterLabel, known } = input;
  const { clusters, counts } = known;
  const targets = targetsOf(tick);
  const seriesOf = (metric: string) =>
    counts?.get(metric) ?? counts?.get(`${metric}_bucket`) ?? Infinity;
  const splits = new Map<string, Split>();
  for (const { id: mesh, queries } of meshes) {
    const divide = (
      {
        id,
        metric,
        splitLabel,
      }: Pick<MetricQuery, 'id' | 'metric' | 'splitLabel'>,
      bytes: number,
    ) => {
      const lines = Math.min(targets.get(mesh) ?? 0, seriesOf(metric));
      const parts = Math.ceil((lines * bytes) / PART_BYTES);
      const split = splitInto(parts, { clusterLabel, splitLabel, clusters });
      if (split) splits.set(id, split);
    };
    for (const query of queries?.totals ?? []) divide(query, BYTES_OF_TOTALS);
    for (const query of queries?.series ?? []) divide(query, BYTES_OF_SERIES);
  }
  return splits;
}
