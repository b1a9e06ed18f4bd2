import type { MembershipState, Source } from '@meshport/plugin-mesh-common';
import { NEEDS_SOMEONE, type ClusterLine } from './clusterLines';

/** What has become of a line that the reader is looking at. */
export interface FollowedLine {
  /** The line as it is now; absent where the answer has none for it any more. */
  readonly current?: ClusterLine;
  /** What the line asked for has been done. */
  readonly done: boolean;
}

/** In these a line may be missing because it is not known, not because it is gone. */
const NOT_READ: readonly Source['status'][] = [
  'stale',
  'unreachable',
  'forbidden',
  'syncing',
  'unavailable',
];

function needsSomeone(state: MembershipState): boolean {
  return NEEDS_SOMEONE.includes(state);
}

function isOfSameSubject(a: ClusterLine, b: ClusterLine): boolean {
  return (
    a.cluster.name === b.cluster.name &&
    a.kind === b.kind &&
    a.namespace === b.namespace &&
    a.name === b.name
  );
}

/**
 * Finds `last`, a line of an earlier answer, in `lines`. Pods that leave a mesh take
 * its line with them: what the same service is now is then shown instead, and is a
 * matter of its own where nobody has to act on it.
 */
export function followLine(
  last: ClusterLine,
  lines: readonly ClusterLine[],
  sources: readonly Source[],
): FollowedLine {
  const same = lines.find(line => line.id === last.id);
  if (same) return { current: same, done: same.reasons.length === 0 };
  const successors = lines.filter(line => isOfSameSubject(line, last));
  const urgent = successors.find(line => needsSomeone(line.membership.state));
  if (urgent) return { current: urgent, done: false };
  const [settled] = successors;
  const isUnread = sources.some(
    row => row.cluster === last.cluster.name && NOT_READ.includes(row.status),
  );
  return { current: settled, done: settled !== undefined || !isUnread };
}
