import type { SetupCluster } from '@meshport/plugin-mesh-common';

type Kind = SetupCluster['kinds'][0];

/** Kinds that are read and those that the cluster does not serve are as they should be. */
export function isReadKind({ status }: Kind): boolean {
  return status === 'live' || status === 'absent';
}

/** A clock that is further off than what is known of it, which is about a second. */
const NOTICEABLE_SKEW_MS = 2000;

/** Whole seconds by which a clock is ahead (behind: negative); 0 within what is known. */
export function skewSeconds(milliseconds: number): number {
  return Math.abs(milliseconds) < NOTICEABLE_SKEW_MS
    ? 0
    : Math.round(milliseconds / 1000);
}

/** Nothing about the cluster is left to do for whoever installs. */
export function isInOrder(cluster: SetupCluster): boolean {
  return (
    (cluster.status === 'live' || cluster.status === 'syncing') &&
    !cluster.reason &&
    !cluster.advice &&
    cluster.kinds.every(
      kind => isReadKind(kind) || kind.status === 'syncing',
    ) &&
    cluster.aliases.every(({ conflict }) => !conflict)
  );
}
