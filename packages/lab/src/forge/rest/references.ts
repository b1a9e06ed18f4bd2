import { MAIN } from '../createRepository.ts';
import type { Forge } from '../Forge.ts';
import {
  isAncestor,
  moveRef,
  NOTHING,
  readCommit,
  resolveName,
} from '../gitObjects.ts';
import {
  notFound,
  textIn,
  unprocessable,
  type Answer,
  type ApiCall,
} from './Answer.ts';
import { commitShape, refShape, repositoryShape } from './shapes.ts';

export async function getRepository(forge: Forge): Promise<Answer> {
  return { status: 200, body: repositoryShape(forge) };
}

export async function listBranches(forge: Forge): Promise<Answer> {
  const format = '%(refname:lstrip=2) %(objectname)';
  const list = await forge.git.text([
    ...['for-each-ref', `--format=${format}`, 'refs/heads'],
  ]);
  const body = list
    .split('\n')
    .filter(Boolean)
    .map(line => line.split(' '))
    .map(([name, sha]) => ({ name, commit: { sha }, protected: false }));
  return { status: 200, body };
}

export async function getBranch(
  forge: Forge,
  { path: [name] }: ApiCall,
): Promise<Answer> {
  const commit = await readCommit(forge.git, `refs/heads/${name}`);
  if (!commit) throw notFound();
  const body = { name, commit: commitShape(forge, commit), protected: false };
  return { status: 200, body };
}

export async function getRef(
  forge: Forge,
  { path: [name] }: ApiCall,
): Promise<Answer> {
  const ref = `refs/${name}`;
  const sha = await resolveName(forge.git, ref);
  if (!sha) throw notFound();
  return { status: 200, body: refShape(forge, ref, sha) };
}

export async function matchingRefs(
  forge: Forge,
  { path: [prefix] }: ApiCall,
): Promise<Answer> {
  const list = await forge.git.text([
    'for-each-ref',
    '--format=%(refname) %(objectname)',
  ]);
  const body = list
    .split('\n')
    .filter(line => line.startsWith(`refs/${prefix}`))
    .map(line => line.split(' '))
    .map(([ref, sha]) => refShape(forge, ref, sha));
  return { status: 200, body };
}

export async function createRef(forge: Forge, call: ApiCall): Promise<Answer> {
  const ref = await checkedRef(forge, textIn(call, 'ref'));
  const sha = await existingCommit(forge, textIn(call, 'sha'));
  if (!(await moveRef(forge.git, ref, sha, NOTHING)))
    throw unprocessable('Reference already exists');
  await forge.afterPush();
  return { status: 201, body: refShape(forge, ref, sha) };
}

export async function updateRef(forge: Forge, call: ApiCall): Promise<Answer> {
  const ref = `refs/${call.path[0]}`;
  const old = await resolveName(forge.git, ref);
  if (!old) throw unprocessable('Reference does not exist');
  const sha = await existingCommit(forge, textIn(call, 'sha'));
  const isForward = await isAncestor(forge.git, old, sha);
  const moved =
    (isForward || call.body.force === true) &&
    (await moveRef(forge.git, ref, sha, old));
  if (!moved) throw unprocessable('Update is not a fast forward');
  await forge.afterPush();
  return { status: 200, body: refShape(forge, ref, sha) };
}

export async function deleteRef(
  forge: Forge,
  { path: [name] }: ApiCall,
): Promise<Answer> {
  const ref = `refs/${name}`;
  const sha = await resolveName(forge.git, ref);
  if (!sha || name === `heads/${MAIN}`)
    throw unprocessable('Reference does not exist');
  await forge.git.run(['update-ref', '-d', ref, sha]);
  await forge.afterPush();
  return { status: 204 };
}

async function checkedRef(forge: Forge, ref: string): Promise<string> {
  const args = ['check-ref-format', ref];
  const { exitCode } = await forge.git.run(args, { accepts: [1] });
  const isBranch = /^refs\/(heads|tags)\/./.test(ref);
  if (exitCode === 0 && isBranch) return ref;
  throw unprocessable(
    'Reference name must start with refs/heads/ or refs/tags/',
  );
}

export async function existingCommit(
  forge: Forge,
  sha: string,
): Promise<string> {
  const found = await resolveName(forge.git, `${sha}^{commit}`);
  if (found) return found;
  throw unprocessable('Object does not exist');
}
