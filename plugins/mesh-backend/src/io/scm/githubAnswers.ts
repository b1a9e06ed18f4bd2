import type { Octokit } from '@octokit/rest';
import type { ProposedChange } from './SourceControl';
import { problemOfStatus, SourceControlError } from './SourceControlError';

type Rest = Octokit['rest'];
type Pull = Awaited<ReturnType<Rest['pulls']['get']>>['data'];
type ListedPull = Awaited<ReturnType<Rest['pulls']['list']>>['data'][number];

const MOST_REASON = 200;

export function statusOf(error: unknown): number | undefined {
  const status = (error as { status?: unknown } | undefined)?.status;
  return typeof status === 'number' ? status : undefined;
}

/** What the forge says of a refusal; it may be shown. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : '';
  return message.slice(0, MOST_REASON);
}

/** Octokit's errors carry the request; ours do not. */
export function withoutRequest(error: unknown, detail: string): unknown {
  const status = statusOf(error);
  if (status === undefined) return error;
  const headers = (error as { response?: { headers?: object } })?.response
    ?.headers;
  const isLimited =
    status === 403 &&
    headers !== undefined &&
    'x-ratelimit-remaining' in headers &&
    headers['x-ratelimit-remaining'] === '0';
  if (isLimited) return new SourceControlError('limited', detail);
  return new SourceControlError(
    problemOfStatus(status),
    detail || String(status),
  );
}

/** Undefined for what is not there. */
export async function absent<Answer>(
  answer: Promise<Answer>,
): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statusOf(error) === 404) return undefined;
    throw error;
  }
}

export function newest(pulls: readonly ListedPull[]): ListedPull | undefined {
  const sorted = [...pulls].sort((a, b) => b.number - a.number);
  return sorted.find(({ state }) => state === 'open') ?? sorted[0];
}

export function changeOf(pull: Pull): ProposedChange {
  const { number, html_url: url, head, state, merged, mergeable } = pull;
  return {
    id: String(number),
    url,
    branch: head.ref,
    head: head.sha,
    state: merged ? 'merged' : state,
    ...(merged && pull.merge_commit_sha
      ? { mergedAs: pull.merge_commit_sha }
      : {}),
    ...(merged && pull.merged_by ? { mergedBy: pull.merged_by.login } : {}),
    ...(state === 'open' && mergeable !== null
      ? { conflicts: !mergeable }
      : {}),
  };
}
