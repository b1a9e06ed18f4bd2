import type { FileChange } from '../../core/requests/edit';

/** The files of a repository at one commit. */
export interface Snapshot {
  readonly commit: string;
  readonly paths: ReadonlySet<string>;
  /**
   * What is in these files, by path; those that are not there are left out. Rejects with a
   * SourceControlError for one of more than 1 MiB, or that is no UTF-8.
   */
  read(paths: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** Files that are written, or removed where they have no content, in one commit. */
export interface NewCommit {
  /** Of the branch that is made for it. */
  readonly branch: string;
  /** The commit that it follows. */
  readonly parent: string;
  readonly message: string;
  readonly files: readonly FileChange[];
}

/** `exists`: the branch was there before, at this commit, and was left as it is. */
export interface Committed {
  readonly kind: 'committed' | 'exists';
  readonly commit: string;
}

/** What a branch is to bring into the base branch: a pull request, a merge request. */
export interface ProposedChange {
  /** Finds it again, whatever becomes of its branch. */
  readonly id: string;
  /** Its page, where it has one. */
  readonly url?: string;
  readonly branch: string;
  /** The last commit of the branch. */
  readonly head: string;
  readonly state: 'open' | 'merged' | 'closed';
  /** A commit of the base branch that contains it, once it is merged. */
  readonly mergedAs?: string;
  /** Who merged it, by the forge's name for them. */
  readonly mergedBy?: string;
  /** It cannot be merged before somebody resolves what conflicts; undefined: not known yet. */
  readonly conflicts?: boolean;
}

export interface Proposal {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

/**
 * `moved`: the branch has other commits than those that were looked at. `unready`: the
 * forge is still working out whether it can be merged. `refused`: rules of the forge are in
 * the way, in its words.
 */
export type Merged =
  | { readonly kind: 'merged'; readonly commit: string }
  | { readonly kind: 'conflict' | 'moved' | 'unready' }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * One repository: its files, branches, and what is proposed for its base branch. Everything
 * rejects with a SourceControlError when the forge does not answer as it should; no error
 * carries a token.
 */
export interface SourceControl {
  /** The files at the head of the base branch, or of another; undefined: no such branch. */
  snapshot(branch?: string): Promise<Snapshot | undefined>;
  /** Makes a branch with one commit. Never moves a branch that exists. */
  commit(commit: NewCommit): Promise<Committed>;
  /** What was proposed last from a branch; one that is open rather than one that is not. */
  findChange(branch: string): Promise<ProposedChange | undefined>;
  getChange(id: string): Promise<ProposedChange | undefined>;
  /** Proposes a branch; answers what is open for it already, if anything is. */
  openChange(branch: string, proposal: Proposal): Promise<ProposedChange>;
  updateChange(id: string, proposal: Proposal): Promise<void>;
  /** Takes back what is open; nothing happens to what is not. */
  closeChange(id: string): Promise<void>;
  /** `head` is the commit that was looked at. */
  mergeChange(id: string, head: string): Promise<Merged>;
  /** Nothing happens where there is none. */
  deleteBranch(branch: string): Promise<void>;
}
