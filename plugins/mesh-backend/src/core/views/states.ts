import type { Membership, MembershipState } from '@meshport/plugin-mesh-common';

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
export function stateRank(state: MembershipState): number {
  return STATE_ORDER.indexOf(state);
}

/** The worst of some states; nothing at all means that nothing is running. */
export function worstState(
  states: readonly MembershipState[],
): MembershipState {
  return STATE_ORDER.find(state => states.includes(state)) ?? 'idle';
}

/** State of something with one membership entry per mesh. */
export function stateOf(membership: readonly Membership[]): MembershipState {
  return worstState(membership.map(entry => entry.state));
}

/** Meshes that have, declare or refuse something with these entries. */
export function meshesOf(membership: readonly Membership[]): string[] {
  return membership.map(entry => entry.mesh).filter(mesh => mesh !== '');
}
