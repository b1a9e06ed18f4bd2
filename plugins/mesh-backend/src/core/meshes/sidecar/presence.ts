import type { Reason } from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type Pod,
  podKind,
  unreadableReasons,
  type WatchedKind,
} from '@meshport/plugin-mesh-node';

/** Is a mesh in the cluster? `unknown`: what would tell could not be read. */
export interface Presence {
  readonly state: 'installed' | 'not-installed' | 'unknown';
  /** Why that is not known. */
  readonly unreadable: readonly Reason[];
}

export interface PresenceOptions {
  /** Some of its control plane is in the cluster. */
  readonly hasControlPlane: boolean;
  /** Something asks the mesh about new pods. */
  readonly hasInjector: boolean;
  readonly hasProxy: (pod: Pod) => boolean;
  /** What says all that. */
  readonly kinds: readonly WatchedKind[];
}

/**
 * A control plane, or an injector that has made proxies here: its control plane may be
 * outside. Custom resources, or a webhook that injected nothing, are what an uninstalled
 * mesh leaves.
 */
export function presenceIn(
  snapshot: ClusterSnapshot,
  { hasControlPlane, hasInjector, hasProxy, kinds }: PresenceOptions,
): Presence {
  const isThere =
    hasControlPlane ||
    (hasInjector && snapshot.kind(podKind).items.some(hasProxy));
  const unreadable = isThere ? [] : unreadableReasons(snapshot, kinds);
  if (isThere) return { state: 'installed', unreadable };
  return {
    state: unreadable.length > 0 ? 'unknown' : 'not-installed',
    unreadable,
  };
}
