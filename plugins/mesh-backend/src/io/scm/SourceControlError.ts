/**
 * Why a forge or a Git server did not do what it was asked: nobody answered
 * (`unreachable`), not in time (`no-answer`), it failed (`unavailable`), does not know the
 * token (`unauthenticated`), or that it may do so (`forbidden`), wants to be asked less
 * often (`limited`), has no such repository, branch or commit (`missing`), refused
 * (`refused`), sent more than is taken (`too-large`) or what cannot be read (`unreadable`).
 */
export type SourceControlProblem =
  | 'unreachable'
  | 'no-answer'
  | 'unavailable'
  | 'unauthenticated'
  | 'forbidden'
  | 'limited'
  | 'missing'
  | 'refused'
  | 'too-large'
  | 'unreadable';

/** Carries no headers, addresses or tokens: it may be shown and logged. */
export class SourceControlError extends Error {
  readonly name = 'SourceControlError';

  /** @param detail - a path, a branch, an error code or a status; '' where there is none */
  constructor(readonly problem: SourceControlProblem, readonly detail: string) {
    super(`Source control: ${problem} ${detail}`.trim());
  }
}

/** What an HTTP status of 400 and more means. */
export function problemOfStatus(status: number): SourceControlProblem {
  if (status === 401) return 'unauthenticated';
  if (status === 403) return 'forbidden';
  if (status === 404) return 'missing';
  if (status === 429) return 'limited';
  return status >= 500 ? 'unavailable' : 'refused';
}
