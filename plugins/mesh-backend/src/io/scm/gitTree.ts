import { type FsClient, readTree, writeBlob, writeTree } from 'isomorphic-git';
import type { FileChange } from '../../core/requests/edit';

/** Where the objects of a repository are. */
export interface GitObjects {
  readonly fs: FsClient;
  readonly gitdir: string;
}

type Entries = Awaited<ReturnType<typeof readTree>>['tree'];

/** A file of a tree: the id of its content. */
export interface TreeFile {
  readonly path: string;
  readonly oid: string;
}

const DIRECTORY = '040000';
const FILE = '100644';

/** All files below a tree or a commit; links and other repositories are none. */
export async function filesOf(
  objects: GitObjects,
  oid: string,
  above = '',
): Promise<TreeFile[]> {
  const { tree } = await readTree({ ...objects, oid });
  const files: TreeFile[] = [];
  for (const entry of tree) {
    const path = above + entry.path;
    if (entry.type === 'tree')
      files.push(...(await filesOf(objects, entry.oid, `${path}/`)));
    else if (entry.type === 'blob' && entry.mode !== '120000')
      files.push({ path, oid: entry.oid });
  }
  return files;
}

async function entryOf(
  objects: GitObjects,
  {
    name,
    changes,
    old,
  }: { name: string; changes: readonly FileChange[]; old?: Entries[number] },
): Promise<Entries> {
  const own = changes.find(({ path }) => path === name);
  if (own) {
    if (own.content === undefined) return [];
    const blob = Buffer.from(own.content);
    const oid = await writeBlob({ ...objects, blob });
    const mode = old?.type === 'blob' ? old.mode : FILE;
    return [{ mode, path: name, oid, type: 'blob' }];
  }
  const below = changes.map(({ path, ...rest }) => ({
    ...rest,
    path: path.slice(name.length + 1),
  }));
  const base = old?.type === 'tree' ? old.oid : undefined;
  const oid = await treeWith(objects, base, below);
  return oid === undefined
    ? []
    : [{ mode: DIRECTORY, path: name, oid, type: 'tree' }];
}

/** A tree with these changes; undefined where nothing would be left in it. */
export async function treeWith(
  objects: GitObjects,
  oid: string | undefined,
  changes: readonly FileChange[],
): Promise<string | undefined> {
  const before =
    oid === undefined ? [] : (await readTree({ ...objects, oid })).tree;
  const byName = new Map<string, FileChange[]>();
  for (const change of changes) {
    const [name = ''] = change.path.split('/');
    byName.set(name, [...(byName.get(name) ?? []), change]);
  }
  const next = before.filter(({ path }) => !byName.has(path));
  for (const [name, below] of byName) {
    const old = before.find(({ path }) => path === name);
    const given = old ? { old } : {};
    next.push(...(await entryOf(objects, { name, changes: below, ...given })));
  }
  if (next.length === 0) return undefined;
  return writeTree({ ...objects, tree: next });
}
