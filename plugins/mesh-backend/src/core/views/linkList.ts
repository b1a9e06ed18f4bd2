import type { Link, LinkState } from '@meshport/plugin-mesh-common';
import {
  containsText,
  includesAny,
  type Order,
  type SortedRow,
  type SortKey,
  sortRows,
} from './pages';

/** What a list of links is narrowed to; absent means everything. */
interface LinkFilter {
  /** Of one of the ends. */
  readonly set?: readonly string[];
  readonly cluster?: readonly string[];
  readonly mesh?: readonly string[];
  readonly state?: readonly string[];
  readonly q?: string;
}

/** What needs someone first. */
const STATES: readonly LinkState[] = [
  'down',
  'degraded',
  'unknown',
  'connected',
];

interface Places {
  readonly from: number;
  readonly to: number;
}

const SORT_VALUES = {
  state: row => STATES.indexOf(row.state),
  from: (_, { from }) => from,
  to: (_, { to }) => to,
  mesh: row => row.mesh,
  services: row => row.services,
} satisfies Record<string, (row: Link, places: Places) => SortKey[number]>;

/** What links can be sorted by. */
type LinkSort = keyof typeof SORT_VALUES;

/** The links that are asked for, sorted; equal ones in the order of clusters. */
export function listLinks(
  links: readonly Link[],
  options: {
    readonly filter: LinkFilter;
    readonly sort: LinkSort;
    readonly order: Order;
    /** All clusters, in their order. */
    readonly clusters: readonly {
      readonly name: string;
      readonly set: string;
    }[];
  },
): SortedRow<Link>[] {
  const { filter, sort, order, clusters } = options;
  const placeOf = new Map(clusters.map(({ name }, index) => [name, index]));
  const setOf = new Map(clusters.map(({ name, set }) => [name, set]));
  const rows = links.flatMap(item => {
    const ends = [item.from, item.to];
    const isAsked =
      includesAny(
        filter.set,
        ends.flatMap(end => setOf.get(end) ?? []),
      ) &&
      includesAny(filter.cluster, ends) &&
      includesAny(filter.mesh, [item.mesh]) &&
      includesAny(filter.state, [item.state]) &&
      containsText(filter.q, ends);
    if (!isAsked) return [];
    const from = placeOf.get(item.from) ?? clusters.length;
    const to = placeOf.get(item.to) ?? clusters.length;
    const value = SORT_VALUES[sort](item, { from, to });
    return [{ key: [value, from, to, item.mesh, item.to], item }];
  });
  return sortRows(rows, order);
}
