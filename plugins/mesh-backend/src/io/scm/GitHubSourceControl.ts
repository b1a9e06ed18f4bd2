import { Octokit } from '@octokit/rest';
import { MOST_FILE_BYTES, textOfFile } from './fileText';
import type { BoundedFetch } from './boundedFetch';
import { inTurns } from './inTurns';
import { notMerged } from './notMerged';
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
import {
  absent,
  changeOf,
  newest,
  reasonOf,
  statusOf,
  withoutRequest,
} from './githubAnswers';

const AT_ONCE = 5;
const FILE_MODE = '100644';

type Rest = Octokit['rest'];

export interface GitHubRepository {
  /** Of the REST API, as `https://api.github.com`. */
  readonly apiUrl: string;
  readonly owner: string;
  readonly repo: string;
  /** The base branch; that of the repository where there is none. */
  readonly base?: string;
  /** A token as it is valid now. */
  token(): Promise<string | undefined>;
  readonly fetch: BoundedFetch;
}

/** A repository of GitHub, or of whatever speaks its REST API. */
export class GitHubSourceControl implements SourceControl {
  readonly #repository: GitHubRepository;
  readonly #place: { owner: string; repo: string };

  constructor(repository: GitHubRepository) {
    this.#repository = repository;
    this.#place = { owner: repository.owner, repo: repository.repo };
  }

