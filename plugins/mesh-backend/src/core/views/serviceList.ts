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
import type { ServiceEntry, World } from './World';

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

/** What a service is at most, whoever looks: asked first, as it costs least. */
function isAskedFor(service: ServiceEntry, filter: ServiceFilter): boolean {
  const { set, namespace, name, owners } = service;
  return (
    includesAny(filter.owner, owners) &&
    includesAny(filter.set, [set]) &&
    includesAny(filter.namespace, [namespace]) &&
    containsText(filter.q, [`${namespace}/${name}`])
  );
}

/** What depends on the part of a service that the caller sees. */
function matches(service: ServiceSummary, filter: ServiceFilter): boolean {
  const { clusters, owners, state } = service;
  return (
    includesAny(filter.owner, owners) &&
    includesAny(filter.state, [state]) &&
    includesAny(
      filter.cluster,
      clusters.map(({ cluster }) => cluster),
    ) &&
    includesAny(
      filter.mesh,
      clusters.map(({ mesh }) => mesh),
    )
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
    if (!isAskedFor(all, filter)) return [];
    const visible = readablePart(all, mayRead);
    const item = visible && serviceSummary(visible);
    if (!item || !matches(item, filter)) return [];
    const place = places.get(item.set) ?? 0;
    const value = SORT_VALUES[sort](item, place);
    return [{ key: [value, item.namespace, item.name, place], item }];
  });
  return sortRows(rows, order);
}
