import { join } from 'node:path';
import { cacheDirectory } from './cacheDirectory.ts';
import { findOnPath } from './executables.ts';
import { withLock } from './lock.ts';
import type { InstalledTool, Tool, ToolContext } from './Tool.ts';
import { TOOLS, type ToolName } from './toolTable.ts';

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
  const cached = await tool.fromCache(context);
  if (cached) return { ...cached, source: 'cache' };
  for (const name of tool.onPath) {
    const path = findOnPath(name, context.env);
    if (path) return { path, source: 'path' };
  }
  return undefined;
}

/**
 * The first that works: an environment variable, the cache, PATH, or made (built or downloaded) into the cache. Rejects
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
