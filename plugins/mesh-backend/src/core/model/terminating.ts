import { type Membership, text } from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot } from '@meshport/plugin-mesh-node';

/** Is the namespace being deleted? The API server creates nothing in it any more. */
export function isTerminating(
  snapshot: ClusterSnapshot,
  namespace: string,
): boolean {
  const { deletionTimestamp } = snapshot.namespace(namespace)?.metadata ?? {};
  return deletionTimestamp !== undefined;
}

/**
 * Memberships in a namespace that is being deleted: pods that are restarted do not come
 * back, so that nothing is left to do in place of what would else mend a reason.
 */
export function withoutFixes(
  membership: readonly Membership[],
  namespace: string,
): Membership[] {
  const fix = { text: text('fix.namespace-terminating', { namespace }) };
  return membership.map(one => ({
    ...one,
    reasons: one.reasons.map(reason =>
      reason.fix ? { ...reason, fix } : reason,
    ),
  }));
}
