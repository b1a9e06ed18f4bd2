import {
  MEMBERSHIP_STATES_BY_SEVERITY,
  type MembershipState,
} from '@meshport/plugin-mesh-common';

/** 0 for the worst state; grows as things get better. */
export function severityRank(state: MembershipState): number {
  return MEMBERSHIP_STATES_BY_SEVERITY.indexOf(state);
}

/**
 * State of a service instance from those of its workloads: the worst, except that
 * enrolled ones beside ones that are outside make it partly enrolled. Workloads that
 * run nothing count only where none runs anything. `idle` for none at all.
 */
export function combineStates(
  states: readonly MembershipState[],
): MembershipState {
  const running = new Set(states);
  running.delete('idle');
  const worst =
    MEMBERSHIP_STATES_BY_SEVERITY.find(state => running.has(state)) ?? 'idle';
  const outside = worst === 'not-enrolled' || worst === 'opted-out';
  return outside && running.has('enrolled') ? 'partial' : worst;
}
