import type { ServiceSummary } from '@meshport/plugin-mesh-common';
import { severityRank } from '../model/states';
import {
  containsText,
  includesAny,
  LAST,
  type Order,
  type SortedRow,
  type SortKey,
  sortRows,
} from './pages';
import { readablePart, serviceSummary, type MayRead } from './serviceAnswers';
import type { World } from './World';

/** What a list of services is narrowed to; absent means everything. */
export interface ServiceFilter {
  /** Entity refs; services of any of these owners. */
  readonly owner?: readonly string[];
  readonly set?: readonly string[];
  readonly cluster?: readonly string[];
  readonly namespace?: readonly string[];
  readonly mesh?: readonly string[];
  readonly state?: readonly string[];
  /** Text that `namespace/name` contains, whatever the case. */
  readonly q?: string;
}

const SORT_VALUES = {
  state: row => severityRank(row.state),
  name: row => row.name,
  namespace: row => row.namespace,
  set: (_, place) => place,
  clusters: row => new Set(row.clusters.map(({ cluster }) => cluster)).size,
  owner: row => row.owners[0] ?? LAST,
} satisfies Record<
  string,
  (row: ServiceSummary, place: number) => SortKey[number]
>;

/** What services can be sorted by. */
export type ServiceSort = keyof typeof SORT_VALUES;

function matches(service: ServiceSummary, filter: ServiceFilter): boolean {
  const { clusters, namespace, name } = service;
  return (
    includesAny(filter.owner, service.owners) &&
    includesAny(filter.set, [service.set]) &&
    includesAny(
      filter.cluster,
      clusters.map(({ cluster }) => cluster),
    ) &&
    includesAny(filter.namespace, [namespace]) &&
    includesAny(
      filter.mesh,
      clusters.map(({ mesh }) => mesh),
    ) &&
    includesAny(filter.state, [service.state]) &&
    containsText(filter.q, [`${namespace}/${name}`])
  );
}

/**
 * The services that the caller may see and asks for, sorted. `state`: what needs
 * somebody first. Equal ones by namespace, name and the order of sets.
 */
export function listServices(
  world: World,
  options: {
    readonly filter: ServiceFilter;
    readonly sort: ServiceSort;
    readonly order: Order;
    readonly mayRead: MayRead;
  },
): SortedRow<ServiceSummary>[] {
  const { filter, sort, order, mayRead } = options;
  const places = new Map(world.sets.map(({ name }, index) => [name, index]));
  const rows = [...world.services.values()].flatMap(all => {
    const visible = readablePart(all, mayRead);
    const item = visible && serviceSummary(visible);
    if (!item || !matches(item, filter)) return [];
    const place = places.get(item.set) ?? 0;
    const value = SORT_VALUES[sort](item, place);
    return [{ key: [value, item.namespace, item.name, place], item }];
  });
  return sortRows(rows, order);
}
