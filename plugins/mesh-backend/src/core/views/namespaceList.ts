import type { NamespaceSummary } from '@meshport/plugin-mesh-common';
import { severityRank } from '../model/states';
import { namespaceSummary, readableNamespace } from './namespaceAnswers';
import type { NamespaceEntry } from './namespaceEntries';
import {
  containsText,
  includesAny,
  LAST,
  type Order,
  type SortedRow,
  type SortKey,
  sortRows,
} from './pages';
import type { MayRead } from './serviceAnswers';

/** What a list of namespaces is narrowed to; absent means everything. */
export interface NamespaceFilter {
  readonly set?: readonly string[];
  readonly cluster?: readonly string[];
  /** Entity refs; namespaces of any of these owners. */
  readonly owner?: readonly string[];
  readonly ownedBy?: readonly string[];
  readonly mesh?: readonly string[];
  readonly state?: readonly string[];
  /** Text that the name contains, whatever the case. */
  readonly q?: string;
}

/** Share of pods that are in a mesh; those in the most meshed one count. */
function meshed({ meshes, pods }: NamespaceSummary): number {
  const enrolled = Math.max(0, ...meshes.map(one => one.enrolled));
  return pods === 0 ? 0 : enrolled / pods;
}

const SORT_VALUES = {
  name: row => row.name,
  cluster: (_, place) => place,
  state: row => severityRank(row.state),
  owner: row => row.owners[0] ?? LAST,
  services: row => row.services,
  workloads: row => row.workloads,
  pods: row => row.pods,
  meshed,
} satisfies Record<
  string,
  (row: NamespaceSummary, place: number) => SortKey[number]
>;

/** What namespaces can be sorted by. */
export type NamespaceSort = keyof typeof SORT_VALUES;

function matches(row: NamespaceSummary, filter: NamespaceFilter): boolean {
  const meshes = [...row.asksFor, ...row.meshes].map(({ mesh }) => mesh);
  return (
    includesAny(filter.set, [row.set]) &&
    includesAny(filter.cluster, [row.cluster]) &&
    includesAny(filter.owner, row.owners) &&
    includesAny(filter.ownedBy, [row.ownedBy]) &&
    includesAny(filter.mesh, meshes) &&
    includesAny(filter.state, [row.state]) &&
    containsText(filter.q, [row.name])
  );
}

/**
 * The namespaces that the caller may see and asks for, sorted; equal ones by name, then
 * in the order of `clusters`.
 */
export function listNamespaces(
  namespaces: Iterable<NamespaceEntry>,
  options: {
    readonly filter: NamespaceFilter;
    readonly sort: NamespaceSort;
    readonly order: Order;
    readonly mayRead: MayRead;
    /** Names of all clusters, in their order. */
    readonly clusters: readonly string[];
  },
): SortedRow<NamespaceSummary>[] {
  const { filter, sort, order, mayRead } = options;
  const places = new Map(options.clusters.map((name, index) => [name, index]));
  const rows = [...namespaces].flatMap(entry => {
    const visible = readableNamespace(entry, mayRead);
    const item = visible && namespaceSummary(visible);
    if (!item || !matches(item, filter)) return [];
    const placeOfCluster = places.get(item.cluster) ?? 0;
    const value = SORT_VALUES[sort](item, placeOfCluster);
    return [{ key: [value, item.name, placeOfCluster], item }];
  });
  return sortRows(rows, order);
}
