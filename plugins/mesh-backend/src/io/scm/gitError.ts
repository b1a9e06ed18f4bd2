import git from 'isomorphic-git';
import { problemOfStatus, SourceControlError } from './SourceControlError';

/** Errors of the library name the address, in which there may be a password. */
export function gitError(error: unknown, detail: string): unknown {
  if (error instanceof git.Errors.HttpError)
    return new SourceControlError(
      problemOfStatus(error.data.statusCode),
      detail || String(error.data.statusCode),
    );
  if (error instanceof git.Errors.NotFoundError)
    return new SourceControlError('missing', detail);
  if (error instanceof git.Errors.GitPushError)
    return new SourceControlError('refused', detail);
  const isOurs = error instanceof Error && 'code' in error && 'data' in error;
  return isOurs
    ? new SourceControlError('unreadable', `${detail} ${error.code}`.trim())
    : error;
}