  async snapshot(branch?: string): Promise<Snapshot | undefined> {
    return this.#ask(branch ?? '', async ({ repos, git }) => {
      const name = branch ?? (await this.#base());
      const found = await absent(
        repos.getBranch({ ...this.#place, branch: name }),
      );
      if (!found) return undefined;
      const { sha, commit } = found.data.commit;
      const { data } = await git.getTree({
        ...this.#place,
        tree_sha: commit.tree.sha,
        recursive: 'true',
      });
      if (data.truncated) throw new SourceControlError('too-large', name);
      const blobs = new Map(
        data.tree.flatMap(({ path, type, sha: id, size = 0 }) =>
          type === 'blob' && path && id ? [[path, { id, size }] as const] : [],
        ),
      );
      return {
        commit: sha,
        paths: new Set(blobs.keys()),
        read: paths => this.#read(paths, blobs),
      };
    });
  }

  async commit({
    branch,
    parent,
    message,
    files,
  }: NewCommit): Promise<Committed> {
    return this.#ask(branch, async ({ git }) => {
      const { data: before } = await git.getCommit({
        ...this.#place,
        commit_sha: parent,
      });
      const base_tree = before.tree.sha;
      const { data: old } = await git.getTree({
        ...this.#place,
        tree_sha: base_tree,
        recursive: 'true',
      });
      const modes = new Map(old.tree.map(({ path, mode }) => [path, mode]));
      const { data: tree } = await git.createTree({
        ...this.#place,
        base_tree,
        tree: files.map(({ path, content }) => ({
          path,
          mode: (modes.get(path) ?? FILE_MODE) as typeof FILE_MODE,
          type: 'blob' as const,
          ...(content === undefined ? { sha: null } : { content }),
        })),
      });
      const { data: made } = await git.createCommit({
        ...this.#place,
        message,
        tree: tree.sha,
        parents: [parent],
      });
      const ref = `heads/${branch}`;
      try {
        const name = `refs/${ref}`;
        await git.createRef({ ...this.#place, ref: name, sha: made.sha });
        return { kind: 'committed', commit: made.sha };
      } catch (error) {
        if (statusOf(error) !== 422) throw error;
        const { data } = await git.getRef({ ...this.#place, ref });
        return { kind: 'exists', commit: data.object.sha };
      }
    });
  }

  async findChange(branch: string): Promise<ProposedChange | undefined> {
    const found = await this.#ask(branch, async ({ pulls }) => {
      const { data } = await pulls.list({
        ...this.#place,
        head: `${this.#place.owner}:${branch}`,
        state: 'all',
        sort: 'created',
        direction: 'desc',
      });
      return newest(data.filter(({ head }) => head.ref === branch));
    });
    return found && this.getChange(String(found.number));
  }

  async getChange(id: string): Promise<ProposedChange | undefined> {
    return this.#ask(id, async ({ pulls }) => {
      const found = await absent(
        pulls.get({ ...this.#place, pull_number: Number(id) }),
      );
      return found && changeOf(found.data);
    });
  }

  async openChange(
    branch: string,
    { title, body }: Proposal,
  ): Promise<ProposedChange> {
    return this.#ask(branch, async ({ pulls }) => {
      const base = await this.#base();
      try {
        const { data } = await pulls.create({
          ...this.#place,
          ...{ title, body, head: branch, base },
        });
        return changeOf(data);
      } catch (error) {
        const open =
          statusOf(error) === 422 ? await this.findChange(branch) : undefined;
        if (open?.state === 'open') return open;
        throw error;
      }
    });
  }

  async updateChange(id: string, { title, body }: Proposal): Promise<void> {
    await this.#ask(id, ({ pulls }) =>
      pulls.update({ ...this.#place, pull_number: Number(id), title, body }),
    );
  }

  async closeChange(id: string): Promise<void> {
    const change = await this.getChange(id);
    if (change?.state !== 'open') return;
    const state = 'closed';
    await this.#ask(id, ({ pulls }) =>
      pulls.update({ ...this.#place, pull_number: Number(id), state }),
    );
  }

  async mergeChange(id: string, head: string): Promise<Merged> {
    return this.#ask(id, async ({ pulls }) => {
      try {
        const { data } = await pulls.merge({
          ...this.#place,
          pull_number: Number(id),
          sha: head,
        });
        return { kind: 'merged', commit: data.sha };
      } catch (error) {
        const status = statusOf(error);
        if (status === 409) return { kind: 'moved' };
        if (status !== 405 && status !== 422) throw error;
        return notMerged(await this.getChange(id), reasonOf(error));
      }
    });
  }

  async deleteBranch(branch: string): Promise<void> {
    await this.#ask(branch, async ({ git }) => {
      try {
        await git.deleteRef({ ...this.#place, ref: `heads/${branch}` });
      } catch (error) {
        // GitHub says 422 of a branch that is not there.
        if (statusOf(error) !== 404 && statusOf(error) !== 422) throw error;
      }
    });
  }

  async #base(): Promise<string> {
    const { base } = this.#repository;
    if (base !== undefined) return base;
    return this.#ask('', async ({ repos }) => {
      const { data } = await repos.get(this.#place);
      return data.default_branch;
    });
  }

  async #read(
    paths: readonly string[],
    blobs: ReadonlyMap<string, { id: string; size: number }>,
  ): Promise<ReadonlyMap<string, string>> {
    const known = paths.filter(path => blobs.has(path));
    const contents = await inTurns(known, AT_ONCE, path =>
      this.#ask(path, async ({ git }) => {
        const { id = '', size = 0 } = blobs.get(path) ?? {};
        if (size > MOST_FILE_BYTES)
          throw new SourceControlError('too-large', path);
        const { data } = await git.getBlob({ ...this.#place, file_sha: id });
        const bytes = Buffer.from(data.content, 'base64');
        return [path, textOfFile(bytes, path)] as const;
      }),
    );
    return new Map(contents);
  }

  /** Asks with a token of now; `detail` is what an error names. */
  async #ask<Answer>(
    detail: string,
    ask: (rest: Rest) => Promise<Answer>,
  ): Promise<Answer> {
    const { apiUrl, token } = this.#repository;
    let failure: unknown;
    // Octokit makes its own error, a 500, of one that fetching throws.
    const fetch: BoundedFetch = (...request) =>
      this.#repository.fetch(...request).catch(error => {
        failure = error;
        throw error;
      });
    try {
      const auth = await token();
      const silent = () => undefined;
      const { rest } = new Octokit({
        baseUrl: apiUrl,
        request: { fetch },
        // It logs requests that fail; who asks decides what is logged.
        log: { debug: silent, info: silent, warn: silent, error: silent },
        ...(auth === undefined ? {} : { auth }),
      });
      return await ask(rest);
    } catch (error) {
      throw failure ?? withoutRequest(error, detail);
    }
  }
}
