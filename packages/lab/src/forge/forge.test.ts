import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { GitSource } from '../flux/GitSource.ts';
import { FLEET_URL } from '../flux/running.ts';
import { gitEnvironment } from './Git.ts';
import {
  prepareForge,
  type PreparedForge,
  type RunningForge,
} from './startForge.ts';

const run = promisify(execFile);

const PATH = 'clusters/west/shop/namespace.yaml';
const NAMESPACE = `# Ask team-shop first.
apiVersion: v1
kind: Namespace
metadata:
  name: shop # as in the catalogue
`;
const FILES = {
  'README.md': '# fleet\n',
  [PATH]: NAMESPACE,
  'clusters/west/wiki/namespace.yaml': 'kind: Namespace\n',
};

let directory: string;
let source: GitSource;
let forge: PreparedForge;
let server: RunningForge;

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await new Promise(resolve => probe.once('listening', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise(resolve => probe.close(resolve));
  return port;
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'forge-'));
  source = new GitSource(FLEET_URL);
  const onError = (error: unknown) => {
    throw error;
  };
  const port = await freePort();
  const token = 'portal-token';
  const options = { directory, source, port, token, onError };
  forge = await prepareForge({ ...options, files: FILES });
  await forge.announce();
  server = await forge.serve(['dev', 'platform']);
});

afterEach(async () => {
  await server.stop();
  rmSync(directory, { recursive: true });
});

async function call(
  method: string,
  path: string,
  body?: object,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(
    `${server.url}/api/v3/repos/platform/fleet${path}`,
    {
      method,
      headers: { authorization: 'Bearer portal-token', ...headers },
      body: body && JSON.stringify(body),
    },
  );
  const text = await answer.text();
  return { status: answer.status, body: text ? JSON.parse(text) : undefined };
}

const headOf = async (branch: string): Promise<string> =>
  (await call('GET', `/git/ref/heads/${branch}`)).body.object.sha;

/** A branch with one commit that changes one file, made as clients make it. */
async function aBranch(branch: string, path: string, content: string) {
  const parent = await headOf('main');
  const { body: commit } = await call('GET', `/git/commits/${parent}`);
  const { body: blob } = await call('POST', '/git/blobs', {
    content: Buffer.from(content).toString('base64'),
    encoding: 'base64',
  });
  const entry = { path, mode: '100644', type: 'blob', sha: blob.sha };
  const base = commit.tree.sha;
  const { body: tree } = await call('POST', '/git/trees', {
    base_tree: base,
    tree: [entry],
  });
  const { body: made } = await call('POST', '/git/commits', {
    message: `Change ${path}`,
    tree: tree.sha,
    parents: [parent],
    author: { name: 'Mei', email: 'mei@example.com' },
  });
  const ref = `refs/heads/${branch}`;
  await call('POST', '/git/refs', { ref, sha: made.sha });
  return made.sha as string;
}

const LABELLED = `${NAMESPACE}  labels: { mesh: 'on' }\n`;

async function aPull(branch = 'meshport/shop', content = LABELLED) {
  const sha = await aBranch(branch, PATH, content);
  const title = 'Shop joins <the> mesh';
  const request = { title, head: branch, base: 'main', body: 'Why & how' };
  const { body } = await call('POST', '/pulls', request);
  return { number: body.number as number, sha, page: body.html_url as string };
}

const inMain = () => source.snapshot?.files.get(PATH);

describe('the repository', () => {
  it('begins with what it is given, byte for byte, and a past', async () => {
    expect(Object.fromEntries(source.snapshot?.files ?? [])).toEqual(FILES);
    const { body } = await call('GET', '/commits?per_page=50');
    expect(body.length).toBeGreaterThan(2);
    expect(body.at(-1).commit.message).toBe('Bootstrap Flux');
    expect(source.snapshot?.revision).toBe(`main@sha1:${body[0].sha}`);
  });

  it('is cloned and pushed to over HTTP with the token, and with nothing else', async () => {
    const at = (user: string) =>
      server.url.replace('//', `//${user}`).concat('/platform/fleet.git');
    const git = (...args: string[]) =>
      run('git', args, { cwd: directory, env: gitEnvironment() });
    await expect(git('clone', at('x:wrong@'), 'no')).rejects.toThrow(
      /Authentication failed|403|401/,
    );
    await git('clone', at('x:portal-token@'), 'work');
    const file = join(directory, 'work', PATH);
    expect(readFileSync(file, 'utf8')).toBe(NAMESPACE);
    writeFileSync(file, LABELLED);
    const work = join(directory, 'work');
    await git('-C', work, 'commit', '-qam', 'By hand');
    await git('-C', work, 'push', '-q', 'origin', 'HEAD:main');
    expect(inMain()).toBe(LABELLED);
  });
});

