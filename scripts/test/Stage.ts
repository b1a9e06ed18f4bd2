import type { ToolName } from '../tools/toolTable.ts';

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

export interface StageResult extends Counts {
  /** For a person, when something failed: which tests and why, or the last lines of what was printed. */
  details: string;
}

export interface StageContext {
  root: string;
  /** Output of everything this stage runs. */
  logFile: string;
  /** What the user gave after `--`. */
  rest: readonly string[];
  /** Runs a program to its end with its output in the log. Rejects when the whole run is being ended. */
  run(command: Command): Promise<{ code: number | null }>;
}

export interface Command {
  command: string;
  args: readonly string[];
  env?: Record<string, string>;
}

/** One kind of check of `npm test`. */
export interface Stage {
  name: string;
  /** One line for `--list`. */
  what: string;
  /** Binaries without which the stage cannot run: skipped where they cannot be had, failed where CI is set. */
  tools?: readonly ToolName[];
  run(context: StageContext, env: Record<string, string>): Promise<StageResult>;
}
