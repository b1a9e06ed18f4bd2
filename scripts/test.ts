import { mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './bootstrap/root.mjs';
import { withSeconds } from './bootstrap/steps.mjs';
import { Session, StopRequested } from './processes/Session.ts';
import { onEndRequested } from './processes/endRequests.ts';
import { describeCounts, isSuccess, sumOf } from './test/counts.ts';
import { readTestOptions, UsageError } from './test/options.ts';
import { runStage } from './test/runStage.ts';
import type { Stage, StageContext, StageResult } from './test/Stage.ts';
import { STAGES } from './test/stages.ts';

/** Several times what the slowest stage takes: what runs longer hangs. */
const COMMAND_LIMIT_MILLISECONDS = 20 * 60_000;
const NAMES = STAGES.map(({ name }) => name);
const WIDTH = Math.max(...NAMES.map(name => name.length));

function contextOf(
  stage: Stage,
  { session, rest }: { session: Session; rest: readonly string[] },
): StageContext {
  const logFile = join(ROOT, '.meshport', `test-${stage.name}.log`);
  mkdirSync(join(ROOT, '.meshport'), { recursive: true });
  rmSync(logFile, { force: true });
  return {
    root: ROOT,
    logFile,
    rest,
    run: ({ command, args, env }) =>
      session.complete({
        name: stage.name,
        command,
        args,
        cwd: ROOT,
        env: { ...process.env, ...env },
        logFile,
        timeLimitMilliseconds: COMMAND_LIMIT_MILLISECONDS,
      }),
  };
}

async function runOne(
  stage: Stage,
  { session, rest }: { session: Session; rest: readonly string[] },
): Promise<StageResult> {
  const context = contextOf(stage, { session, rest });
  const isCi = Boolean(process.env.CI) && process.env.CI !== 'false';
  const result = await withSeconds<StageResult>(
    { label: stage.name.padEnd(WIDTH) },
    async note => {
      const report = (line: string) => note(line);
      const done = await session.during(
        runStage(stage, { context, isCi, report }),
      );
      note(describeCounts(done));
      return done;
    },
  );
  if (result.failed > 0 || (result.skipped > 0 && result.details)) {
    process.stdout.write(explain(stage, { result, context }));
  }
  return result;
}

function explain(
  stage: Stage,
  { result, context }: { result: StageResult; context: StageContext },
): string {
  const indented = result.details.replace(/^/gm, '    ');
  if (result.failed === 0) return `${indented}\n`;
  const log = relative(ROOT, context.logFile);
  return `${indented}\n    This stage alone:  npm test -- --only ${stage.name}      Its whole output:  ${log}\n`;
}

async function runAll(
  stages: readonly Stage[],
  rest: readonly string[],
): Promise<number> {
  const session = new Session();
  onEndRequested(() => session.requestStop());
  const results: StageResult[] = [];
  try {
    for (const stage of stages) {
      results.push(await runOne(stage, { session, rest }));
    }
  } catch (error) {
    if (!(error instanceof StopRequested)) throw error;
    process.stdout.write('\nEnded early.\n');
    return 130;
  } finally {
    await session.stop();
  }
  const sum = sumOf(results);
  process.stdout.write(`${describeCounts(sum)}\n`);
  return isSuccess(sum) ? 0 : 1;
}

async function main(): Promise<number> {
  const options = readTestOptions(process.argv.slice(2), NAMES);
  if (options.list) {
    for (const { name, what } of STAGES) {
      process.stdout.write(`${name.padEnd(WIDTH)}  ${what}\n`);
    }
    return 0;
  }
  const stages = STAGES.filter(
    ({ name }) => options.only?.includes(name) ?? true,
  );
  return runAll(stages, options.rest);
}

main().then(
  code => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(error instanceof UsageError ? 2 : 1);
  },
);