describe('the API', () => {
  it('wants its token', async () => {
    const answer = await call('GET', '', undefined, {
      authorization: 'token x',
    });
    expect(answer).toMatchObject({
      status: 401,
      body: { message: 'Bad credentials' },
    });
  });

  it('shows files, folders and trees of a branch', async () => {
    const { body: file } = await call('GET', `/contents/${PATH}?ref=main`);
    expect(Buffer.from(file.content, 'base64').toString()).toBe(NAMESPACE);
    const { body: folder } = await call('GET', '/contents/clusters/west');
    expect(
      folder.map((e: { path: string; type: string }) => [e.path, e.type]),
    ).toEqual([
      ['clusters/west/shop', 'dir'],
      ['clusters/west/wiki', 'dir'],
    ]);
    const { body: branch } = await call('GET', '/branches/main');
    const sha = branch.commit.commit.tree.sha;
    const { body: tree } = await call('GET', `/git/trees/${sha}?recursive=1`);
    expect(tree.tree.map((e: { path: string }) => e.path)).toContain(PATH);
    expect(tree.truncated).toBe(false);
  });

  it.each([
    ['GET', '/contents/nothing.yaml', 404],
    ['GET', '/git/ref/heads/nothing', 404],
    ['GET', '/branches/nothing', 404],
    ['GET', '/pulls/99', 404],
    ['GET', '/nothing', 404],
    ['GET', '/git/trees/--upload-pack=x', 404],
  ])('%s %s is %d', async (method, path, status) => {
    expect((await call(method, path)).status).toBe(status);
  });

  it('refuses what would not fit', async () => {
    const main = await headOf('main');
    const sha = await aBranch('a', PATH, LABELLED);
    const again = await call('POST', '/git/refs', { ref: 'refs/heads/a', sha });
    expect(again).toMatchObject({
      status: 422,
      body: { message: 'Reference already exists' },
    });
    const back = await call('PATCH', '/git/refs/heads/a', { sha: main });
    expect(back.body.message).toBe('Update is not a fast forward');
    const forced = { sha: main, force: true };
    expect((await call('PATCH', '/git/refs/heads/a', forced)).status).toBe(200);
    const empty = { title: 't', head: 'a', base: 'main' };
    expect((await call('POST', '/pulls', empty)).body.errors).toEqual([
      expect.objectContaining({ message: 'No commits between main and a' }),
    ]);
    const tree = [{ path: '../x', content: 'y' }];
    expect((await call('POST', '/git/trees', { tree })).status).toBe(422);
    const stale = { message: 'm', content: '', sha: main };
    expect((await call('PUT', `/contents/${PATH}`, stale)).status).toBe(409);
  });

  it('removes a file, and a branch', async () => {
    const { body } = await call('GET', `/contents/${PATH}`);
    const removal = { message: 'Gone', sha: body.sha };
    expect((await call('DELETE', `/contents/${PATH}`, removal)).status).toBe(
      200,
    );
    expect(inMain()).toBeUndefined();
    await aBranch('a', 'b.yaml', 'b');
    expect((await call('DELETE', '/git/refs/heads/a')).status).toBe(204);
    expect((await call('GET', '/branches/a')).status).toBe(404);
  });
});

