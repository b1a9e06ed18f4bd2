import type { ExportState, ExportView } from '@meshport/plugin-mesh-common';
import { type ExportEntry, readableExport } from './exportEntries';
import {
  containsText,
  includesAny,
  type Order,
  type SortedRow,
  type SortKey,
  sortRows,
} from './pages';
import type { MayRead, Reader } from './serviceAnswers';

/** What a list of exports is narrowed to; absent means everything. */
interface ExportFilter {
  readonly set?: readonly string[];
  /** Offered by one of these, or to one of them. */
  readonly cluster?: readonly string[];
  readonly namespace?: readonly string[];
  readonly mechanism?: readonly string[];
  readonly state?: readonly string[];
  readonly q?: string;
}

/** What needs someone first. */
const STATES: readonly ExportState[] = [
  'missing',
  'limited',
  'unknown',
  'unused',
  'available',
];

const SORT_VALUES = {
  state: row => STATES.indexOf(row.state),
  name: row => row.name,
  namespace: row => row.namespace,
  set: row => row.set,
  mechanism: row => row.mechanism,
  from: (_, place) => place,
} satisfies Record<string, (row: ExportView, place: number) => SortKey[number]>;

/** What exports can be sorted by. */
type ExportSort = keyof typeof SORT_VALUES;

/** There may be hundreds of clusters: they are gone through only where it matters. */
function isAt({ from, to }: ExportView, asked: ExportFilter['cluster']) {
  return (
    asked === undefined ||
    includesAny(asked, [from, ...to.map(({ cluster }) => cluster)])
  );
}

function isCalled({ name, namespace, to }: ExportView, q: ExportFilter['q']) {
  if (!q) return true;
  const arrivedAs = to.flatMap(({ as }) => as?.name ?? []);
  return containsText(q, [name, namespace, ...arrivedAs]);
}

function matches(row: ExportView, filter: ExportFilter): boolean {
  return (
    includesAny(filter.set, [row.set]) &&
    includesAny(filter.namespace, [row.namespace]) &&
    includesAny(filter.mechanism, [row.mechanism]) &&
    includesAny(filter.state, [row.state]) &&
    isAt(row, filter.cluster) &&
    isCalled(row, filter.q)
  );
}

/** Exports of one service to many clusters are about the same few resources. */
function onceEach(mayRead: MayRead): MayRead {
  const known = new Map<Parameters<MayRead>[0], boolean>();
  return resource => {
    const is = known.get(resource) ?? mayRead(resource);
    known.set(resource, is);
    return is;
  };
}

/**
 * The exports that the caller may see and asks for, sorted; equal ones by namespace and
 * name, then in the order of `clusters`.
 */
export function listExports(
  exports: readonly ExportEntry[],
  options: {
    readonly filter: ExportFilter;
    readonly sort: ExportSort;
    readonly order: Order;
    readonly reader: Reader;
    /** Names of all clusters, in their order. */
    readonly clusters: readonly string[];
  },
): SortedRow<ExportView>[] {
  const { filter, sort, order, reader } = options;
  const mayRead = onceEach(reader.mayRead);
  const places = new Map(options.clusters.map((name, index) => [name, index]));
  const rows = exports.flatMap(entry => {
    const item = readableExport(entry, { ...reader, mayRead });
    if (!item || !matches(item, filter)) return [];
    const place = places.get(item.from) ?? 0;
    const { namespace, name, mechanism } = item;
    const value = SORT_VALUES[sort](item, place);
    return [{ key: [value, namespace, name, place, mechanism], item }];
  });
  return sortRows(rows, order);
}
