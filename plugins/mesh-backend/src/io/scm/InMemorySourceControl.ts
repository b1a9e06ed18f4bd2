import { createHash } from 'node:crypto';
import { textOfFile } from './fileText';
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

type Files = ReadonlyMap<string, string>;

interface Commit {
  readonly id: string;
  readonly files: Files;
  readonly parents: readonly Commit[];
}

/** A repository in memory. What two sides changed in one file conflicts, on whatever lines. */
export class InMemorySourceControl implements SourceControl {
  readonly #branches = new Map<string, Commit>();
  readonly #changes: (ProposedChange & Proposal)[] = [];

  constructor(
    files: Readonly<Record<string, string>>,
    private readonly base = 'main',
  ) {
    const all = new Map(Object.entries(files));
    this.#branches.set(base, commitOf({ files: all, parents: [] }));
  }

  async snapshot(branch = this.base): Promise<Snapshot | undefined> {
    const commit = this.#branches.get(branch);
    if (!commit) return undefined;
    return {
      commit: commit.id,
      paths: new Set(commit.files.keys()),
      read: async paths =>
        new Map(
          paths.flatMap(path => {
            const content = commit.files.get(path);
            if (content === undefined) return [];
            return [[path, textOfFile(Buffer.from(content), path)]];
          }),
        ),
    };
  }

  async commit({ branch, parent, files }: NewCommit): Promise<Committed> {
    const existing = this.#branches.get(branch);
    if (existing) return { kind: 'exists', commit: existing.id };
    const before = this.#commit(parent);
    if (!before) throw new SourceControlError('missing', parent);
    const next = new Map(before.files);
    for (const { path, content } of files) {
      if (content === undefined) next.delete(path);
      else next.set(path, content);
    }
    const commit = commitOf({ files: next, parents: [before] });
    this.#branches.set(branch, commit);
    return { kind: 'committed', commit: commit.id };
  }

  async findChange(branch: string): Promise<ProposedChange | undefined> {
    const all = this.#changes.filter(change => change.branch === branch);
    const found = all.find(({ state }) => state === 'open') ?? all.at(-1);
    return found && this.#shown(found);
  }

  async getChange(id: string): Promise<ProposedChange | undefined> {
    const found = this.#changes.find(change => change.id === id);
    return found && this.#shown(found);
  }

  async openChange(
    branch: string,
    proposal: Proposal,
  ): Promise<ProposedChange> {
    const open = await this.findChange(branch);
    if (open?.state === 'open') return open;
    const head = this.#branches.get(branch);
    if (!head) throw new SourceControlError('refused', branch);
    const id = String(this.#changes.length + 1);
    const url = `memory:${id}`;
    const change = { id, url, branch, head: head.id, state: 'open' as const };
    this.#changes.push({ ...change, ...proposal });
    return change;
  }

  async updateChange(id: string, proposal: Proposal): Promise<void> {
    this.#change(id, proposal);
  }

  async closeChange(id: string): Promise<void> {
    const change = await this.getChange(id);
    if (change?.state === 'open') this.#change(id, { state: 'closed' });
  }

  async mergeChange(id: string, head: string): Promise<Merged> {
    const change = await this.getChange(id);
    const base = this.#branches.get(this.base);
    const theirs = change && this.#branches.get(change.branch);
    if (change?.state !== 'open' || !base || !theirs)
      return { kind: 'refused', reason: 'It is not open.' };
    if (theirs.id !== head) return { kind: 'moved' };
    const files = mergedFiles(base, theirs);
    if (!files) return { kind: 'conflict' };
    const commit = commitOf({ files, parents: [base, theirs] });
    this.#branches.set(this.base, commit);
    const state = 'merged';
    this.#change(id, { state, mergedAs: commit.id, mergedBy: 'portal' });
    return { kind: 'merged', commit: commit.id };
  }

  async deleteBranch(branch: string): Promise<void> {
    this.#branches.delete(branch);
  }

  /** Changes files of a branch that exists, as somebody else would. */
  push(files: NewCommit['files'], branch = this.base): string {
    const parent = this.#branches.get(branch);
    if (!parent) throw new SourceControlError('missing', branch);
    const next = new Map(parent.files);
    for (const { path, content } of files) {
      if (content === undefined) next.delete(path);
      else next.set(path, content);
    }
    const commit = commitOf({ files: next, parents: [parent] });
    this.#branches.set(branch, commit);
    return commit.id;
  }

  /** All files at a commit that a branch has in its history. */
  filesAt(commit: string): Files | undefined {
    return this.#commit(commit)?.files;
  }

  #commit(commit: string): Commit | undefined {
    return [...this.#branches.values()]
      .flatMap(history)
      .find(({ id }) => id === commit);
  }

  #shown(change: ProposedChange & Proposal): ProposedChange {
    const { title: _title, body: _body, ...shown } = change;
    if (shown.state !== 'open') return shown;
    const base = this.#branches.get(this.base);
    const head = this.#branches.get(shown.branch);
    const conflicts = !base || !head || !mergedFiles(base, head);
    return { ...shown, head: head?.id ?? shown.head, conflicts };
  }

  #change(id: string, next: Partial<ProposedChange & Proposal>): void {
    const at = this.#changes.findIndex(change => change.id === id);
    const change = this.#changes[at];
    if (change) this.#changes[at] = { ...change, ...next };
  }
}

function commitOf({ files, parents }: Omit<Commit, 'id'>): Commit {
  const content = [...files].sort(([a], [b]) => a.localeCompare(b));
  const said = JSON.stringify([content, parents.map(parent => parent.id)]);
  const id = createHash('sha1').update(said).digest('hex');
  return { id, files, parents };
}

/** A commit and those before it, the newest first. */
function history(commit: Commit): Commit[] {
  return [commit, ...commit.parents.flatMap(history)];
}

/** Undefined where both sides changed the same file since they parted. */
function mergedFiles(ours: Commit, theirs: Commit): Files | undefined {
  const before = history(theirs).find(one => history(ours).includes(one));
  const merged = new Map(ours.files);
  const paths = new Set([
    ...theirs.files.keys(),
    ...(before?.files.keys() ?? []),
  ]);
  for (const path of paths) {
    const was = before?.files.get(path);
    const [our, their] = [ours.files.get(path), theirs.files.get(path)];
    if (their === was || their === our) continue;
    if (our !== was) return undefined;
    if (their === undefined) merged.delete(path);
    else merged.set(path, their);
  }
  return merged;
}
