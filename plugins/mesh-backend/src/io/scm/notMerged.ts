import type { Merged, ProposedChange } from './SourceControl';

/** Why a forge did not merge what was open. */
export function notMerged(
  change: ProposedChange | undefined,
  reason: string,
): Merged {
  if (change?.state !== 'open') return { kind: 'refused', reason };
  if (change.conflicts === undefined) return { kind: 'unready' };
  return change.conflicts ? { kind: 'conflict' } : { kind: 'refused', reason };
}
