import { posix } from 'node:path';
import { MAIN } from '../createRepository.ts';
import type { Forge } from '../Forge.ts';
import {
  moveRef,
  readBlob,
  readCommit,
  readTree,
  resolveName,
  writeBlob,
  writeCommit,
  writeTree,
} from '../gitObjects.ts';
import {
  ApiError,
  notFound,
  optionalText,
  textIn,
  type Answer,
  type ApiCall,
} from './Answer.ts';
import { authorIn } from './objects.ts';
import { apiUrl, gitCommitShape, pageUrl } from './shapes.ts';

export async function getContents(
  forge: Forge,
  { path: [path = ''], query, accept }: ApiCall,
): Promise<Answer> {
  const ref = query.get('ref') ?? MAIN;
  const commit = await readCommit(forge.git, ref);
  const place = path.replace(/\/$/, '');
  const id = commit && (await resolveName(forge.git, `${commit.sha}:${place}`));
  if (!commit || !id) throw notFound();
  const blob = await readBlob(forge.git, id);
  if (!blob) {
    const entries = (await readTree(forge.git, id, false)) ?? [];
    const body = entries.map(({ path: name, type, sha, size }) => ({
      ...entryShape(forge, { path: posix.join(place, name), ref }),
      type: type === 'tree' ? 'dir' : 'file',
      sha,
      size: size ?? 0,
    }));
    return { status: 200, body };
  }
  if (/raw/.test(accept)) {
    const content = blob.content.toString('utf8');
    return {
      status: 200,
      text: { type: 'text/plain; charset=utf-8', content },
    };
  }
  return { status: 200, body: fileShape(forge, { path: place, ref, blob }) };
}

function entryShape(
  forge: Forge,
  { path, ref }: { path: string; ref: string },
) {
  return {
    name: posix.basename(path),
    path,
    url: apiUrl(forge, `/contents/${path}?ref=${ref}`),
    html_url: pageUrl(forge, `/blob/${ref}/${path}`),
  };
}

function fileShape(
  forge: Forge,
  file: { path: string; ref: string; blob: { sha: string; content: Buffer } },
) {
  const { sha, content } = file.blob;
  return {
    ...entryShape(forge, file),
    type: 'file',
    sha,
    size: content.length,
    encoding: 'base64',
    content: content.toString('base64'),
  };
}

/** Writes (PUT) or removes (DELETE) one file as a commit of its own. */
export async function changeContents(
  forge: Forge,
  call: ApiCall,
  remove: boolean,
): Promise<Answer> {
  const [path] = call.path;
  const branch = optionalText(call, 'branch') ?? MAIN;
  const message = textIn(call, 'message');
  const parent = await readCommit(forge.git, `refs/heads/${branch}`);
  if (!parent) throw notFound();
  const old = await resolveName(forge.git, `${parent.sha}:${path}`);
  const sent = optionalText(call, 'sha');
  if (old && !sent)
    throw new ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.');
  if (old !== sent) throw new ApiError(409, `${path} does not match ${sent}`);
  const content = Buffer.from(optionalText(call, 'content') ?? '', 'base64');
  const sha = remove ? null : await writeBlob(forge.git, content);
  const tree = await writeTree(forge.git, parent.tree, [
    { path, mode: '100644', sha },
  ]);
  const commit = await writeCommit(forge.git, {
    message,
    tree,
    parents: [parent.sha],
    author: authorIn(call),
  });
  const ref = `refs/heads/${branch}`;
  if (!(await moveRef(forge.git, ref, commit, parent.sha)))
    throw new ApiError(409, `${branch} has moved`);
  await forge.afterPush();
  const made = await readCommit(forge.git, commit);
  const blob = sha === null ? null : { sha, content };
  const body = {
    content: blob && fileShape(forge, { path, ref: branch, blob }),
    commit: made && gitCommitShape(forge, made),
  };
  return { status: old || remove ? 200 : 201, body };
}
