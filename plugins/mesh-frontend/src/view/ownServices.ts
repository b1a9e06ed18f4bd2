import type {
  MembershipState,
  ServiceSummary,
} from '@meshport/plugin-mesh-common';
import { compareStates } from './membershipOrder';

/** A service in one cluster set, all its clusters summed. */
export interface SetCell {
  readonly state: MembershipState;
  readonly enrolled: number;
  readonly total: number;
}

/** What a service needs most, in the set where it is worst. */
export type Need = NonNullable<ServiceSummary['needs']>;

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
}

function rowOf(summaries: readonly ServiceSummary[]): ServiceRow {
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
    cells: new Map(
      summaries.map(summary => [
        summary.set,
        {
          state: summary.state,
          enrolled: summary.clusters.reduce((n, c) => n + c.enrolled, 0),
          total: summary.clusters.reduce((n, c) => n + c.total, 0),
        },
      ]),
    ),
  };
}

/** Groups a list's items, which are per cluster set, into services; worst first. */
export function serviceRows(items: readonly ServiceSummary[]): ServiceRow[] {
  const byName = new Map<string, ServiceSummary[]>();
  for (const item of items) {
    const id = `${item.namespace}/${item.name}`;
    byName.set(id, [...(byName.get(id) ?? []), item]);
  }
  return [...byName.values()]
    .map(rowOf)
    .sort(
      (a, b) =>
        compareStates(a.state, b.state) ||
        Number(Boolean(b.need)) - Number(Boolean(a.need)) ||
        a.id.localeCompare(b.id),
    );
}
