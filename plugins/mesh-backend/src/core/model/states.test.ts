import type { MembershipState } from '@meshport/plugin-mesh-common';
import { combineStates } from './states';

describe('state of a service from its workloads', () => {
  it.each<[MembershipState[], MembershipState]>([
    [[], 'idle'],
    [['enrolled'], 'enrolled'],
    [['idle', 'idle'], 'idle'],
    [['enrolled', 'idle'], 'enrolled'],
    [['not-enrolled', 'idle'], 'not-enrolled'],
    [['enrolled', 'not-enrolled'], 'partial'],
    [['enrolled', 'opted-out'], 'partial'],
    [['opted-out', 'not-enrolled'], 'opted-out'],
    [['enrolled', 'not-enrolled', 'unknown'], 'unknown'],
    [['enrolled', 'partial', 'unknown'], 'partial'],
    [['enrolled', 'pending-restart', 'partial'], 'pending-restart'],
    [['pending-restart', 'misconfigured'], 'misconfigured'],
  ])('%j makes %s', (states, expected) => {
    expect(combineStates(states)).toBe(expected);
    expect(combineStates([...states].reverse())).toBe(expected);
  });
});
