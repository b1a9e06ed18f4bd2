import { createHash } from 'node:crypto';
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InMemorySourceControl } from '../../../../plugins/mesh-backend/src/io/scm/InMemorySourceControl';
import type { ProposedChange } from '../../../../plugins/mesh-backend/src/io/scm/SourceControl';

const PROJECT = '/api/v4/projects/platform%2Ffleet';
const PAGE = 3;

interface Reply {
  status: number;
  body?: unknown;
  nextPage?: string;
}

interface Asked {
  query: URLSearchParams;
  body: Record<string, unknown>;
  part: string;
}

type Route = [
  method: string,
  path: RegExp,
  answer: (asked: Asked) => Promise<Reply>,
];

const refused = (status: number, message: unknown): Reply => ({
  status,
  body: { message },
});
const NOT_FOUND = refused(404, '404 Not Found');
const text = (value: unknown) => String(value ?? '');

/** As much of GitLab's REST API, version 4, as the portal uses, over a repository in memory. */
export class FakeGitLab {
  readonly #blobs = new Map<string, string>();
  readonly #server: Server;
  /** How often a merge is refused because its conflicts are not worked out yet. */
  unready = 0;

  private constructor(
    private readonly repository: InMemorySourceControl,
    private readonly token: string,
  ) {
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch(error => {
        response.writeHead(500);
        response.end(String(error));
      });
    });
  }

  static async start(
    repository: InMemorySourceControl,
    token: string,
  ): Promise<FakeGitLab> {
    const fake = new FakeGitLab(repository, token);
    await new Promise<void>(resolve => {
      fake.#server.listen(0, '127.0.0.1', resolve);
    });
    return fake;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise(resolve => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  async #serve(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk));
    const sent = Buffer.concat(chunks).toString();
    const { status, body, nextPage } = await this.#answer(request, sent);
    response.writeHead(status, {
      'content-type': 'application/json',
      ...(nextPage === undefined ? {} : { 'x-next-page': nextPage }),
    });
    response.end(body === undefined ? undefined : JSON.stringify(body));
  }

  async #answer(
    { method = '', url = '', headers }: IncomingMessage,
    sent: string,
  ): Promise<Reply> {
    if (headers.authorization !== `Bearer ${this.token}`)
      return refused(401, '401 Unauthorized');
    const [path = '', search] = url.split('?');
    if (!path.startsWith(PROJECT)) return NOT_FOUND;
    const rest = path.slice(PROJECT.length);
    for (const [of, pattern, answer] of this.#routes) {
      const match = of === method ? pattern.exec(rest) : null;
      if (match)
        return answer({
          query: new URLSearchParams(search),
          body: sent ? JSON.parse(sent) : {},
          part: decodeURIComponent(match[1] ?? ''),
        });
    }
    return NOT_FOUND;
  }

  readonly #routes: Route[] = [
    ['GET', /^$/, async () => ok({ default_branch: 'main' })],
    [
      'GET',
      /^\/repository\/branches\/([^/]+)$/,
      ({ part }) => this.#branch(part),
    ],
    [
      'DELETE',
      /^\/repository\/branches\/([^/]+)$/,
      ({ part }) => this.#remove(part),
    ],
    ['GET', /^\/repository\/tree$/, asked => this.#tree(asked)],
    ['GET', /^\/repository\/blobs\/([^/]+)$/, ({ part }) => this.#blob(part)],
    ['POST', /^\/repository\/commits$/, ({ body }) => this.#commit(body)],
    ['GET', /^\/merge_requests$/, ({ query }) => this.#list(query)],
    ['POST', /^\/merge_requests$/, ({ body }) => this.#open(body)],
    ['GET', /^\/merge_requests\/(\d+)$/, ({ part }) => this.#request(part)],
    ['PUT', /^\/merge_requests\/(\d+)$/, asked => this.#update(asked)],
    ['PUT', /^\/merge_requests\/(\d+)\/merge$/, asked => this.#merge(asked)],
  ];

  async #branch(name: string): Promise<Reply> {
    const found = await this.repository.snapshot(name);
    return found ? ok({ name, commit: { id: found.commit } }) : NOT_FOUND;
  }

  async #remove(name: string): Promise<Reply> {
    if (!(await this.repository.snapshot(name))) return NOT_FOUND;
    await this.repository.deleteBranch(name);
    return { status: 204 };
  }

  async #tree({ query }: Asked): Promise<Reply> {
    const files = this.repository.filesAt(text(query.get('ref')));
    if (!files) return NOT_FOUND;
    const entries = [...files].map(([path, content]) => {
      const id = createHash('sha1').update(content).digest('hex');
      this.#blobs.set(id, content);
      return { id, path, name: path, type: 'blob', mode: '100644' };
    });
    const folder = { id: 'f', path: 'clusters', type: 'tree', mode: '040000' };
    const all = [folder, ...entries];
    const page = Number(query.get('page'));
    const end = page * PAGE;
    return {
      ...ok(all.slice(end - PAGE, end)),
      nextPage: end < all.length ? String(page + 1) : '',
    };
  }

  async #blob(id: string): Promise<Reply> {
    const content = this.#blobs.get(id);
    if (content === undefined) return NOT_FOUND;
    const bytes = Buffer.from(content);
    const encoded = bytes.toString('base64');
    return ok({ size: bytes.length, encoding: 'base64', content: encoded });
  }

  async #commit(body: Asked['body']): Promise<Reply> {
    const branch = text(body.branch);
    const parent = text(body.start_sha);
    const before = this.repository.filesAt(parent);
    const actions = body.actions as {
      action: string;
      file_path: string;
      content?: string;
    }[];
    for (const { action, file_path: path } of actions) {
      const exists = before?.has(path) ?? false;
      if (action === 'create' && exists)
        return refused(400, 'A file with this name already exists');
      if (action !== 'create' && !exists)
        return refused(400, "A file with this name doesn't exist");
    }
    const files = actions.map(({ file_path: path, content }) => ({
      path,
      ...(content === undefined ? {} : { content }),
    }));
    const message = text(body.commit_message);
    const commit = { branch, parent, message, files };
    const made = await this.repository.commit(commit);
    return made.kind === 'committed'
      ? { status: 201, body: { id: made.commit } }
      : refused(400, `A branch called '${branch}' already exists.`);
  }

  async #list(query: URLSearchParams): Promise<Reply> {
    const branch = text(query.get('source_branch'));
    const found = await this.repository.findChange(branch);
    return ok(found ? [this.#shape(found)] : []);
  }

  async #request(id: string): Promise<Reply> {
    const found = await this.repository.getChange(id);
    return found ? ok(this.#shape(found)) : NOT_FOUND;
  }

  async #open(body: Asked['body']): Promise<Reply> {
    const branch = text(body.source_branch);
    const before = await this.repository.findChange(branch);
    if (before?.state === 'open')
      return refused(409, [
        `Another open merge request already exists for this source branch: !${before.id}`,
      ]);
    const proposal = {
      title: text(body.title),
      body: text(body.description),
    };
    const opened = await this.repository.openChange(branch, proposal);
    return { status: 201, body: this.#shape(opened) };
  }

  async #update({ part, body }: Asked): Promise<Reply> {
    if (body.state_event === 'close') await this.repository.closeChange(part);
    return this.#request(part);
  }

  async #merge({ part, body }: Asked): Promise<Reply> {
    if (this.unready > 0) {
      this.unready -= 1;
      return refused(405, '405 Method Not Allowed');
    }
    const merged = await this.repository.mergeChange(part, text(body.sha));
    switch (merged.kind) {
      case 'merged':
        return this.#request(part);
      case 'moved':
        return refused(409, 'SHA does not match HEAD of source branch');
      default:
        return refused(422, 'Branch cannot be merged');
    }
  }

  #shape(change: ProposedChange) {
    const { id, url, branch, head, state, mergedAs, mergedBy } = change;
    return {
      iid: Number(id),
      web_url: url,
      source_branch: branch,
      sha: head,
      state: state === 'open' ? 'opened' : state,
      merge_commit_sha: mergedAs ?? null,
      squash_commit_sha: null,
      merge_user: mergedBy ? { username: mergedBy } : null,
      has_conflicts: change.conflicts === true,
      detailed_merge_status: this.unready > 0 ? 'checking' : 'mergeable',
    };
  }
}

function ok(body: unknown): Reply {
  return { status: 200, body };
}
