import type { Forge } from '../Forge.ts';
import type { Commit } from '../gitObjects.ts';
import type { Comment, PullRequest, Review } from '../PullRequests.ts';
import { MAIN } from '../createRepository.ts';

export function apiUrl(forge: Forge, path: string): string {
  return `${forge.url}/api/v3/repos/${forge.owner}/${forge.name}${path}`;
}

export function pageUrl(forge: Forge, path = ''): string {
  return `${forge.url}/${forge.owner}/${forge.name}${path}`;
}

export function userShape(forge: Forge, login: string) {
  const id = [...login].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7) % 1e6;
  return {
    login,
    id,
    type: 'User',
    html_url: `${forge.url}/${login}`,
    url: `${forge.url}/api/v3/users/${login}`,
  };
}

export function repositoryShape(forge: Forge) {
  const { owner, name } = forge;
  return {
    id: 1,
    name,
    full_name: `${owner}/${name}`,
    owner: { ...userShape(forge, owner), type: 'Organization' },
    private: true,
    fork: false,
    archived: false,
    default_branch: MAIN,
    visibility: 'private',
    html_url: pageUrl(forge),
    url: apiUrl(forge, ''),
    clone_url: `${pageUrl(forge)}.git`,
    permissions: { admin: false, push: true, pull: true },
    allow_merge_commit: true,
    allow_squash_merge: true,
    allow_rebase_merge: true,
  };
}

export function refShape(forge: Forge, ref: string, sha: string) {
  return {
    ref,
    node_id: `ref-${ref}`,
    url: apiUrl(forge, `/git/${ref}`),
    object: { type: 'commit', sha, url: apiUrl(forge, `/git/commits/${sha}`) },
  };
}

export function gitCommitShape(forge: Forge, commit: Commit) {
  const { sha, tree, parents, message, author } = commit;
  return {
    sha,
    node_id: `commit-${sha}`,
    url: apiUrl(forge, `/git/commits/${sha}`),
    html_url: pageUrl(forge, `/commit/${sha}`),
    message,
    author,
    committer: author,
    tree: { sha: tree, url: apiUrl(forge, `/git/trees/${tree}`) },
    parents: parents.map(parent => ({
      sha: parent,
      url: apiUrl(forge, `/git/commits/${parent}`),
      html_url: pageUrl(forge, `/commit/${parent}`),
    })),
    verification: { verified: false, reason: 'unsigned' },
  };
}

export function commitShape(forge: Forge, commit: Commit) {
  const { sha, parents, ...rest } = gitCommitShape(forge, commit);
  return {
    sha,
    node_id: rest.node_id,
    url: apiUrl(forge, `/commits/${sha}`),
    html_url: rest.html_url,
    commit: rest,
    author: null,
    committer: null,
    parents,
  };
}

export function pullShape(
  forge: Forge,
  pull: PullRequest,
  mergeable?: boolean,
) {
  const { number, state, title, body, merged } = pull;
  const side = (ref: string, sha: string) => ({
    ref,
    sha,
    label: `${forge.owner}:${ref}`,
    user: userShape(forge, forge.owner),
    repo: repositoryShape(forge),
  });
  return {
    id: number,
    node_id: `pull-${number}`,
    number,
    state,
    locked: false,
    draft: false,
    title,
    body,
    user: userShape(forge, pull.author),
    url: apiUrl(forge, `/pulls/${number}`),
    html_url: pageUrl(forge, `/pull/${number}`),
    diff_url: pageUrl(forge, `/pull/${number}.diff`),
    issue_url: apiUrl(forge, `/issues/${number}`),
    comments_url: apiUrl(forge, `/issues/${number}/comments`),
    head: side(pull.head, pull.headSha),
    base: side(pull.base, pull.baseSha),
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    merged: merged !== undefined,
    merged_at: merged?.at ?? null,
    merged_by: merged ? userShape(forge, merged.by) : null,
    merge_commit_sha: merged?.sha ?? null,
    mergeable: mergeable ?? null,
    mergeable_state: mergeable === false ? 'dirty' : 'clean',
    requested_reviewers: [],
    labels: [],
    assignees: [],
    comments: pull.comments.length,
  };
}

export function commentShape(
  forge: Forge,
  pull: PullRequest,
  { id, user, body, createdAt }: Comment,
) {
  return {
    id,
    node_id: `comment-${id}`,
    body,
    user: userShape(forge, user),
    url: apiUrl(forge, `/issues/comments/${id}`),
    html_url: pageUrl(forge, `/pull/${pull.number}#comment-${id}`),
    created_at: createdAt,
    updated_at: createdAt,
  };
}

export function reviewShape(forge: Forge, pull: PullRequest, review: Review) {
  const { state, commit, createdAt, ...comment } = review;
  return {
    ...commentShape(forge, pull, { ...comment, createdAt }),
    state,
    commit_id: commit,
    submitted_at: createdAt,
  };
}
