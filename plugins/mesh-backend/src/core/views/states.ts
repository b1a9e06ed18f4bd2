import type { Membership, MembershipState } from '@meshport/plugin-mesh-common';
import { combineStates } from '../model/states';

/** State of something with one membership entry per mesh. */
export function stateOf(membership: readonly Membership[]): MembershipState {
  return combineStates(membership.map(entry => entry.state));
}

/** Meshes that have, declare or refuse something with these entries. */
export function meshesOf(membership: readonly Membership[]): string[] {
  return membership.map(entry => entry.mesh).filter(mesh => mesh !== '');
}
