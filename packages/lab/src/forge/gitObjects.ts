import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { GitError, type Git } from './Git.ts';

export interface Person {
  name: string;
  email: string;
}

export interface Commit {
  sha: string;
  tree: string;
  parents: string[];
  message: string;
  author: Person & { date: string };
}

export interface TreeEntry {
  path: string;
  mode: string;
  type: string;
  sha: string;
  size?: number;
}

/** A file to write (`sha` of a blob) or, with `null`, to remove. */
export interface TreeChange {
  path: string;
  mode: string;
  sha: string | null;
}

/** The object that a name stands for; undefined when there is none. */
export async function resolveName(
  git: Git,
  name: string,
): Promise<string | undefined> {
  // A name that starts with a hyphen would be an option.
  if (!name || name.startsWith('-')) return undefined;
  const args = ['rev-parse', '--verify', '--quiet', name];
  const { output, exitCode } = await git.run(args, { accepts: [1, 128] });
  return exitCode === 0 ? output.toString('utf8').trim() : undefined;
}

export async function readCommit(
  git: Git,
  name: string,
): Promise<Commit | undefined> {
  const sha = await resolveName(git, `${name}^{commit}`);
  if (!sha) return undefined;
  const format = '%T%n%P%n%an%n%ae%n%aI%n%B';
  const text = await git.text(['show', '-s', `--format=${format}`, sha]);
  const [tree, parents, author, email, date, ...message] = text.split('\n');
  return {
    sha,
    tree,
    parents: parents.split(' ').filter(Boolean),
    message: message.join('\n').trim(),
    author: { name: author, email, date },
  };
}

/** The entries of a tree; undefined when there is no such tree. */
export async function readTree(
  git: Git,
  name: string,
  recursive: boolean,
): Promise<TreeEntry[] | undefined> {
  const sha = await resolveName(git, `${name}^{tree}`);
  if (!sha) return undefined;
  const deep = recursive ? ['-r', '-t'] : [];
  const list = await git.text(['ls-tree', '-z', '-l', ...deep, sha]);
  return list
    .split('\0')
    .filter(Boolean)
    .map(line => {
      const [meta, path] = line.split('\t');
      const [mode, type, entry, size] = meta.split(/ +/);
      const sized = type === 'blob' ? { size: Number(size) } : {};
      return { path, mode, type, sha: entry, ...sized };
    });
}

export async function readBlob(
  git: Git,
  name: string,
): Promise<{ sha: string; content: Buffer } | undefined> {
  const sha = await resolveName(git, name);
  if (!sha) return undefined;
  const type = await git.text(['cat-file', '-t', sha]);
  if (type !== 'blob') return undefined;
  const { output } = await git.run(['cat-file', 'blob', sha]);
  return { sha, content: output };
}

export async function writeBlob(git: Git, content: Buffer): Promise<string> {
  return git.text(['hash-object', '-w', '--stdin'], { input: content });
}

/** A tree with the changes in it, beginning from `base` or from nothing. */
export async function writeTree(
  git: Git,
  base: string | undefined,
  changes: readonly TreeChange[],
): Promise<string> {
  const index = join(git.directory, `index-${randomUUID()}`);
  const environment = { GIT_INDEX_FILE: index };
  try {
    const start = base ? [base] : ['--empty'];
    await git.run(['read-tree', ...start], { environment });
    const input = changes
      .map(({ path, mode, sha }) =>
        sha === null
          ? `0 ${'0'.repeat(40)}\t${path}\0`
          : `${mode} ${sha}\t${path}\0`,
      )
      .join('');
    const args = ['update-index', '-z', '--index-info'];
    await git.run(args, { environment, input });
    return await git.text(['write-tree'], { environment });
  } finally {
    await rm(index, { force: true });
  }
}

export async function writeCommit(
  git: Git,
  commit: {
    message: string;
    tree: string;
    parents: readonly string[];
    author: Person;
  },
): Promise<string> {
  const { message, tree, parents, author } = commit;
  const of = parents.flatMap(parent => ['-p', parent]);
  return git.text(['commit-tree', tree, ...of], {
    input: message,
    environment: {
      GIT_AUTHOR_NAME: author.name,
      GIT_AUTHOR_EMAIL: author.email,
      GIT_COMMITTER_NAME: author.name,
      GIT_COMMITTER_EMAIL: author.email,
    },
  });
}

/** The tree of both together; undefined where they changed the same lines. */
export async function mergedTree(
  git: Git,
  ours: string,
  theirs: string,
): Promise<string | undefined> {
  const args = ['merge-tree', '--write-tree', ours, theirs];
  const { output, exitCode } = await git.run(args, { accepts: [1] });
  return exitCode === 0 ? output.toString('utf8').trim() : undefined;
}

export const NOTHING = '0'.repeat(40);

/** Sets a reference that is at `from` (`NOTHING` for a new one); false when it is somewhere else by now. */
export async function moveRef(
  git: Git,
  ref: string,
  to: string,
  from: string,
): Promise<boolean> {
  try {
    await git.run(['update-ref', ref, to, from]);
    return true;
  } catch (error) {
    if (error instanceof GitError) return false;
    throw error;
  }
}

export async function isAncestor(
  git: Git,
  older: string,
  younger: string,
): Promise<boolean> {
  const args = ['merge-base', '--is-ancestor', older, younger];
  const { exitCode } = await git.run(args, { accepts: [1] });
  return exitCode === 0;
}
