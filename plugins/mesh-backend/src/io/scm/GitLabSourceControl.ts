import type { ZodType } from 'zod';
import type { BoundedFetch } from './boundedFetch';
import { MOST_FILE_BYTES, textOfFile } from './fileText';
import {
  blobSchema,
  branchSchema,
  changeOf,
  commitSchema,
  mergeRequestSchema,
  mergeRequestsSchema,
  newestOf,
  projectSchema,
  refusalSchema,
  treeSchema,
} from './gitlabAnswers';
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
import { problemOfStatus, SourceControlError } from './SourceControlError';

const AT_ONCE = 5;
const MOST_REASON = 200;
const PAGE = 100;
const MOST_PAGES = 200;

export interface GitLabRepository {
  /** Of the REST API, as `https://gitlab.com/api/v4`. */
  readonly apiUrl: string;
  /** With its groups, as `platform/fleet`. */
  readonly project: string;
  /** The base branch; that of the project where there is none. */
  readonly base?: string;
  /** A token as it is valid now. */
  token(): Promise<string | undefined>;
  readonly fetch: BoundedFetch;
}

interface Call {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What an error names. */
  readonly detail: string;
}

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly nextPage: string;
}

/** A repository of GitLab, over version 4 of its REST API. */
export class GitLabSourceControl implements SourceControl {
  readonly #repository: GitLabRepository;

  constructor(repository: GitLabRepository) {
    this.#repository = repository;
  }

  async snapshot(branch?: string): Promise<Snapshot | undefined> {
    const name = branch ?? (await this.#base());
    const path = `/repository/branches/${encodeURIComponent(name)}`;
    const found = await this.#find(path, branchSchema, name);
    if (!found) return undefined;
    const { id: commit } = found.commit;
    const blobs = await this.#tree(commit);
    return {
      commit,
      paths: new Set(blobs.keys()),
      read: paths => this.#read(paths, blobs),
    };
  }

  async commit({
    branch,
    parent,
    message,
    files,
  }: NewCommit): Promise<Committed> {
    const existing = await this.#headOf(branch);
    if (existing !== undefined) return { kind: 'exists', commit: existing };
    const before = await this.#tree(parent);
    const actions = files.map(({ path, content }) => {
      if (content === undefined) return { action: 'delete', file_path: path };
      const action = before.has(path) ? 'update' : 'create';
      return { action, file_path: path, content };
    });
    const body = {
      ...{ branch, start_sha: parent, commit_message: message, actions },
    };
    const call = { method: 'POST', body, detail: branch } as const;
    const answer = await this.#ask('/repository/commits', call);
    // Somebody else may have made the branch meanwhile.
    const raced =
      answer.status === 400 ? await this.#headOf(branch) : undefined;
    if (raced !== undefined) return { kind: 'exists', commit: raced };
    const { id } = this.#parsed(answer, commitSchema, branch);
    return { kind: 'committed', commit: id };
  }

  async findChange(branch: string): Promise<ProposedChange | undefined> {
    const query = { source_branch: branch, state: 'all' };
    const answer = await this.#ask('/merge_requests', {
      query,
      detail: branch,
    });
    const found = newestOf(this.#parsed(answer, mergeRequestsSchema, branch));
    return found && this.getChange(String(found.iid));
  }

  async getChange(id: string): Promise<ProposedChange | undefined> {
    const found = await this.#find(changePath(id), mergeRequestSchema, id);
    return found && changeOf(found);
  }

  async openChange(
    branch: string,
    { title, body: description }: Proposal,
  ): Promise<ProposedChange> {
    const target_branch = await this.#base();
    const body = { source_branch: branch, target_branch, title, description };
    const call = { method: 'POST', body, detail: branch } as const;
    const answer = await this.#ask('/merge_requests', call);
    const open =
      answer.status === 409 ? await this.findChange(branch) : undefined;
    return open ?? changeOf(this.#parsed(answer, mergeRequestSchema, branch));
  }

  async updateChange(
    id: string,
    { title, body: description }: Proposal,
  ): Promise<void> {
    await this.#put(id, { title, description });
  }

  async closeChange(id: string): Promise<void> {
    const change = await this.getChange(id);
    if (change?.state === 'open') await this.#put(id, { state_event: 'close' });
  }

  async mergeChange(id: string, head: string): Promise<Merged> {
    const before = await this.getChange(id);
    if (before?.conflicts) return { kind: 'conflict' };
    const answer = await this.#ask(`${changePath(id)}/merge`, {
      method: 'PUT',
      body: { sha: head },
      detail: id,
    });
    if (answer.status === 409) return { kind: 'moved' };
    if ([405, 406, 422].includes(answer.status)) {
      return notMerged(await this.getChange(id), reasonOf(answer));
    }
    const merged = changeOf(this.#parsed(answer, mergeRequestSchema, id));
    return { kind: 'merged', commit: merged.mergedAs ?? merged.head };
  }

