/** Compared place by place; rows of one list have keys of one shape. */
export type SortKey = readonly (string | number)[];

/** A row with the key by which it is sorted, and from which the next page goes on. */
export interface SortedRow<Item> {
  readonly key: SortKey;
  readonly item: Item;
}

/** `desc` turns the first place of the keys round; what is alike stays as it is. */
export type Order = 'asc' | 'desc';

/** Stands after every name: what has none comes last. */
export const LAST = '\uffff';

function compare(a: string | number, b: string | number): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function compareKeys(a: SortKey, b: SortKey, order: Order): number {
  for (let place = 0; place < Math.max(a.length, b.length); place++) {
    const result = compare(a[place] ?? '', b[place] ?? '');
    if (result !== 0) return place === 0 && order === 'desc' ? -result : result;
  }
  return 0;
}

/** The rows in the order of their keys. */
export function sortRows<Item>(
  rows: readonly SortedRow<Item>[],
  order: Order,
): SortedRow<Item>[] {
  return [...rows].sort((a, b) => compareKeys(a.key, b.key, order));
}

/** The rows after a key, at most `limit`; `next` is the key to go on from. */
export function pageOf<Item>(
  rows: readonly SortedRow<Item>[],
  options: {
    readonly after?: SortKey;
    readonly limit: number;
    readonly order: Order;
  },
): { items: Item[]; total: number; next?: SortKey } {
  const { after, limit, order } = options;
  const rest = after
    ? rows.filter(row => compareKeys(row.key, after, order) > 0)
    : rows;
  const page = rest.slice(0, limit);
  const last = page[page.length - 1];
  return {
    items: page.map(row => row.item),
    total: rows.length,
    ...(rest.length > limit && last ? { next: last.key } : {}),
  };
}

/** Whether a filter that may be left out lets one of the values through. */
export function includesAny(
  wanted: readonly string[] | undefined,
  values: readonly string[],
): boolean {
  return wanted === undefined || values.some(value => wanted.includes(value));
}

/** Whether one of the texts contains `q`, whatever the case. */
export function containsText(
  q: string | undefined,
  texts: readonly string[],
): boolean {
  const wanted = q?.toLocaleLowerCase('en-US');
  return (
    wanted === undefined ||
    texts.some(text => text.toLocaleLowerCase('en-US').includes(wanted))
  );
}
