import { z } from 'zod';
import type { ProposedChange } from './SourceControl';

/** Of GitLab's REST API v4, only what is read. */
export const projectSchema = z.object({ default_branch: z.string() });

export const branchSchema = z.object({ commit: z.object({ id: z.string() }) });

export const treeSchema = z.array(
  z.object({ id: z.string(), type: z.string(), path: z.string() }),
);

export const blobSchema = z.object({ size: z.number(), content: z.string() });

export const commitSchema = z.object({ id: z.string() });

const userSchema = z.object({ username: z.string() }).nullish();

export const mergeRequestSchema = z.object({
  iid: z.number(),
  web_url: z.string(),
  source_branch: z.string(),
  sha: z.string(),
  state: z.string(),
  merge_commit_sha: z.string().nullish(),
  squash_commit_sha: z.string().nullish(),
  merge_user: userSchema,
  has_conflicts: z.boolean().nullish(),
  detailed_merge_status: z.string().nullish(),
});

export const mergeRequestsSchema = z.array(mergeRequestSchema);

/** What GitLab says of a refusal. */
export const refusalSchema = z.object({ message: z.unknown() });

type MergeRequest = z.output<typeof mergeRequestSchema>;

function stateOf({ state }: MergeRequest): ProposedChange['state'] {
  if (state === 'merged') return 'merged';
  return state === 'closed' ? 'closed' : 'open';
}

/** Whether GitLab has worked out already if there are conflicts. */
function isChecked({ detailed_merge_status: status }: MergeRequest): boolean {
  return !['unchecked', 'checking', 'preparing'].includes(status ?? '');
}

export function changeOf(request: MergeRequest): ProposedChange {
  const { iid, web_url: url, source_branch: branch, sha: head } = request;
  const state = stateOf(request);
  // Fast-forwarded, the base branch has the last commit of the branch itself.
  const mergedAs =
    request.merge_commit_sha ?? request.squash_commit_sha ?? head;
  const by = request.merge_user?.username;
  return {
    ...{ id: String(iid), url, branch, head, state },
    ...(state === 'merged' ? { mergedAs } : {}),
    ...(state === 'merged' && by !== undefined ? { mergedBy: by } : {}),
    ...(state === 'open' && isChecked(request)
      ? { conflicts: request.has_conflicts === true }
      : {}),
  };
}

/** The newest; one that is open rather than one that is not. */
export function newestOf(
  requests: readonly MergeRequest[],
): MergeRequest | undefined {
  const sorted = [...requests].sort((a, b) => b.iid - a.iid);
  return sorted.find(one => stateOf(one) === 'open') ?? sorted[0];
}
