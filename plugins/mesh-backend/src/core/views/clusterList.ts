import type { Cluster } from '@meshport/plugin-mesh-common';
import { clusterAnswer } from './clusterAnswers';
import {
  containsText,
  includesAny,
  type Order,
  type SortedRow,
  type SortKey,
  sortRows,
} from './pages';
import { statusRank } from './sources';
import type { World } from './World';

/** What a list of clusters is narrowed to; absent means everything. */
export interface ClusterFilter {
  readonly set?: readonly string[];
  readonly mesh?: readonly string[];
  readonly status?: readonly string[];
  /** Text that the name or the display name contains, whatever the case. */
  readonly q?: string;
}

const SORT_VALUES = {
  place: (_, place) => place,
  name: row => row.displayName,
  status: row => statusRank(row.status),
  pods: row => row.counts.pods,
  meshed: ({ counts }) =>
    counts.pods === 0 ? 0 : counts.meshedPods / counts.pods,
} satisfies Record<string, (row: Cluster, place: number) => SortKey[number]>;

/** What clusters can be sorted by. */
export type ClusterSort = keyof typeof SORT_VALUES;

function matches(cluster: Cluster, filter: ClusterFilter): boolean {
  return (
    includesAny(filter.set, [cluster.set]) &&
    includesAny(
      filter.mesh,
      cluster.meshes.map(({ mesh }) => mesh),
    ) &&
    includesAny(filter.status, [cluster.status]) &&
    containsText(filter.q, [cluster.name, cluster.displayName])
  );
}

/** The clusters that are asked for, sorted; equal ones in the order of their sets. */
export function listClusters(
  world: World,
  options: {
    readonly filter: ClusterFilter;
    readonly sort: ClusterSort;
    readonly order: Order;
  },
): SortedRow<Cluster>[] {
  const { filter, sort, order } = options;
  const rows = world.clusters.flatMap((view, place) => {
    const item = clusterAnswer(view);
    if (!matches(item, filter)) return [];
    return [{ key: [SORT_VALUES[sort](item, place), place], item }];
  });
  return sortRows(rows, order);
}
