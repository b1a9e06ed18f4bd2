import fs from 'node:fs';
import git from 'isomorphic-git';
import type { BoundedFetch } from './boundedFetch';
import { gitHttp } from './gitHttp';
import type { GitObjects } from './gitTree';
import { SourceControlError } from './SourceControlError';

/** More than a repository has; asking for the whole history by its depth. */
export const WHOLE_HISTORY = 2 ** 31 - 1;

export interface GitRepository {
  /** Over HTTP, without user and password. */
  readonly url: string;
  /** The base branch; where HEAD points to, where there is none. */
  readonly base?: string;
  /** Of servers that want a name beside a token, it is any; some want a certain one. */
  readonly user?: string;
  /** A token as it is valid now. */
  token(): Promise<string | undefined>;
  readonly fetch: BoundedFetch;
}

/** A repository on this machine, and the way to the one that it is of. */
export class LocalGit {
  readonly objects: GitObjects;
  readonly #remote;
  readonly #base: string | undefined;

  constructor(repository: GitRepository, gitdir: string, token?: string) {
    const { url, base, fetch, user = 'token' } = repository;
    this.objects = { fs, gitdir };
    this.#base = base;
    this.#remote = {
      url,
      http: gitHttp(fetch),
      onAuth: () => ({ username: user, password: token ?? '' }),
    };
  }

  async #refs() {
    return git.listServerRefs({
      ...this.#remote,
      protocolVersion: 1,
      symrefs: true,
    });
  }

  async base(): Promise<string> {
    if (this.#base !== undefined) return this.#base;
    const refs = await this.#refs();
    const target = refs.find(({ ref }) => ref === 'HEAD')?.target;
    if (!target) throw new SourceControlError('missing', 'HEAD');
    return target.replace('refs/heads/', '');
  }

  /** Of a branch on the server. */
  async head(branch: string): Promise<string | undefined> {
    const name = `refs/heads/${branch}`;
    return (await this.#refs()).find(({ ref }) => ref === name)?.oid;
  }

  /** A branch of the server becomes one here, of that name. */
  async fetch(branch: string, depth: number): Promise<void> {
    const { fetchHead } = await git.fetch({
      ...this.objects,
      ...this.#remote,
      ref: branch,
      remoteRef: branch,
      singleBranch: true,
      tags: false,
      depth,
    });
    if (!fetchHead) throw new SourceControlError('missing', branch);
    const ref = `refs/heads/${branch}`;
    await git.writeRef({
      ...this.objects,
      ref,
      value: fetchHead,
      force: true,
    });
  }

  /** A branch with as much of its history as has the commit in it. */
  async fetchWith(branch: string, commit: string): Promise<void> {
    await this.fetch(branch, 1);
    const ref = `refs/heads/${branch}`;
    const head = await git.resolveRef({ ...this.objects, ref });
    if (head !== commit) await this.fetch(branch, WHOLE_HISTORY);
  }

  async push(branch: string): Promise<void> {
    const ref = `refs/heads/${branch}`;
    await git.push({ ...this.objects, ...this.#remote, ref, remoteRef: ref });
  }

  /** Of the server; `head` is where it is now. */
  async remove(branch: string, head: string): Promise<void> {
    const ref = `refs/heads/${branch}`;
    // The library looks a branch up here even to remove it there.
    await git.writeRef({ ...this.objects, ref, value: head, force: true });
    await git.push({
      ...this.objects,
      ...this.#remote,
      ref,
      remoteRef: ref,
      delete: true,
    });
  }
}

/** Whether a branch of a repository has a commit in its history. */
export async function isIn(
  objects: GitObjects,
  branch: string,
  commit: string,
): Promise<boolean> {
  const oid = await git.resolveRef({
    ...objects,
    ref: `refs/heads/${branch}`,
  });
  if (oid === commit) return true;
  try {
    return await git.isDescendent({ ...objects, oid, ancestor: commit });
  } catch (error) {
    // A commit that the history does not have is in no part of it.
    if (error instanceof git.Errors.NotFoundError) return false;
    throw error;
  }
}
