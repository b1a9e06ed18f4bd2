import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { tailOfLog } from '../processes/GuardedProcess.ts';
import type { ToolName } from '../tools/toolTable.ts';
import { nodeProgram } from './checkStage.ts';
import { resultOfJest, sumOf, type JestReport } from './counts.ts';
import type { Command, Stage, StageContext, StageResult } from './Stage.ts';

const TAIL_LINES = 40;
/** A machine that is busy is no failure. What must be quick says so itself. */
const TEST_TIMEOUT_MILLISECONDS = 20_000;

/** Kinds of test files with a stage of their own: `name.golden.test.ts`. All others are unit tests. */
const SPECIAL_KINDS = [
  'golden',
  'contract',
  'backend',
  'istiod',
  'lab',
  'timed',
] as const;
type SpecialKind = (typeof SPECIAL_KINDS)[number];

/**
 * A regular expression over paths of test files.
 *
 * @param part a part of the paths wanted; the end of a whole file name may be given, too
 */
export function filesOf(kind: 'unit' | SpecialKind, part = ''): string {
  const special = SPECIAL_KINDS.join('|');
  const end =
    kind === 'unit'
      ? `(?<!\\.(${special}))\\.test\\.tsx?$`
      : `\\.${kind}\\.test\\.tsx?$`;
  const wanted = part.replace(
    new RegExp(`(\\.(${special}))?(\\.test(\\.tsx?)?)?$`),
    '',
  );
  return wanted ? `(?<=${wanted}.*)${end}` : end;
}

function readReport(path: string): JestReport | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JestReport;
  } catch {
    return undefined;
  }
}

/**
 * Names of the workspaces whose code is ES modules. Jest remembers for each file of scripts/, which both kinds of
 * packages import, whether it is one, and the answer differs: the two kinds must not share a process.
 */
function esModuleProjects(root: string): string[] {
  return ['packages', 'plugins']
    .flatMap(folder =>
      readdirSync(join(root, folder)).map(name =>
        join(root, folder, name, 'package.json'),
      ),
    )
    .filter(file => existsSync(file))
    .map(file => JSON.parse(readFileSync(file, 'utf8')) as Manifest)
    .flatMap(({ name, type }) => (type === 'module' ? [name] : []));
}

interface Manifest {
  name: string;
  type?: string;
}

function jestCommand({
  pattern,
  workers,
  reportFile,
  projects,
}: {
  pattern: string;
  workers: 1 | 2;
  reportFile: string;
  projects: readonly string[];
}): Command {
  return nodeProgram(
    'jest/bin/jest.js',
    ...['--config', 'node_modules/@backstage/cli/config/jest.js', '--ci'],
    ...(workers === 1
      ? ['--runInBand']
      : ['--maxWorkers=2', '--workerIdleMemoryLimit=1000M']),
    ...['--json', '--outputFile', reportFile, '--passWithNoTests'],
    `--testTimeout=${TEST_TIMEOUT_MILLISECONDS}`,
    ...['--testPathPatterns', pattern, ...projects],
  );
}

async function runJest(
  command: Command & { reportFile: string },
  { run, logFile }: StageContext,
): Promise<StageResult> {
  const { reportFile } = command;
  rmSync(reportFile, { force: true });
  const { code } = await run({
    ...command,
    env: {
      ...command.env,
      NODE_ENV: 'test',
      TZ: 'UTC',
      // The Kubernetes client is an ES module, and so is the lab.
      NODE_OPTIONS: `${
        process.env.NODE_OPTIONS ?? ''
      } --experimental-vm-modules --disable-warning=ExperimentalWarning`.trim(),
    },
  });
  const report = readReport(reportFile);
  const result = report && resultOfJest(report);
  if (result && (code === 0 || result.failed > 0)) return result;
  const details = tailOfLog(logFile, TAIL_LINES);
  return { passed: 0, failed: 1, skipped: 0, details };
}

/** The test files of one kind, over all packages. */
export function jestStage({
  name,
  what,
  workers = 2,
  tools,
}: {
  name: 'unit' | SpecialKind;
  what: string;
  /** One for tests that measure time. */
  workers?: 1 | 2;
  tools?: readonly ToolName[];
}): Stage {
  return {
    name,
    what,
    tools,
    async run(context, env) {
      const { rest, root, logFile } = context;
      const pattern = filesOf(name, rest[0]);
      const esModules = esModuleProjects(root);
      const results: StageResult[] = [];
      for (const option of ['--selectProjects', '--ignoreProjects']) {
        const projects = [option, ...esModules];
        const reportFile = logFile.replace(/\.log$/, `.${results.length}.json`);
        const command = jestCommand({ pattern, workers, reportFile, projects });
        results.push(await runJest({ ...command, env, reportFile }, context));
      }
      const sum = sumOf(results);
      if (sum.passed + sum.failed + sum.skipped === 0) {
        const details = `No test was found (paths like ${pattern}).`;
        return { ...sum, failed: 1, details };
      }
      const details = results.map(one => one.details).filter(Boolean);
      return { ...sum, details: details.join('\n') };
    },
  };
}
