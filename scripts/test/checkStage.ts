import { tailOfLog } from '../processes/GuardedProcess.ts';
import type { Command, Stage, StageResult } from './Stage.ts';

const TAIL_LINES = 40;

/** A program of node_modules, run with the Node that runs us; the path is below node_modules. */
export function nodeProgram(path: string, ...args: string[]): Command {
  return { command: process.execPath, args: [`node_modules/${path}`, ...args] };
}

/** One check that holds or does not. */
export function verdict(holds: boolean, details: string): StageResult {
  return {
    passed: holds ? 1 : 0,
    failed: holds ? 0 : 1,
    skipped: 0,
    details: holds ? '' : details,
  };
}

/** A stage that counts as one check: every command must end with 0. */
export function checkStage({
  name,
  what,
  commands,
}: {
  name: string;
  what: string;
  commands: readonly Command[];
}): Stage {
  return {
    name,
    what,
    async run({ run, logFile }) {
      let holds = true;
      for (const command of commands) {
        const { code } = await run(command);
        holds &&= code === 0;
      }
      return verdict(holds, tailOfLog(logFile, TAIL_LINES));
    },
  };
}