  async deleteBranch(branch: string): Promise<void> {
    const path = `/repository/branches/${encodeURIComponent(branch)}`;
    const answer = await this.#ask(path, { method: 'DELETE', detail: branch });
    if (answer.status >= 400 && answer.status !== 404)
      throw new SourceControlError(problemOfStatus(answer.status), branch);
  }

  async #base(): Promise<string> {
    const { base, project } = this.#repository;
    if (base !== undefined) return base;
    const answer = await this.#ask('', { detail: project });
    return this.#parsed(answer, projectSchema, project).default_branch;
  }

  async #headOf(branch: string): Promise<string | undefined> {
    const path = `/repository/branches/${encodeURIComponent(branch)}`;
    return (await this.#find(path, branchSchema, branch))?.commit.id;
  }

  /** Ids of the contents of all files at a commit, by path. */
  async #tree(commit: string): Promise<ReadonlyMap<string, string>> {
    const blobs = new Map<string, string>();
    let page = '1';
    for (let count = 0; page !== ''; count += 1) {
      if (count === MOST_PAGES)
        throw new SourceControlError('too-large', commit);
      const query = { ref: commit, recursive: 'true', page };
      const answer = await this.#ask('/repository/tree', {
        query: { ...query, per_page: String(PAGE) },
        detail: commit,
      });
      for (const entry of this.#parsed(answer, treeSchema, commit)) {
        if (entry.type === 'blob') blobs.set(entry.path, entry.id);
      }
      page = answer.nextPage;
    }
    return blobs;
  }

  async #read(
    paths: readonly string[],
    blobs: ReadonlyMap<string, string>,
  ): Promise<ReadonlyMap<string, string>> {
    const known = paths.filter(path => blobs.has(path));
    const contents = await inTurns(known, AT_ONCE, async path => {
      const place = `/repository/blobs/${blobs.get(path)}`;
      const answer = await this.#ask(place, { detail: path });
      const { size, content } = this.#parsed(answer, blobSchema, path);
      if (size > MOST_FILE_BYTES)
        throw new SourceControlError('too-large', path);
      const bytes = Buffer.from(content, 'base64');
      return [path, textOfFile(bytes, path)] as const;
    });
    return new Map(contents);
  }

  async #put(id: string, body: unknown): Promise<void> {
    const call = { method: 'PUT', body, detail: id } as const;
    this.#parsed(await this.#ask(changePath(id), call), mergeRequestSchema, id);
  }

  /** Undefined for what is not there. */
  async #find<T>(
    path: string,
    schema: ZodType<T>,
    detail: string,
  ): Promise<T | undefined> {
    const answer = await this.#ask(path, { detail });
    return answer.status === 404
      ? undefined
      : this.#parsed(answer, schema, detail);
  }

  #parsed<T>(answer: Answer, schema: ZodType<T>, detail: string): T {
    if (answer.status >= 400)
      throw new SourceControlError(problemOfStatus(answer.status), detail);
    const parsed = schema.safeParse(answer.body);
    if (!parsed.success) throw new SourceControlError('unreadable', detail);
    return parsed.data;
  }

  async #ask(path: string, call: Call): Promise<Answer> {
    const { apiUrl, project, fetch } = this.#repository;
    const { method = 'GET', query = {}, body, detail } = call;
    const token = await this.#repository.token();
    const place = `${apiUrl}/projects/${encodeURIComponent(project)}${path}`;
    const search = new URLSearchParams(query).toString();
    const response = await fetch(search ? `${place}?${search}` : place, {
      method,
      headers: {
        'content-type': 'application/json',
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: jsonOf(text, detail, response.status),
      nextPage: response.headers.get('x-next-page') ?? '',
    };
  }
}

function changePath(id: string): string {
  return `/merge_requests/${encodeURIComponent(id)}`;
}

/** Proxies answer failures with pages; what is no JSON matters only where it should be some. */
function jsonOf(text: string, detail: string, status: number): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    if (status >= 400) return undefined;
    throw new SourceControlError('unreadable', detail);
  }
}

function reasonOf({ body, status }: Answer): string {
  const said = refusalSchema.safeParse(body);
  // One sentence, or a list of them.
  const message = said.success ? [said.data.message].flat().join(' ') : '';
  return message.slice(0, MOST_REASON) || String(status);
}
