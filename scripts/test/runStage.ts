import { findTool } from '../tools/findTool.ts';
import { ToolMissingError } from '../tools/Tool.ts';
import type { Stage, StageContext, StageResult } from './Stage.ts';

/** Where a test or the program it runs looks for a tool that was found for it. */
const VARIABLES: Partial<Record<string, string>> = {
  chromium: 'CHROMIUM_PATH',
  kubectl: 'KUBECTL',
};

async function environmentOfTools(
  stage: Stage,
  report: (line: string) => void,
): Promise<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const name of stage.tools ?? []) {
    const { path, env: needed } = await findTool(name, { report });
    const variable = VARIABLES[name];
    if (variable) env[variable] = path;
    Object.assign(env, needed);
  }
  report('');
  return env;
}

/**
 * Gets the stage's tools and runs it. Never rejects because of what the stage found: without its tools it is skipped,
 * or failed where CI is set, because there nobody would notice. A variable that names a tool which is not there is a
 * mistake of whoever set it, and a failure everywhere, like an error of the stage itself.
 */
export async function runStage(
  stage: Stage,
  {
    context,
    isCi,
    report,
  }: {
    context: StageContext;
    isCi: boolean;
    report: (line: string) => void;
  },
): Promise<StageResult> {
  try {
    return await stage.run(context, await environmentOfTools(stage, report));
  } catch (error) {
    const details = error instanceof Error ? error.message : String(error);
    const skip = error instanceof ToolMissingError && !isCi;
    return skip
      ? { passed: 0, failed: 0, skipped: 1, details }
      : { passed: 0, failed: 1, skipped: 0, details };
  }
}
