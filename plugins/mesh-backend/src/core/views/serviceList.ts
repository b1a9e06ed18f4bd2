import type { ServiceSummary } from '@meshport/plugin-mesh-common';
import { readablePart, serviceSummary, type MayRead } from './serviceAnswers';
import { severityRank } from '../model/states';

import type { World } from './World';

/** What a list of services is narrowed to; absent means everything. */
export interface ServiceFilter {
  /** Entity refs; services of any of these owners. */
  readonly owner?: readonly string[];
  readonly set?: readonly string[];
  readonly cluster?: readonly string[];
  readonly namespace?: readonly string[];
  readonly state?: readonly string[];
  /** Text that `namespace/name` contains, whatever the case. */
  readonly q?: string;
}

/** A row with the key by which it is sorted, and from which the next page goes on. */
export interface SortedRow<Item> {
  readonly key: SortKey;
  readonly item: Item;
}

/** Compared place by place; rows of one list have keys of one shape. */
export type SortKey = readonly (string | number)[];

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** Order of rows by key. */
function compareKeys(a: SortKey, b: SortKey): number {
  for (let place = 0; place < Math.max(a.length, b.length); place++) {
    const order = compare(a[place] ?? '', b[place] ?? '');
    if (order !== 0) return order;
  }
  return 0;
}

function includesAny(
  wanted: readonly string[] | undefined,
  values: readonly string[],
): boolean {
  return wanted === undefined || values.some(value => wanted.includes(value));
}

function matches(service: ServiceSummary, filter: ServiceFilter): boolean {
  const q = filter.q?.toLocaleLowerCase('en-US');
  return (
    includesAny(filter.owner, service.owners) &&
    includesAny(filter.set, [service.set]) &&
    includesAny(
      filter.cluster,
      service.clusters.map(({ cluster }) => cluster),
    ) &&
    includesAny(filter.namespace, [service.namespace]) &&
    includesAny(filter.state, [service.state]) &&
    (q === undefined || `${service.namespace}/${service.name}`.includes(q))
  );
}

/**
 * The services that the caller may see and asks for, sorted. `state`: what needs
 * somebody first; then namespace, name and the order of sets.
 */
export function listServices(
  world: World,
  options: {
    readonly filter: ServiceFilter;
    readonly sort: 'state' | 'name';
    readonly mayRead: MayRead;
  },
): SortedRow<ServiceSummary>[] {
  const setOrder = new Map(world.sets.map(({ name }, index) => [name, index]));
  const rows = [...world.services.values()].flatMap(all => {
    const visible = readablePart(all, options.mayRead);
    const item = visible && serviceSummary(visible);
    if (!item || !matches(item, options.filter)) return [];
    const byName: SortKey = [
      item.namespace,
      item.name,
      setOrder.get(item.set) ?? 0,
    ];
    const key =
      options.sort === 'state' ? [severityRank(item.state), ...byName] : byName;
    return [{ key, item }];
  });
  return rows.sort((a, b) => compareKeys(a.key, b.key));
}

/** The rows after a key, at most `limit`; `next` is the key to go on from. */
export function pageOf<Item>(
  rows: readonly SortedRow<Item>[],
  options: { readonly after?: SortKey; readonly limit: number },
): { items: Item[]; total: number; next?: SortKey } {
  const { after, limit } = options;
  const rest = after
    ? rows.filter(row => compareKeys(row.key, after) > 0)
    : rows;
  const page = rest.slice(0, limit);
  const last = page[page.length - 1];
  return {
    items: page.map(row => row.item),
    total: rows.length,
    ...(rest.length > limit && last ? { next: last.key } : {}),
  };
}
