import type { MembershipState } from '@meshport/plugin-mesh-common';

/** States in the order in which they need someone. */
const WORST_FIRST: readonly MembershipState[] = [
  'misconfigured',
  'pending-restart',
  'partial',
  'unknown',
  'opted-out',
  'not-enrolled',
  'idle',
  'enrolled',
];

/** Sorts what needs someone most to the front. */
export function compareStates(a: MembershipState, b: MembershipState): number {
  return WORST_FIRST.indexOf(a) - WORST_FIRST.indexOf(b);
}
