import type { Traffic } from '../views/traffic';
import type { InstanceEntry } from '../views/World';

/**
 * Whether requests of some instances are counted by others (their waypoint, their
 * callers) while some of their pods are in no mesh: what these pods call, nobody counts.
 * Own proxies count both or neither.
 */
export function isPartlySeen(
  entries: readonly InstanceEntry[],
  traffic: Traffic,
): boolean {
  return entries.some(entry => {
    const { isByCallers, reporter } = traffic.instance(entry).counts;
    const isByOthers = isByCallers === true || reporter === 'waypoint';
    return (
      isByOthers &&
      !entry.instance.membership.some(
        ({ pods }) => pods.total > 0 && pods.enrolled === pods.total,
      )
    );
  });
}
