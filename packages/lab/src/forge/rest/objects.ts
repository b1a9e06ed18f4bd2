import { isJsonObject } from '../../apiserver/KubeObject.ts';
import { personOf, type Forge } from '../Forge.ts';
import {
  readBlob,
  readCommit,
  readTree,
  resolveName,
  writeBlob,
  writeCommit,
  writeTree,
  type TreeChange,
} from '../gitObjects.ts';
import {
  notFound,
  optionalText,
  textIn,
  unprocessable,
  type Answer,
  type ApiCall,
} from './Answer.ts';
import { existingCommit } from './references.ts';
import { apiUrl, commitShape, gitCommitShape } from './shapes.ts';

export async function getTree(forge: Forge, call: ApiCall): Promise<Answer> {
  const [name] = call.path;
  const sha = await resolveName(forge.git, `${name}^{tree}`);
  const recursive = ![null, '', '0', 'false'].includes(
    call.query.get('recursive'),
  );
  const tree = sha && (await readTree(forge.git, sha, recursive));
  if (!tree) throw notFound();
  const url = apiUrl(forge, `/git/trees/${sha}`);
  return { status: 200, body: { sha, url, tree, truncated: false } };
}

export async function createTree(forge: Forge, call: ApiCall): Promise<Answer> {
  const entries = Array.isArray(call.body.tree) ? call.body.tree : [];
  const changes: TreeChange[] = [];
  for (const entry of entries) changes.push(await changeIn(forge, entry));
  const named = optionalText(call, 'base_tree');
  const base = named && (await resolveName(forge.git, `${named}^{tree}`));
  if (named && !base) throw unprocessable('base_tree is not a valid tree oid');
  const sha = await writeTree(forge.git, base || undefined, changes);
  const tree = await readTree(forge.git, sha, false);
  const url = apiUrl(forge, `/git/trees/${sha}`);
  return { status: 201, body: { sha, url, tree, truncated: false } };
}

async function changeIn(forge: Forge, entry: unknown): Promise<TreeChange> {
  const {
    path,
    mode = '100644',
    sha,
    content,
  } = isJsonObject(entry) ? entry : {};
  const isSafe =
    typeof path === 'string' &&
    path !== '' &&
    !path.split('/').some(part => ['', '.', '..', '.git'].includes(part));
  if (!isSafe)
    throw unprocessable('tree.path contains a malformed path component');
  const change = { path, mode: String(mode) };
  if (typeof content === 'string')
    return { ...change, sha: await writeBlob(forge.git, Buffer.from(content)) };
  if (sha === null) return { ...change, sha: null };
  const blob = typeof sha === 'string' && (await readBlob(forge.git, sha));
  if (!blob) throw unprocessable('tree.sha does not exist');
  return { ...change, sha: blob.sha };
}

export async function getBlob(
  forge: Forge,
  { path: [name] }: ApiCall,
): Promise<Answer> {
  const blob = await readBlob(forge.git, name);
  if (!blob) throw notFound();
  const { sha, content } = blob;
  const body = {
    sha,
    size: content.length,
    encoding: 'base64',
    content: content.toString('base64'),
    url: apiUrl(forge, `/git/blobs/${sha}`),
  };
  return { status: 200, body };
}

export async function createBlob(forge: Forge, call: ApiCall): Promise<Answer> {
  const { content, encoding } = call.body;
  if (typeof content !== 'string') throw unprocessable('content is missing');
  const bytes = Buffer.from(content, encoding === 'base64' ? 'base64' : 'utf8');
  const sha = await writeBlob(forge.git, bytes);
  const body = { sha, url: apiUrl(forge, `/git/blobs/${sha}`) };
  return { status: 201, body };
}

export async function getGitCommit(
  forge: Forge,
  { path: [name] }: ApiCall,
): Promise<Answer> {
  const commit = await readCommit(forge.git, name);
  if (!commit) throw notFound();
  return { status: 200, body: gitCommitShape(forge, commit) };
}

export async function createCommit(
  forge: Forge,
  call: ApiCall,
): Promise<Answer> {
  const message = textIn(call, 'message');
  const tree = await resolveName(forge.git, `${textIn(call, 'tree')}^{tree}`);
  if (!tree) throw unprocessable('Tree SHA does not exist');
  const named = Array.isArray(call.body.parents) ? call.body.parents : [];
  const parents: string[] = [];
  for (const parent of named)
    parents.push(await existingCommit(forge, String(parent)));
  const author = authorIn(call);
  const sha = await writeCommit(forge.git, { message, tree, parents, author });
  const commit = await readCommit(forge.git, sha);
  if (!commit) throw notFound();
  return { status: 201, body: gitCommitShape(forge, commit) };
}

export function authorIn({ body, user }: ApiCall) {
  const { name, email } = isJsonObject(body.author) ? body.author : {};
  return typeof name === 'string' && typeof email === 'string'
    ? { name, email }
    : personOf(user);
}

export async function getCommit(
  forge: Forge,
  { path: [name] }: ApiCall,
): Promise<Answer> {
  const commit =
    (await readCommit(forge.git, `refs/heads/${name}`)) ??
    (await readCommit(forge.git, name));
  if (!commit) throw notFound();
  return { status: 200, body: commitShape(forge, commit) };
}

const MOST_COMMITS = 100;

export async function listCommits(
  forge: Forge,
  { query }: ApiCall,
): Promise<Answer> {
  const from = await resolveName(forge.git, query.get('sha') ?? 'HEAD');
  if (!from) throw notFound();
  const limit = Math.min(Number(query.get('per_page') ?? 30), MOST_COMMITS);
  const path = query.get('path');
  const args = ['rev-list', `--max-count=${limit || 1}`, from];
  const list = await forge.git.text([...args, ...(path ? ['--', path] : [])]);
  const body = [];
  for (const sha of list.split('\n').filter(Boolean)) {
    const commit = await readCommit(forge.git, sha);
    if (commit) body.push(commitShape(forge, commit));
  }
  return { status: 200, body };
}
