import type { Network } from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, WatchedKind } from '@meshport/plugin-mesh-node';

/** Kinds to watch for networks, besides the shared ones. */
export const networkKinds: readonly WatchedKind[] = [];

/** What connects the pods of a cluster; empty where nothing known is found. */
export function networksOf(_snapshot: ClusterSnapshot): readonly Network[] {
  return [];
}
