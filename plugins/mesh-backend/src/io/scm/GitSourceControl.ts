import fs from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import git from 'isomorphic-git';
import { MOST_FILE_BYTES, textOfFile } from './fileText';
import { filesOf, type GitObjects, treeWith } from './gitTree';
import { type GitRepository, isIn, LocalGit, WHOLE_HISTORY } from './LocalGit';
import { gitError } from './gitError';
import type {
  Committed,
  Merged,
  NewCommit,
  Proposal,
  ProposedChange,
  Snapshot,
  SourceControl,
} from './SourceControl';
import { SourceControlError } from './SourceControlError';

const AUTHOR = { name: 'Meshport', email: 'meshport@localhost' };

/**
 * A repository that is only Git: what is proposed is a branch, merged once the base branch
 * has its last commit. What was squashed or rebased is not found again there, and counts as
 * closed when its branch is gone.
 */
export class GitSourceControl implements SourceControl {
  readonly #repository: GitRepository;

  constructor(repository: GitRepository) {
    this.#repository = repository;
  }

  snapshot(branch?: string): Promise<Snapshot | undefined> {
    return this.#with(branch ?? '', async local => {
      const name = branch ?? (await local.base());
      const head = await local.head(name);
      if (head === undefined) return undefined;
      await local.fetch(name, 1);
      return snapshotOf(local.objects, head);
    });
  }

  commit({ branch, parent, message, files }: NewCommit): Promise<Committed> {
    return this.#with(branch, async local => {
      const existing = await local.head(branch);
      if (existing) return { kind: 'exists', commit: existing };
      const { objects } = local;
      await local.fetchWith(await local.base(), parent);
      const { commit: before } = await git.readCommit({
        ...objects,
        oid: parent,
      });
      const tree = await treeWith(objects, before.tree, files);
      const made = await git.commit({
        ...objects,
        message,
        author: AUTHOR,
        parent: [parent],
        ref: `refs/heads/${branch}`,
        ...(tree === undefined ? {} : { tree }),
      });
      await local.push(branch);
      return { kind: 'committed', commit: made };
    });
  }

  findChange(branch: string): Promise<ProposedChange | undefined> {
    return this.#with(branch, async local => {
      const head = await local.head(branch);
      return head === undefined ? undefined : this.#change(local, branch, head);
    });
  }

  getChange(id: string): Promise<ProposedChange | undefined> {
    const [branch, head] = partsOf(id);
    return this.#with(branch, async local => {
      const now = (await local.head(branch)) ?? head;
      return this.#change(local, branch, now);
    });
  }

  async openChange(branch: string): Promise<ProposedChange> {
    const found = await this.findChange(branch);
    if (!found) throw new SourceControlError('missing', branch);
    return found;
  }

  /** A branch has no text of its own. */
  async updateChange(_id: string, _proposal: Proposal): Promise<void> {}

  async closeChange(id: string): Promise<void> {
    const change = await this.getChange(id);
    if (change?.state === 'open') await this.deleteBranch(change.branch);
  }

  mergeChange(id: string, head: string): Promise<Merged> {
    const [branch] = partsOf(id);
    return this.#with(branch, async (local): Promise<Merged> => {
      const now = await local.head(branch);
      if (now !== head) return { kind: 'moved' };
      const base = await local.base();
      await local.fetch(base, WHOLE_HISTORY);
      await local.fetch(branch, WHOLE_HISTORY);
      try {
        const { oid } = await git.merge({
          ...local.objects,
          ours: base,
          theirs: branch,
          fastForward: false,
          abortOnConflict: true,
          author: AUTHOR,
          message: `Merge ${branch}`,
        });
        if (oid === undefined) return { kind: 'conflict' };
        await local.push(base);
        return { kind: 'merged', commit: oid };
      } catch (error) {
        if (isConflict(error)) return { kind: 'conflict' };
        throw error;
      }
    });
  }

  deleteBranch(branch: string): Promise<void> {
    return this.#with(branch, async local => {
      const head = await local.head(branch);
      if (head !== undefined) await local.remove(branch, head);
    });
  }

  async #change(
    local: LocalGit,
    branch: string,
    head: string,
  ): Promise<ProposedChange> {
    const base = await local.base();
    await local.fetch(base, WHOLE_HISTORY);
    const isMerged = await isIn(local.objects, base, head);
    const isThere = (await local.head(branch)) !== undefined;
    const unmerged = isThere ? 'open' : 'closed';
    return {
      id: `${head}@${branch}`,
      branch,
      head,
      state: isMerged ? 'merged' : unmerged,
      ...(isMerged ? { mergedAs: head } : {}),
    };
  }

  /** Works in a repository of its own, which is gone afterwards. */
  async #with<Result>(
    detail: string,
    work: (local: LocalGit) => Promise<Result>,
  ): Promise<Result> {
    const gitdir = await mkdtemp(join(tmpdir(), 'meshport-git-'));
    try {
      const token = await this.#repository.token();
      await git.init({ fs, gitdir, bare: true });
      const { url } = this.#repository;
      await git.addRemote({ fs, gitdir, remote: 'origin', url });
      return await work(new LocalGit(this.#repository, gitdir, token));
    } catch (error) {
      throw gitError(error, detail);
    } finally {
      await rm(gitdir, { recursive: true, force: true });
    }
  }
}

/** The commit at its head, and the branch; no name of a branch begins with one. */
function partsOf(id: string): [branch: string, head: string] {
  const at = id.indexOf('@');
  return [id.slice(at + 1), id.slice(0, at)];
}

function isConflict(error: unknown): boolean {
  return (
    error instanceof git.Errors.MergeConflictError ||
    error instanceof git.Errors.MergeNotSupportedError
  );
}

/** Read at once: the repository it is read from does not stay. Larger files are left out. */
async function snapshotOf(
  objects: GitObjects,
  commit: string,
): Promise<Snapshot> {
  const files = new Map<string, Uint8Array | undefined>();
  for (const { path, oid } of await filesOf(objects, commit)) {
    const { blob } = await git.readBlob({ ...objects, oid });
    const isKept = blob.byteLength <= MOST_FILE_BYTES;
    files.set(path, isKept ? blob : undefined);
  }
  return {
    commit,
    paths: new Set(files.keys()),
    read: async paths =>
      new Map(
        paths
          .filter(path => files.has(path))
          .map(path => {
            const blob = files.get(path);
            if (!blob) throw new SourceControlError('too-large', path);
            return [path, textOfFile(blob, path)];
          }),
      ),
  };
}
