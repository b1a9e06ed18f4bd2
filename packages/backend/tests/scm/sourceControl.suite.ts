import type { FileChange } from '../../../../plugins/mesh-backend/src/core/requests/edit';
import type {
  Snapshot,
  SourceControl,
} from '../../../../plugins/mesh-backend/src/io/scm/SourceControl';

/** A repository, and somebody else who works in it. */
export interface RepositoryUnderTest {
  control: SourceControl;
  /** A commit of somebody else on a branch that exists; the base branch by default. */
  push(file: Required<FileChange>, branch?: string): Promise<void>;
  /** What was closed is still known as that by its branch. */
  knowsClosed: boolean;
  /** Whoever merges is known by name. */
  knowsWho: boolean;
}

const PROPOSAL = { title: 'Shop joins the mesh', body: 'Why & how' };

/** Comments, an own line end, letters beyond ASCII and no line end at the end. */
const TEXT = '# Grüße\r\nkind: Namespace\nmetadata:\n  name: "shöp" # ☂';

/** What every repository does; each case has a branch and files of its own, by that name. */
export function sourceControlSuite(
  name: string,
  subject: () => RepositoryUnderTest,
): void {
  let number = 0;
  let branch: string;
  let path: string;

  beforeEach(() => {
    number += 1;
    branch = `meshport/${name}-${number}/labels`;
    path = `clusters/west/${name}-${number}/namespace.yaml`;
  });

  async function snapshot(of?: string): Promise<Snapshot> {
    const found = await subject().control.snapshot(of);
    if (!found) throw new Error('There is no such branch');
    return found;
  }

  async function textOf(of?: string): Promise<string | undefined> {
    return (await (await snapshot(of)).read([path])).get(path);
  }

  async function commit(files: FileChange[] = [{ path, content: TEXT }]) {
    const { commit: parent } = await snapshot();
    const message = 'Shop joins the mesh\n\nWhy & how';
    return subject().control.commit({ branch, parent, message, files });
  }

  async function proposed() {
    await commit();
    return subject().control.openChange(branch, PROPOSAL);
  }

  it('reads files of the base branch, and leaves out those that are not there', async () => {
    await subject().push({ path, content: TEXT });
    const { paths, read, commit: id } = await snapshot();
    expect(id).toMatch(/^[0-9a-f]{40}$/);
    expect(paths.has(path)).toBe(true);
    expect(paths.has('clusters/west')).toBe(false);
    expect([...(await read([path, 'nothing.yaml']))]).toEqual([[path, TEXT]]);
  });

  it('has nothing of a branch that is not there', async () => {
    const { control } = subject();
    expect(await control.snapshot(branch)).toBeUndefined();
    expect(await control.findChange(branch)).toBeUndefined();
    await control.deleteBranch(branch);
  });

  it('makes a branch with one commit, and leaves the base branch as it is', async () => {
    const before = await snapshot();
    const made = await commit();
    expect(made).toEqual({ kind: 'committed', commit: expect.any(String) });
    const after = await snapshot(branch);
    expect(after.commit).toBe(made.commit);
    expect(await textOf(branch)).toBe(TEXT);
    expect([...after.paths].sort()).toEqual([...before.paths, path].sort());
    expect((await snapshot()).commit).toBe(before.commit);
  });

  it('writes, changes and removes several files in one commit', async () => {
    const other = path.replace('namespace', 'gone');
    await subject().push({ path, content: 'old' });
    await subject().push({ path: other, content: 'old' });
    const added = path.replace('namespace', 'deep/er/new');
    await commit([
      { path, content: TEXT },
      { path: other },
      { path: added, content: '' },
    ]);
    const { paths, read } = await snapshot(branch);
    expect([...(await read([path, other, added]))]).toEqual([
      [path, TEXT],
      [added, ''],
    ]);
    expect(paths.has(other)).toBe(false);
  });

  it('never moves a branch that exists', async () => {
    const first = await commit();
    const again = await commit([{ path, content: 'other' }]);
    expect(again).toEqual({ kind: 'exists', commit: first.commit });
    expect(await textOf(branch)).toBe(TEXT);
  });

  it('commits onto what was looked at, not onto what landed meanwhile', async () => {
    const { commit: parent } = await snapshot();
    const late = path.replace('namespace', 'late');
    await subject().push({ path: late, content: 'late' });
    const files = [{ path, content: TEXT }];
    await subject().control.commit({ branch, parent, message: 'm', files });
    expect((await snapshot(branch)).paths.has(late)).toBe(false);
  });

  it('proposes a branch once, and finds it again', async () => {
    const { control } = subject();
    const open = await proposed();
    expect(open).toMatchObject({
      branch,
      state: 'open',
      head: (await snapshot(branch)).commit,
    });
    expect((await control.openChange(branch, PROPOSAL)).id).toBe(open.id);
    expect((await control.findChange(branch))?.id).toBe(open.id);
    expect(await control.getChange(open.id)).toMatchObject({
      id: open.id,
      state: 'open',
    });
    await control.updateChange(open.id, { title: 'New', body: 'New' });
    expect((await control.getChange(open.id))?.state).toBe('open');
  });

  it('merges beside what landed meanwhile, whose lines stay', async () => {
    const { control, knowsWho } = subject();
    const open = await proposed();
    const other = path.replace('namespace', 'other');
    await subject().push({ path: other, content: 'other' });
    const merged = await control.mergeChange(open.id, open.head);
    expect(merged).toEqual({ kind: 'merged', commit: expect.any(String) });
    expect(await textOf()).toBe(TEXT);
    expect((await snapshot()).paths.has(other)).toBe(true);
    const change = await control.getChange(open.id);
    expect(change).toMatchObject({ state: 'merged', branch, head: open.head });
    expect(change?.mergedAs).toMatch(/^[0-9a-f]{40}$/);
    expect(change?.mergedBy).toBe(knowsWho ? 'portal' : undefined);
    await control.deleteBranch(branch);
    expect(await control.getChange(open.id)).toMatchObject({ state: 'merged' });
  });

  it('does not merge over a conflict', async () => {
    const { control } = subject();
    await subject().push({ path, content: 'a: 1\n' });
    const { commit: parent } = await snapshot();
    const files = [{ path, content: 'a: 2\n' }];
    await control.commit({ branch, parent, message: 'm', files });
    const open = await control.openChange(branch, PROPOSAL);
    await subject().push({ path, content: 'a: 3\n' });
    expect(await control.mergeChange(open.id, open.head)).toEqual({
      kind: 'conflict',
    });
    expect(await textOf()).toBe('a: 3\n');
  });

  it('does not merge what nobody has looked at', async () => {
    const { control } = subject();
    const open = await proposed();
    await subject().push({ path, content: 'more' }, branch);
    expect(await control.mergeChange(open.id, open.head)).toEqual({
      kind: 'moved',
    });
    expect(await textOf()).toBeUndefined();
    const now = await control.findChange(branch);
    expect(now?.head).toBe((await snapshot(branch)).commit);
  });

  it('closes what is open, and knows it afterwards', async () => {
    const { control, knowsClosed } = subject();
    const open = await proposed();
    await control.closeChange(open.id);
    expect(await control.getChange(open.id)).toMatchObject({ state: 'closed' });
    const found = await control.findChange(branch);
    expect(found?.state).toBe(knowsClosed ? 'closed' : undefined);
    await control.closeChange(open.id);
    expect(await textOf()).toBeUndefined();
  });

  it('reads no file of more than 1 MiB', async () => {
    const content = 'x'.repeat(1024 * 1024 + 1);
    await subject().push({ path, content });
    const { read } = await snapshot();
    await expect(read([path])).rejects.toMatchObject({
      name: 'SourceControlError',
      problem: 'too-large',
      detail: path,
    });
  });
}
