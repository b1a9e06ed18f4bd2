import { execFile } from 'node:child_process';
import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  rename,
  rm,
} from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { findOnPath, isExecutable } from './executables.ts';
import { existing } from './goProgram.ts';
import { ToolMissingError, type Tool, type ToolContext } from './Tool.ts';

const run = promisify(execFile);

/** A program that Debian and its relatives have in a package. */
interface DebianProgram {
  name: string;
  package: string;
  /** Names of all programs of the package that are wanted: unpacked once, for all of them. */
  programs: readonly string[];
  /** Environment variable that names an installed one. */
  variable: string;
  /** Left out where the program does not say which version it is. */
  oldest?: readonly [number, number];
  /** What to do by hand where there is no such package. */
  howToGet: string;
}

/** All programs of a package are in the directory that is called like the package. */
function directoryOf(
  program: DebianProgram,
  { directory }: ToolContext,
): string {
  const version = basename(directory);
  return join(dirname(dirname(directory)), program.package, version);
}

/** Lists of packages of our own: the machine's may be missing, and only root may fetch those. */
function ownLists(directory: string): string[] {
  const settings = {
    'Dir::State': join(directory, 'state'),
    'Dir::State::status': '/var/lib/dpkg/status',
    'Dir::Cache': join(directory, 'cache'),
  };
  return Object.entries(settings).flatMap(([key, value]) => [
    '-o',
    `${key}=${value}`,
  ]);
}

async function download(program: DebianProgram, cwd: string): Promise<string> {
  const apt = (...args: string[]) => run('apt-get', args, { cwd });
  try {
    await apt('download', program.package);
  } catch {
    const lists = ownLists(cwd);
    await mkdir(join(cwd, 'state', 'lists', 'partial'), { recursive: true });
    await mkdir(join(cwd, 'cache', 'archives', 'partial'), { recursive: true });
    await apt(...lists, 'update');
    await apt(...lists, 'download', program.package);
  }
  const file = (await readdir(cwd)).find(name => name.endsWith('.deb'));
  if (!file) throw new Error('apt-get left no package');
  return join(cwd, file);
}

/** Rejects unless the program says that it is of a version that will do. */
async function checkVersion(
  path: string,
  [major, minor]: readonly [number, number],
): Promise<void> {
  const { stdout } = await run(path, ['--version']);
  const said = /(\d+)\.(\d+)\.\d+/.exec(stdout);
  const [, has = '0', hasMinor = '0'] = said ?? [];
  if (+has > major || (+has === major && +hasMinor >= minor)) return;
  throw new Error(
    `the package has ${has}.${hasMinor}, and ${major}.${minor} is needed`,
  );
}

async function unpack(
  program: DebianProgram,
  directory: string,
): Promise<void> {
  await mkdir(dirname(directory), { recursive: true });
  const draft = await mkdtemp(`${directory}.new-`);
  try {
    const file = await download(program, draft);
    await run('dpkg-deb', ['-x', file, join(draft, 'all')]);
    const wanted = join(draft, 'programs');
    await mkdir(wanted);
    for (const name of program.programs) {
      const path = join(wanted, name);
      await copyFile(join(draft, 'all', 'usr', 'bin', name), path);
      if (program.oldest) await checkVersion(path, program.oldest);
    }
    await rename(wanted, directory);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** A program from a package of the distribution, unpacked into the cache: nothing is installed, nobody has to be root. */
export function debianTool(program: DebianProgram): Tool {
  const { name, variable, howToGet } = program;
  return {
    name,
    // Which one it is, the distribution decides.
    version: 'distribution',
    onPath: [name],
    oldestOnPath: program.oldest,
    fromEnvironment({ [variable]: path }) {
      return path ? existing(variable, path) : undefined;
    },
    async fromCache(context) {
      const path = join(directoryOf(program, context), name);
      return isExecutable(path) ? { path } : undefined;
    },
    async make(context) {
      const directory = directoryOf(program, context);
      const path = join(directory, name);
      const hasApt = ['apt-get', 'dpkg-deb'].every(tool =>
        findOnPath(tool, context.env),
      );
      if (!hasApt) throw new ToolMissingError(howToGet);
      context.report(
        `Unpacking the package ${program.package} into ${directory} (once)`,
      );
      try {
        await unpack(program, directory);
        return { path };
      } catch (cause) {
        // Another process may have been first: its lock is that of another program of the package.
        if (isExecutable(path)) return { path };
        const [reason] = (
          cause instanceof Error ? cause.message : String(cause)
        ).split('\n');
        throw new ToolMissingError(`${howToGet} (${reason})`, { cause });
      }
    },
  };
}