describe('a pull request', () => {
  it('is found by its branch, once, and shows exactly the lines that it adds', async () => {
    const { number } = await aPull();
    const again = { title: 't', head: 'meshport/shop', base: 'main' };
    const second = await call('POST', '/pulls', again);
    expect(second.status).toBe(422);
    expect(second.body.errors[0].message).toBe(
      'A pull request already exists for platform:meshport/shop.',
    );
    const query = '/pulls?state=all&head=platform:meshport/shop';
    const { body: found } = await call('GET', query);
    expect(found.map((p: { number: number }) => p.number)).toEqual([number]);
    const { body: files } = await call('GET', `/pulls/${number}/files`);
    expect(files).toEqual([
      expect.objectContaining({
        filename: PATH,
        status: 'modified',
        additions: 1,
        deletions: 0,
        patch: expect.stringContaining("+  labels: { mesh: 'on' }"),
      }),
    ]);
  });

  it('is merged in the repository, beside what landed meanwhile', async () => {
    const { number, sha } = await aPull();
    await call('PUT', '/contents/other.md', {
      message: 'Unrelated',
      content: Buffer.from('x').toString('base64'),
    });
    const { body: open } = await call('GET', `/pulls/${number}`);
    expect(open).toMatchObject({
      state: 'open',
      mergeable: true,
      merged: false,
    });
    const { body: merged } = await call('PUT', `/pulls/${number}/merge`, {
      sha,
    });
    expect(merged).toMatchObject({ merged: true });
    expect(await headOf('main')).toBe(merged.sha);
    expect(inMain()).toBe(LABELLED);
    expect(source.snapshot?.files.has('other.md')).toBe(true);
    const { body: after } = await call('GET', `/pulls/${number}`);
    expect(after).toMatchObject({
      state: 'closed',
      merged: true,
      merge_commit_sha: merged.sha,
      merged_by: { login: 'portal' },
    });
    expect((await call('GET', `/pulls/${number}/merge`)).status).toBe(204);
    const once = await call('PUT', `/pulls/${number}/merge`, {});
    expect(once.status).toBe(405);
    const { body: files } = await call('GET', `/pulls/${number}/files`);
    expect(files).toHaveLength(1);
  });

  it('is not merged over a conflict, nor when its branch has moved', async () => {
    const { number } = await aPull();
    const moved = await call('PUT', `/pulls/${number}/merge`, {
      sha: await headOf('main'),
    });
    expect(moved.status).toBe(409);
    const { body: file } = await call('GET', `/contents/${PATH}`);
    await call('PUT', `/contents/${PATH}`, {
      message: 'Same lines',
      sha: file.sha,
      content: Buffer.from(`${NAMESPACE}  labels: {}\n`).toString('base64'),
    });
    const { body: open } = await call('GET', `/pulls/${number}`);
    expect(open).toMatchObject({ mergeable: false, mergeable_state: 'dirty' });
    expect((await call('PUT', `/pulls/${number}/merge`, {})).status).toBe(405);
  });

  it('is closed and opened again, with comments and reviews', async () => {
    const { number } = await aPull();
    const set = (state: string) => call('PATCH', `/pulls/${number}`, { state });
    expect((await set('closed')).body).toMatchObject({
      state: 'closed',
      merged: false,
      closed_at: expect.any(String),
    });
    expect((await set('open')).body).toMatchObject({ closed_at: null });
    await call('POST', `/issues/${number}/comments`, { body: 'Looks good' });
    const review = { event: 'APPROVE', body: 'yes' };
    await call('POST', `/pulls/${number}/reviews`, review);
    const { body: comments } = await call('GET', `/issues/${number}/comments`);
    expect(comments).toMatchObject([
      { body: 'Looks good', user: { login: 'portal' } },
    ]);
    const { body: reviews } = await call('GET', `/pulls/${number}/reviews`);
    expect(reviews).toMatchObject([{ state: 'APPROVED', body: 'yes' }]);
  });
});

describe('the page of a pull request', () => {
  const post = (url: string, headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', redirect: 'manual', headers });

  it('shows what it is about as text, and who can decide', async () => {
    const { page } = await aPull();
    const answer = await fetch(`${page}?as=platform`);
    const text = await answer.text();
    expect(answer.headers.get('content-security-policy')).toContain(
      "default-src 'none'",
    );
    expect(text).toContain('Shop joins &#60;the&#62; mesh');
    expect(text).toContain('Why &#38; how');
    expect(text).toContain('class="add"');
    expect(text).toContain('Merge pull request');
    expect(text).toContain('<option>dev</option>');
  });

  it('merges and closes as whoever one says to be', async () => {
    const first = await aPull();
    const answer = await post(`${first.page}/merge?as=platform`);
    expect(answer.status).toBe(303);
    expect(inMain()).toBe(LABELLED);
    expect(await (await fetch(first.page)).text()).toContain(
      'Merged by platform',
    );
    const second = await aPull('other', `${LABELLED}# more\n`);
    await post(`${second.page}/close?as=dev`);
    const { body } = await call('GET', `/pulls/${second.number}`);
    expect(body).toMatchObject({ state: 'closed', merged: false });
  });

  it('refuses forms of other pages', async () => {
    const { page } = await aPull();
    const origin = 'http://elsewhere.example';
    expect((await post(`${page}/merge`, { origin })).status).toBe(403);
    expect(inMain()).toBe(NAMESPACE);
  });
});

describe('a forge that is down', () => {
  it('answers nothing, keeps what it has, and tells Flux', async () => {
    forge.faults.set('down');
    expect((await call('GET', '')).status).toBe(503);
    expect(source.failure).toContain('503');
    expect(inMain()).toBe(NAMESPACE);
    forge.faults.set(undefined);
    expect((await call('GET', '')).status).toBe(200);
    expect(source.failure).toBeUndefined();
  });
});
