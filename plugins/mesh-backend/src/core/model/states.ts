import type { MembershipState } from '@meshport/plugin-mesh-common';

/** Worst first: the order in which the state of many is that of the worst. */
const STATE_ORDER: readonly MembershipState[] = [
  'misconfigured',
  'pending-restart',
  'partial',
  'unknown',
  'opted-out',
  'not-enrolled',
  'idle',
  'enrolled',
];

/** 0 for the worst state; grows as things get better. */
export function severityRank(state: MembershipState): number {
  return STATE_ORDER.indexOf(state);
}

/**
 * State of a service instance from those of its workloads: the worst, except that
 * enrolled ones beside ones that are outside make it partly enrolled. `idle` for none.
 */
export function combineStates(
  states: readonly MembershipState[],
): MembershipState {
  const worst = STATE_ORDER.find(state => states.includes(state)) ?? 'idle';
  const outside = worst === 'not-enrolled' || worst === 'opted-out';
  return outside && states.includes('enrolled') ? 'partial' : worst;
}
