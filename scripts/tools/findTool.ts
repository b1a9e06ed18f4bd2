import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory } from './cacheDirectory.ts';
import { findOnPath } from './executables.ts';
import { withLock } from './lock.ts';
import type { InstalledTool, Tool, ToolContext } from './Tool.ts';
import { TOOLS, type ToolName } from './toolTable.ts';

const run = promisify(execFile);

const VERSION_LIMIT_MILLISECONDS = 20_000;

export interface FindToolOptions {
  env?: NodeJS.ProcessEnv;
  /** Where progress goes; default: standard error. */
  report?: (line: string) => void;
}

function contextOf(tool: Tool, options: FindToolOptions): ToolContext {
  const env = options.env ?? process.env;
  const platform = `${process.platform}-${process.arch}`;
  return {
    env,
    directory: join(
      cacheDirectory(env),
      tool.name,
      `${tool.version}-${platform}`,
    ),
    report: options.report ?? (line => void process.stderr.write(`${line}\n`)),
  };
}

async function alreadyInstalled(
  tool: Tool,
  context: ToolContext,
): Promise<InstalledTool | undefined> {
  const named = tool.fromEnvironment(context.env);
  if (named) return { path: named, source: 'environment' };
  for (const name of tool.onPath) {
    const path = findOnPath(name, context.env);
    if (path && (await isNewEnough(path, tool, context))) {
      return { path, source: 'path' };
    }
  }
  const cached = await tool.fromCache(context);
  return cached && { ...cached, source: 'cache' };
}

/** Also false for one that does not run, as the stand-ins that some distributions install. */
async function isNewEnough(
  path: string,
  { name, oldestOnPath: oldest }: Tool,
  { env, report }: ToolContext,
): Promise<boolean> {
  if (!oldest) return true;
  const said = await run(path, ['--version'], {
    env,
    timeout: VERSION_LIMIT_MILLISECONDS,
  }).catch(() => undefined);
  const [, major, minor] = /(\d+)\.(\d+)/.exec(said?.stdout ?? '') ?? [];
  const isEnough =
    Number(major) > oldest[0] ||
    (Number(major) === oldest[0] && Number(minor) >= oldest[1]);
  if (!isEnough) {
    report(
      `${path} is not used: it does not say that it is ${name} ${oldest.join(
        '.',
      )} or later`,
    );
  }
  return isEnough;
}

/**
 * The first that works: an environment variable, PATH, the cache, or made (built or downloaded) into the cache. Rejects
 * with a ToolMissingError when none does. Safe when several processes want the same tool at once: one makes it.
 */
export async function findTool(
  name: ToolName,
  options: FindToolOptions = {},
): Promise<InstalledTool> {
  const tool = TOOLS[name];
  const context = contextOf(tool, options);
  const installed = await alreadyInstalled(tool, context);
  if (installed) return installed;
  return withLock(`${context.directory}.lock`, {
    onWait: () =>
      context.report(`Waiting for another process that gets ${tool.name}`),
    work: async () => {
      const meanwhile = await tool.fromCache(context);
      if (meanwhile) return { ...meanwhile, source: 'cache' };
      return { ...(await tool.make(context)), source: 'made' };
    },
  });
}
