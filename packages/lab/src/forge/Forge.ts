import type { Git } from './Git.ts';
import {
  mergedTree,
  moveRef,
  readCommit,
  resolveName,
  writeCommit,
  type Person,
} from './gitObjects.ts';
import { PullRequests, type PullRequest } from './PullRequests.ts';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

export type MergeOutcome =
  | { type: 'merged'; sha: string }
  | { type: 'conflict' }
  | { type: 'head-moved' }
  | { type: 'not-open' };

export interface ChangedFile {
  path: string;
  status: 'added' | 'modified' | 'removed' | 'renamed';
  additions: number;
  deletions: number;
  /** Hunks of the unified diff. */
  patch: string;
  sha: string;
}

export interface ForgeOptions {
  git: Git;
  owner: string;
  name: string;
  /** Where people and clients reach it, without a slash at the end. */
  url: string;
  /** Something in the repository has changed. */
  onPush(): Promise<void>;
}

/** One repository with its pull requests, which really are merged in it. */
export class Forge {
  readonly git: Git;
  readonly owner: string;
  readonly name: string;
  readonly url: string;
  readonly pulls = new PullRequests();
  private readonly pushed: () => Promise<void>;

  constructor(options: ForgeOptions) {
    this.git = options.git;
    this.owner = options.owner;
    this.name = options.name;
    this.url = options.url;
    this.pushed = options.onPush;
  }

  /** To be called after every change of a branch: open pull requests are at what their branches are at now. */
  async afterPush(): Promise<void> {
    for (const pull of this.pulls.list()) {
      if (pull.state !== 'open') continue;
      const head = await this.branch(pull.head);
      const base = await this.branch(pull.base);
      if (head) pull.headSha = head;
      if (base) pull.baseSha = base;
    }
    await this.pushed();
  }

  branch(name: string): Promise<string | undefined> {
    return resolveName(this.git, `refs/heads/${name}`);
  }

  /** The tree that a merge would make; undefined where the branches conflict. */
  mergeable(pull: PullRequest): Promise<string | undefined> {
    return mergedTree(this.git, pull.baseSha, pull.headSha);
  }

  async merge(
    pull: PullRequest,
    options: { by: string; method: MergeMethod; sha?: string; title?: string },
  ): Promise<MergeOutcome> {
    if (pull.state !== 'open') return { type: 'not-open' };
    if (options.sha && options.sha !== pull.headSha)
      return { type: 'head-moved' };
    const base = (await this.branch(pull.base)) ?? pull.baseSha;
    const tree = await mergedTree(this.git, base, pull.headSha);
    if (!tree) return { type: 'conflict' };
    const isMerge = options.method === 'merge';
    const message = isMerge
      ? `Merge pull request #${pull.number} from ${this.owner}/${pull.head}\n\n${pull.title}`
      : options.title ?? `${pull.title} (#${pull.number})`;
    const sha = await writeCommit(this.git, {
      message,
      tree,
      parents: isMerge ? [base, pull.headSha] : [base],
      author: personOf(options.by),
    });
    const ref = `refs/heads/${pull.base}`;
    // Somebody pushed in between: what would be merged is not what was looked at.
    if (!(await moveRef(this.git, ref, sha, base))) return { type: 'conflict' };
    this.pulls.close(pull, { by: options.by, sha });
    await this.afterPush();
    return { type: 'merged', sha };
  }

  /** The unified diff of what the pull request adds to its base. */
  async diff(pull: PullRequest): Promise<string> {
    const { from, to } = await this.range(pull);
    return this.git.text(['diff', '--no-color', from, to]);
  }

  async files(pull: PullRequest): Promise<ChangedFile[]> {
    const { from, to } = await this.range(pull);
    const plain = ['diff', '--no-renames', '-z', from, to];
    const names = (await this.git.text([...plain, '--name-status']))
      .split('\0')
      .filter(Boolean);
    const files: ChangedFile[] = [];
    for (let i = 0; i + 1 < names.length; i += 2) {
      const [letter, path] = [names[i], names[i + 1]];
      const diff = await this.git.text([
        'diff',
        '--no-color',
        from,
        to,
        '--',
        path,
      ]);
      const hunks = diff.slice(Math.max(0, diff.indexOf('\n@@') + 1));
      const count = (sign: RegExp) =>
        hunks.split('\n').filter(l => sign.test(l)).length;
      files.push({
        path,
        status: STATUSES[letter] ?? 'modified',
        additions: count(/^\+/),
        deletions: count(/^-/),
        patch: hunks.startsWith('@@') ? hunks : '',
        sha: (await resolveName(this.git, `${to}:${path}`)) ?? '',
      });
    }
    return files;
  }

  /** From where the branches parted to the head, also after the merge. */
  private async range(
    pull: PullRequest,
  ): Promise<{ from: string; to: string }> {
    const merged = pull.merged && (await readCommit(this.git, pull.merged.sha));
    const base = merged ? merged.parents[0] : pull.baseSha;
    const from = await this.git.text(['merge-base', base, pull.headSha]);
    return { from, to: pull.headSha };
  }
}

const STATUSES: Readonly<Record<string, ChangedFile['status']>> = {
  A: 'added',
  M: 'modified',
  D: 'removed',
};

export function personOf(user: string): Person {
  return { name: user, email: `${user}@users.noreply.example.com` };
}
