import type { Membership, Reason } from '@meshport/plugin-mesh-common';
import { severityRank } from '../model/states';

/** States that are as somebody chose them. */
const CHOSEN: readonly string[] = ['not-enrolled', 'opted-out'];

/**
 * Reasons that somebody should act on. The first one of `idle` says that nothing runs;
 * what follows keeps it from running.
 */
function reasonsToAct({ state, reasons }: Membership): Reason[] {
  if (CHOSEN.includes(state)) return [];
  return state === 'idle' ? reasons.slice(1) : reasons;
}

/**
 * The worst reason that somebody should act on, with what it is about; of equal ones the
 * first. Undefined where all is well, a state is chosen or nothing runs.
 */
export function worstReason<Subject>(
  subjects: readonly {
    readonly subject: Subject;
    readonly membership: readonly Membership[];
  }[],
): { subject: Subject; reason: Reason } | undefined {
  return subjects
    .flatMap(({ subject, membership }) =>
      membership.flatMap(entry =>
        reasonsToAct(entry)
          .slice(0, 1)
          .map(reason => ({ subject, reason, state: entry.state })),
      ),
    )
    .sort((a, b) => severityRank(a.state) - severityRank(b.state))[0];
}

/** A reason as rows of lists carry it: in words, without what to paste. */
export function inWords({ code, text, fix }: Reason) {
  return { code, text, ...(fix ? { fix: fix.text } : {}) };
}
