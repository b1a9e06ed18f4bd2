/** What of a list is shown, as the address of the page says it. */
export interface TableState {
  readonly q: string;
  readonly sort?: string;
  readonly order: 'asc' | 'desc';
  /** Of the page that is shown; undefined for the first one. */
  readonly cursor?: string;
  /** Chosen values by filter; filters without any are not there. */
  readonly filters: Readonly<Record<string, readonly string[]>>;
  /** Ids of the columns that are not shown. */
  readonly hidden: readonly string[];
}

export interface TableDefaults {
  readonly sort: string;
  /** Names of the filters, which are also those of the query parameters. */
  readonly filters: readonly string[];
  /** Ids of columns that are hidden until somebody asks for them. */
  readonly hidden?: readonly string[];
}

/**
 * What is asked of the server for a state. The address may carry values that the server
 * does not know: it says so.
 */
export function queryOf<Query extends object>(state: TableState): Query {
  const { q, sort, order, cursor, filters } = state;
  const query = { ...filters, sort, order, cursor, ...(q ? { q } : {}) };
  return query as unknown as Query;
}

/** Written where nothing is hidden, though some columns are by default. */
const NONE = '-';

/** Reads the state of a list from the address. */
export function readTableState(
  search: URLSearchParams,
  { sort, filters, hidden = [] }: TableDefaults,
): TableState {
  const given = filters.flatMap(filter => {
    const values = search.getAll(filter).filter(value => value !== '');
    return values.length > 0 ? [[filter, values] as const] : [];
  });
  const written = search.get('hide');
  return {
    q: search.get('q') ?? '',
    sort: search.get('sort') ?? sort,
    order: search.get('order') === 'desc' ? 'desc' : 'asc',
    cursor: search.get('cursor') ?? undefined,
    filters: Object.fromEntries(given),
    hidden:
      written === null
        ? hidden
        : written.split(',').filter(id => id !== NONE && id !== ''),
  };
}

/**
 * The address for a changed state; what is as by default is left out, and other
 * parameters stay. A change of what is listed leads back to the first page.
 */
export function writeTableState(
  search: URLSearchParams,
  defaults: TableDefaults,
  change: Partial<TableState>,
): URLSearchParams {
  const before = readTableState(search, defaults);
  const listsOther = ['q', 'sort', 'order', 'filters'].some(
    key => key in change,
  );
  const after: TableState = {
    ...before,
    ...(listsOther ? { cursor: undefined } : {}),
    ...change,
  };
  const result = new URLSearchParams(search);
  const set = (key: string, value: string | undefined) =>
    value ? result.set(key, value) : result.delete(key);
  set('q', after.q);
  set('sort', after.sort === defaults.sort ? undefined : after.sort);
  set('order', after.order === 'desc' ? 'desc' : undefined);
  set('cursor', after.cursor);
  for (const filter of defaults.filters) {
    result.delete(filter);
    for (const value of after.filters[filter] ?? []) {
      result.append(filter, value);
    }
  }
  const hidden = [...after.hidden].sort().join(',');
  const usual = [...(defaults.hidden ?? [])].sort().join(',');
  set('hide', hidden === usual ? undefined : hidden || NONE);
  return result;
}
