import type { Cluster } from '@meshport/plugin-mesh-common';

/** Has anything of the cluster been read? Until then nothing can be said to be missing. */
export function isRead({ status, counts }: Cluster): boolean {
  const waits = status === 'syncing';
  return !waits && (status === 'live' || counts.namespaces > 0);
}
