import {
  MEMBERSHIP_STATES_BY_SEVERITY,
  type MembershipState,
} from '@meshport/plugin-mesh-common';

/** Sorts what needs someone most to the front. */
export function compareStates(a: MembershipState, b: MembershipState): number {
  return (
    MEMBERSHIP_STATES_BY_SEVERITY.indexOf(a) -
    MEMBERSHIP_STATES_BY_SEVERITY.indexOf(b)
  );
}
