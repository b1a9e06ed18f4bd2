import type {
  SetupCluster,
  SetupStore,
  Text,
} from '@meshport/plugin-mesh-common';

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

/**
 * Why there are no numbers of this cluster in particular. What is wrong with a whole
 * store is said where the stores are, not with every cluster that it has.
 */
export function ownMetricsReason(
  { metrics }: SetupCluster,
  stores: readonly SetupStore[],
): Text | undefined {
  const reason = metrics?.reason;
  const isOfStore = stores.some(
    store => store.reason && store.reason.message === reason?.message,
  );
  return isOfStore ? undefined : reason;
}

/** Nothing about the cluster is left to do for whoever installs. */
export function isInOrder(
  cluster: SetupCluster,
  stores: readonly SetupStore[],
): boolean {
  return (
    (cluster.status === 'live' || cluster.status === 'syncing') &&
    !cluster.reason &&
    !cluster.advice &&
    !ownMetricsReason(cluster, stores) &&
    cluster.kinds.every(
      kind => isReadKind(kind) || kind.status === 'syncing',
    ) &&
    cluster.aliases.every(({ conflict }) => !conflict)
  );
}
