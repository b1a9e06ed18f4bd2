/** Why this installation of a tool was taken. */
type ToolSource = 'environment' | 'path' | 'cache' | 'made';

export interface InstalledTool {
  /** Absolute path of the executable, or of the file where it is no program. */
  path: string;
  source: ToolSource;
  /** Environment that the executable needs, for example LD_LIBRARY_PATH. */
  env?: Record<string, string>;
}

export interface ToolContext {
  env: NodeJS.ProcessEnv;
  /** The directory of the cache that belongs to this tool and version; it need not exist yet. */
  directory: string;
  /** One line of progress for a person. */
  report(line: string): void;
}

/** One row of the tool table. */
export interface Tool {
  /** Name of the executable, and how the table names it. */
  name: string;
  /** Names the directory in the cache, so that another version is another directory. */
  version: string;
  /** Path named by an environment variable, if one is set. Throws a ToolVariableError for a path that does not exist. */
  fromEnvironment(env: NodeJS.ProcessEnv): string | undefined;
  /** Names to look for on PATH, in this order; empty when an installed one would be of no use. */
  onPath: readonly string[];
  /** Major and minor version that `--version` of one on PATH must reach; without this it is not asked. */
  oldestOnPath?: readonly [number, number];
  /** What `make` left in the cache earlier, or undefined. */
  fromCache(
    context: ToolContext,
  ): Promise<Omit<InstalledTool, 'source'> | undefined>;
  /**
   * Builds or downloads the tool into the cache. Rejects with a ToolMissingError when that is not possible here. Runs
   * under a lock, so it need not care for other processes, but what `fromCache` finds must appear at once (rename).
   */
  make(context: ToolContext): Promise<Omit<InstalledTool, 'source'>>;
}

/** An environment variable names a tool that is not there: a mistake to correct, never a reason to go on without. */
export class ToolVariableError extends Error {
  override readonly name = 'ToolVariableError';
}

/** A tool can neither be found nor made. The message is one sentence that says how to get it. */
export class ToolMissingError extends Error {
  override readonly name = 'ToolMissingError';
}
