import { spawn } from 'node:child_process';
import { access, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findOnPath, isExecutable } from './executables.ts';
import {
  ToolMissingError,
  ToolVariableError,
  type Tool,
  type ToolContext,
} from './Tool.ts';

/** The Go release that the go.mod files below ask for; Kubernetes 1.36 needs it. */
const GO_VERSION = '1.26.0';
const PROGRESS_EVERY_MILLISECONDS = 15_000;

export interface GoProgram {
  name: string;
  module: string;
  version: string;
  /** Import path of the main package. */
  package: string;
  /** See Tool. */
  oldestOnPath?: readonly [number, number];
  linkerFlags: string;
  /** Build tags, separated by commas. */
  tags?: string;
  /** Versions of modules that the program's own go.mod has by other means, by module. */
  replaces?: Readonly<Record<string, string>>;
  /** What to do by hand where no Go is installed. */
  howToGet: string;
}

export function findGo(env: NodeJS.ProcessEnv): string | undefined {
  if (env.GO) return env.GO;
  const usual = '/usr/local/go/bin/go';
  return findOnPath('go', env) ?? (isExecutable(usual) ? usual : undefined);
}

interface GoCall {
  go: string;
  args: string[];
  cwd: string;
  context: ToolContext;
}

export function runGo({ go, args, cwd, context }: GoCall): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(go, args, {
      cwd,
      env: {
        ...context.env,
        CGO_ENABLED: '0',
        GOFLAGS: '-mod=mod -trimpath -buildvcs=false',
        GOWORK: 'off',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', text => (out += text));
    child.stderr.setEncoding('utf8').on('data', text => (err += text));
    child.once('error', reject);
    child.once('close', code => {
      if (code === 0) resolve(out);
      else reject(new Error(err.trim().split('\n').slice(-5).join('\n')));
    });
  });
}

/**
 * A main package of a module whose go.mod has `replace` directives is refused by `go install`. A module of our own that
 * requires it is not bound by them, but then each local replacement (`=> ./staging/...`) must be mapped to the module
 * published under the same path, whose version is the parent's with the major number 0.
 */
export function goModFor(
  {
    module,
    version,
    replaces = {},
  }: Pick<GoProgram, 'module' | 'version' | 'replaces'>,
  goModOfModule: string,
): string {
  const published = `v0.${version.split('.').slice(1).join('.')}`;
  const staged = [...goModOfModule.matchAll(/^\s*(\S+)\s+=>\s+\.\/\S+$/gm)]
    .map(match => match[1])
    .filter(path => path !== module && path.includes('.'))
    .map(path => [path, published]);
  const lines = [...staged, ...Object.entries(replaces)].map(
    ([path, wanted]) => `\t${path} => ${path} ${wanted}`,
  );
  const block = lines.length ? `\nreplace (\n${lines.join('\n')}\n)\n` : '';
  return `module meshport.local/build\n\ngo ${GO_VERSION}\n\nrequire ${module} v${version}\n${block}`;
}

async function writeGoMod(
  program: GoProgram,
  {
    go,
    directory,
    context,
  }: { go: string; directory: string; context: ToolContext },
): Promise<void> {
  const file = join(directory, 'go.mod');
  try {
    await access(file);
    return;
  } catch {
    // First build in this directory. Later ones keep the file, because `go build` adds the indirect requirements.
  }
  const wanted = `${program.module}@v${program.version}`;
  const answer = await runGo({
    go,
    args: ['mod', 'download', '-json', wanted],
    cwd: directory,
    context,
  });
  const { GoMod: path } = JSON.parse(answer) as { GoMod: string };
  const text = goModFor(program, await readFile(path, 'utf8'));
  await writeFile(`${file}.new`, text);
  await rename(`${file}.new`, file);
}

async function build(
  program: GoProgram,
  { go, context }: { go: string; context: ToolContext },
): Promise<string> {
  const { directory } = context;
  const started = Date.now();
  const seconds = () => Math.round((Date.now() - started) / 1000);
  const ticker = setInterval(
    () => context.report(`Building ${program.name} ... ${seconds()} s`),
    PROGRESS_EVERY_MILLISECONDS,
  );
  try {
    await writeGoMod(program, { go, directory, context });
    const path = join(directory, program.name);
    await runGo({
      go,
      args: [
        'build',
        ...(program.tags ? ['-tags', program.tags] : []),
        '-ldflags',
        `-s -w ${program.linkerFlags}`,
        '-o',
        `${path}.new`,
        program.package,
      ],
      cwd: directory,
      context,
    });
    await rename(`${path}.new`, path);
    context.report(`Built ${program.name} in ${seconds()} s`);
    return path;
  } finally {
    clearInterval(ticker);
  }
}

/** A program that is built with Go from the module proxy when it is not there yet. */
export function goTool(
  program: GoProgram,
  fromEnvironment: Tool['fromEnvironment'],
): Tool {
  return {
    name: program.name,
    version: program.version,
    fromEnvironment,
    onPath: [program.name],
    oldestOnPath: program.oldestOnPath,
    async fromCache({ directory }) {
      const path = join(directory, program.name);
      return isExecutable(path) ? { path } : undefined;
    },
    async make(context) {
      const go = findGo(context.env);
      if (!go) throw new ToolMissingError(program.howToGet);
      context.report(
        `Building ${program.name} ${program.version} with Go into ${context.directory} (once; some minutes)`,
      );
      await mkdir(context.directory, { recursive: true });
      try {
        return { path: await build(program, { go, context }) };
      } catch (cause) {
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new ToolMissingError(
          `${program.name} could not be built with Go (${reason}). ${program.howToGet}`,
          { cause },
        );
      }
    },
  };
}

/** What a variable names, which must be there. */
export function existing(variable: string, path: string): string {
  if (isExecutable(path)) return path;
  throw new ToolVariableError(
    `${variable} leads to ${path}, which is not an executable file: correct ${variable} or unset it.`,
  );
}
