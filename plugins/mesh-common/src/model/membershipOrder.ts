import type { MembershipState } from './membership';

/**
 * Every state, worst first: the order in which they need someone, in which lists are
 * sorted and by which the state of many is that of the worst.
 */
export const MEMBERSHIP_STATES_BY_SEVERITY: readonly MembershipState[] = [
  'misconfigured',
  'pending-restart',
  'partial',
  'unknown',
  'opted-out',
  'not-enrolled',
  'idle',
  'enrolled',
];
