import type { Health, ServiceSummary } from '@meshport/plugin-mesh-common';
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
import { successRatioOf } from '../metrics/goldenCounts';
import {
  type KnownSummary,
  readablePart,
  serviceSummary,
  type MayRead,
} from './serviceAnswers';
import { toldInList, type VerdictOn } from './toldTraffic';
import type { KnownTraffic, Traffic } from './traffic';
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
  readonly health?: readonly string[];
  /** Text that `namespace/name` contains, whatever the case. */
  readonly q?: string;
}

/** A row that is put into words only where it is on the page. */
export interface ServiceRow {
  readonly summary: KnownSummary;
  /** The part of the service that the caller sees. */
  readonly visible: ServiceEntry;
}

/** What needs somebody first; of what is idle nobody needs to know. */
const HEALTH_ORDER: readonly Health[] = [
  'failing',
  'degraded',
  'unknown',
  'healthy',
  'idle',
];

interface Sorted {
  readonly summary: KnownSummary;
  /** Place of its set. */
  readonly place: number;
  /** Asked for only where it matters. */
  readonly traffic: () => KnownTraffic;
}

/** Undefined stands for what nothing is known of. */
const SORT_VALUES = {
  state: ({ summary }) => severityRank(summary.state),
  name: ({ summary }) => summary.name,
  namespace: ({ summary }) => summary.namespace,
  set: ({ place }) => place,
  clusters: ({ summary }) =>
    new Set(summary.clusters.map(({ cluster }) => cluster)).size,
  owner: ({ summary }) => summary.owners[0] ?? LAST,
  health: ({ traffic }) => HEALTH_ORDER.indexOf(traffic().assessment.health),
  rate: ({ traffic }) => traffic().counts.requests,
  success: ({ traffic }) => successRatioOf(traffic().counts),
  p99: ({ traffic }) => traffic().counts.latency?.p99,
} satisfies Record<string, (row: Sorted) => SortKey[number] | undefined>;

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
function matches(service: KnownSummary, filter: ServiceFilter): boolean {
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

/** What is not known comes last in either order. */
function sortValue(row: Sorted, sort: ServiceSort, order: Order) {
  const last = order === 'asc' ? Number.MAX_VALUE : -Number.MAX_VALUE;
  return SORT_VALUES[sort](row) ?? last;
}

/**
 * The services that the caller may see and asks for, sorted. `state` and `health`: what
 * needs somebody first. Equal ones by namespace, name and the order of sets.
 */
export function listServices(
  world: World,
  options: {
    readonly filter: ServiceFilter;
    readonly sort: ServiceSort;
    readonly order: Order;
    readonly mayRead: MayRead;
    readonly traffic: Traffic;
  },
): SortedRow<ServiceRow>[] {
  const { filter, sort, order, mayRead } = options;
  const places = new Map(world.sets.map(({ name }, index) => [name, index]));
  const rows = [...world.services.values()].flatMap(all => {
    if (!isAskedFor(all, filter)) return [];
    const visible = readablePart(all, mayRead);
    if (!visible) return [];
    const summary = serviceSummary(visible);
    const traffic = () => options.traffic.service(visible);
    if (!matches(summary, filter)) return [];
    if (filter.health && !filter.health.includes(traffic().assessment.health)) {
      return [];
    }
    const place = places.get(summary.set) ?? 0;
    const value = sortValue({ summary, place, traffic }, sort, order);
    const key = [value, summary.namespace, summary.name, place];
    return [{ key, item: { summary, visible } }];
  });
  return sortRows(rows, order);
}

/** The row as answers tell it. */
export function serviceRow(
  row: ServiceRow,
  traffic: Traffic,
  verdictOn?: VerdictOn,
): ServiceSummary {
  return { ...row.summary, ...toldInList(row.visible, traffic, verdictOn) };
}
