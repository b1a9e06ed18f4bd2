import type {
  Health,
  MembershipState,
  ServiceSummary,
  Source,
} from '@meshport/plugin-mesh-common';
import { lastKnownOf } from './freshness';
import { hasNumbers } from './goldenState';
import { compareStates } from './membershipOrder';

/** A service in one cluster set, all its clusters summed. */
export interface SetCell {
  readonly state: MembershipState;
  readonly enrolled: number;
  readonly total: number;
  /** Present where some of it is the last known state, not the current one. */
  readonly lastKnown?: LastKnown;
}

/** What of a cell is not current. */
export interface LastKnown {
  /** The oldest time at which one of `clusters` was read (ISO). */
  readonly observedAt: string;
  /** Names of the clusters that are not current. */
  readonly clusters: readonly string[];
  /** True where the cell has no cluster that is current. */
  readonly isAll: boolean;
}

/** What a service needs most, in the set where it is worst. */
export type Need = NonNullable<ServiceSummary['needs']>;

/** How a service is doing in the set where that is worst. */
export type RowTraffic = Pick<
  ServiceSummary,
  'set' | 'health' | 'golden' | 'verdict'
>;

/** One service over all cluster sets. */
export interface ServiceRow {
  readonly id: string;
  readonly namespace: string;
  readonly name: string;
  /** The first entity that matches the service: where the row leads. */
  readonly entityRef?: string;
  readonly state: MembershipState;
  readonly cells: ReadonlyMap<string, SetCell>;
  readonly need?: Need;
  readonly traffic: RowTraffic;
}

function lastKnownIn(
  summary: ServiceSummary,
  sources: readonly Source[],
): LastKnown | undefined {
  const old = summary.clusters.flatMap(
    ({ cluster }) => lastKnownOf(sources, cluster) ?? [],
  );
  const [observedAt] = old.flatMap(row => row.observedAt ?? []).sort();
  if (!observedAt) return undefined;
  return {
    observedAt,
    // A cluster with two meshes is in the summary twice.
    clusters: [...new Set(old.map(row => row.cluster))],
    isAll: old.length === summary.clusters.length,
  };
}

function cellOf(summary: ServiceSummary, sources: readonly Source[]): SetCell {
  return {
    state: summary.state,
    enrolled: summary.clusters.reduce((n, c) => n + c.enrolled, 0),
    total: summary.clusters.reduce((n, c) => n + c.total, 0),
    lastKnown: lastKnownIn(summary, sources),
  };
}

const TROUBLE: readonly Health[] = ['failing', 'degraded'];

function urgency({ health }: RowTraffic): number {
  const index = TROUBLE.indexOf(health);
  return index < 0 ? TROUBLE.length : index;
}

/** Trouble first; without any, where most requests come. */
function trafficOf(summaries: readonly ServiceSummary[]): RowTraffic {
  const [{ set, health, golden, verdict }] = [...summaries].sort(
    (a, b) =>
      urgency(a) - urgency(b) ||
      Number(hasNumbers(b.golden)) - Number(hasNumbers(a.golden)) ||
      (b.golden.requestRate ?? 0) - (a.golden.requestRate ?? 0),
  );
  return { set, health, golden, verdict };
}

function isFailing({ traffic }: ServiceRow): boolean {
  return traffic.health === 'failing';
}

function rowOf(
  summaries: readonly ServiceSummary[],
  sources: readonly Source[],
): ServiceRow {
  const [worst] = [...summaries].sort((a, b) =>
    compareStates(a.state, b.state),
  );
  return {
    id: `${worst.namespace}/${worst.name}`,
    namespace: worst.namespace,
    name: worst.name,
    entityRef: summaries.flatMap(summary => summary.entityRefs)[0],
    state: worst.state,
    need: worst.needs ?? summaries.flatMap(s => s.needs ?? [])[0],
    traffic: trafficOf(summaries),
    cells: new Map(
      summaries.map(summary => [summary.set, cellOf(summary, sources)]),
    ),
  };
}

/**
 * Groups a list's items, which are per cluster set, into services; worst first.
 * `sources` tell which clusters are not current.
 */
export function serviceRows(
  items: readonly ServiceSummary[],
  sources: readonly Source[],
): ServiceRow[] {
  const byName = new Map<string, ServiceSummary[]>();
  for (const item of items) {
    const id = `${item.namespace}/${item.name}`;
    byName.set(id, [...(byName.get(id) ?? []), item]);
  }
  return [...byName.values()]
    .map(summaries => rowOf(summaries, sources))
    .sort(
      (a, b) =>
        // Requests that fail now come before what may fail some day.
        Number(isFailing(b)) - Number(isFailing(a)) ||
        compareStates(a.state, b.state) ||
        urgency(a.traffic) - urgency(b.traffic) ||
        Number(Boolean(b.need)) - Number(Boolean(a.need)) ||
        a.id.localeCompare(b.id),
    );
}
