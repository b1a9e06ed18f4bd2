import type { Forge, MergeMethod } from '../Forge.ts';
import { isAncestor, readCommit } from '../gitObjects.ts';
import type { PullRequest, ReviewState } from '../PullRequests.ts';
import {
  ApiError,
  notFound,
  optionalText,
  textIn,
  unprocessable,
  type Answer,
  type ApiCall,
} from './Answer.ts';
import {
  apiUrl,
  commentShape,
  commitShape,
  pageUrl,
  pullShape,
  reviewShape,
} from './shapes.ts';

export function pullIn(forge: Forge, call: Pick<ApiCall, 'path'>): PullRequest {
  const pull = forge.pulls.get(Number(call.path[0]));
  if (!pull) throw notFound();
  return pull;
}

export async function listPulls(
  forge: Forge,
  { query }: ApiCall,
): Promise<Answer> {
  const state = query.get('state') ?? 'open';
  const [head, base] = [query.get('head'), query.get('base')];
  const body = forge.pulls
    .list()
    .filter(
      pull =>
        (state === 'all' || pull.state === state) &&
        (!head || head === `${forge.owner}:${pull.head}`) &&
        (!base || base === pull.base),
    )
    .map(pull => pullShape(forge, pull));
  return { status: 200, body };
}

export async function createPull(forge: Forge, call: ApiCall): Promise<Answer> {
  const title = textIn(call, 'title');
  const base = textIn(call, 'base');
  const head = textIn(call, 'head').replace(`${forge.owner}:`, '');
  const headSha = await forge.branch(head);
  const baseSha = await forge.branch(base);
  const refuse = (message: string, field?: string) =>
    unprocessable('Validation Failed', [
      field
        ? { resource: 'PullRequest', field, code: 'invalid' }
        : { resource: 'PullRequest', code: 'custom', message },
    ]);
  if (!headSha) throw refuse('', 'head');
  if (!baseSha) throw refuse('', 'base');
  const other = forge.pulls
    .list()
    .find(p => p.state === 'open' && p.head === head && p.base === base);
  if (other)
    throw refuse(`A pull request already exists for ${forge.owner}:${head}.`);
  if (await isAncestor(forge.git, headSha, baseSha))
    throw refuse(`No commits between ${base} and ${head}`);
  const body = optionalText(call, 'body') ?? '';
  const author = call.user;
  const opened = forge.pulls.open({
    ...{ title, body, author, head, base, headSha, baseSha },
  });
  return { status: 201, body: pullShape(forge, opened, true) };
}

export async function getPull(forge: Forge, call: ApiCall): Promise<Answer> {
  const pull = pullIn(forge, call);
  if (/diff/.test(call.accept)) {
    const content = await forge.diff(pull);
    return {
      status: 200,
      text: { type: 'text/plain; charset=utf-8', content },
    };
  }
  const tree = pull.state === 'open' ? await forge.mergeable(pull) : undefined;
  const mergeable = pull.state === 'open' ? tree !== undefined : undefined;
  return { status: 200, body: pullShape(forge, pull, mergeable) };
}

export async function updatePull(forge: Forge, call: ApiCall): Promise<Answer> {
  const pull = pullIn(forge, call);
  pull.title = optionalText(call, 'title') ?? pull.title;
  pull.body = optionalText(call, 'body') ?? pull.body;
  const { state } = call.body;
  if (state === 'closed' && pull.state === 'open') forge.pulls.close(pull);
  else if (state === 'open' && pull.state === 'closed') {
    if (pull.merged) throw unprocessable('Validation Failed');
    forge.pulls.reopen(pull);
  } else forge.pulls.touch(pull);
  return { status: 200, body: pullShape(forge, pull) };
}

export async function listFiles(forge: Forge, call: ApiCall): Promise<Answer> {
  const pull = pullIn(forge, call);
  const files = await forge.files(pull);
  const body = files.map(({ path, additions, deletions, ...file }) => ({
    ...file,
    filename: path,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: pageUrl(forge, `/blob/${pull.headSha}/${path}`),
    contents_url: apiUrl(forge, `/contents/${path}?ref=${pull.headSha}`),
  }));
  return { status: 200, body };
}

export async function listPullCommits(
  forge: Forge,
  call: ApiCall,
): Promise<Answer> {
  const { headSha, baseSha } = pullIn(forge, call);
  const args = ['rev-list', '--reverse', headSha, `^${baseSha}`];
  const list = (await forge.git.text(args)).split('\n').filter(Boolean);
  const body = [];
  for (const sha of list) {
    const commit = await readCommit(forge.git, sha);
    if (commit) body.push(commitShape(forge, commit));
  }
  return { status: 200, body };
}

const METHODS: readonly MergeMethod[] = ['merge', 'squash', 'rebase'];

export async function mergePull(forge: Forge, call: ApiCall): Promise<Answer> {
  const pull = pullIn(forge, call);
  const method = METHODS.find(m => m === call.body.merge_method) ?? 'merge';
  const outcome = await forge.merge(pull, {
    by: call.user,
    method,
    sha: optionalText(call, 'sha'),
    title: optionalText(call, 'commit_title'),
  });
  switch (outcome.type) {
    case 'merged': {
      const message = 'Pull Request successfully merged';
      return { status: 200, body: { sha: outcome.sha, merged: true, message } };
    }
    case 'head-moved':
      throw new ApiError(
        409,
        'Head branch was modified. Review and try the merge again.',
      );
    default:
      throw new ApiError(405, 'Pull Request is not mergeable');
  }
}

/** 204 where it is merged, else 404. */
export async function isMerged(forge: Forge, call: ApiCall): Promise<Answer> {
  if (!pullIn(forge, call).merged) throw notFound();
  return { status: 204 };
}

export async function listComments(
  forge: Forge,
  call: ApiCall,
): Promise<Answer> {
  const pull = pullIn(forge, call);
  const body = pull.comments.map(c => commentShape(forge, pull, c));
  return { status: 200, body };
}

export async function createComment(
  forge: Forge,
  call: ApiCall,
): Promise<Answer> {
  const pull = pullIn(forge, call);
  const comment = forge.pulls.comment(pull, call.user, textIn(call, 'body'));
  return { status: 201, body: commentShape(forge, pull, comment) };
}

export async function listReviews(
  forge: Forge,
  call: ApiCall,
): Promise<Answer> {
  const pull = pullIn(forge, call);
  const body = pull.reviews.map(r => reviewShape(forge, pull, r));
  return { status: 200, body };
}

const EVENTS: Readonly<Record<string, ReviewState>> = {
  APPROVE: 'APPROVED',
  REQUEST_CHANGES: 'CHANGES_REQUESTED',
  COMMENT: 'COMMENTED',
};

export async function createReview(
  forge: Forge,
  call: ApiCall,
): Promise<Answer> {
  const pull = pullIn(forge, call);
  const state = EVENTS[optionalText(call, 'event') ?? 'COMMENT'];
  if (!state) throw unprocessable('Validation Failed');
  const body = optionalText(call, 'body') ?? '';
  const review = forge.pulls.review(pull, { user: call.user, body, state });
  return { status: 200, body: reviewShape(forge, pull, review) };
}
