import { readFileSync, rmSync } from 'node:fs';
import { tailOfLog } from '../processes/GuardedProcess.ts';
import type { ToolName } from '../tools/toolTable.ts';
import { nodeProgram } from './checkStage.ts';
import { resultOfJest, type JestReport } from './counts.ts';
import type { Stage } from './Stage.ts';

/** Kinds of test files with a stage of their own: `name.golden.test.ts`. All others are unit tests. */
const SPECIAL_KINDS = ['golden', 'contract', 'backend', 'lab'] as const;
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

/** The test files of one kind, over all packages at once. */
export function jestStage({
  name,
  what,
  workers = 2,
  tools,
}: {
  name: 'unit' | SpecialKind;
  what: string;
  /** One for tests that measure time or start servers. */
  workers?: 1 | 2;
  tools?: readonly ToolName[];
}): Stage {
  return {
    name,
    what,
    tools,
    async run({ run, rest, logFile }, env) {
      const reportFile = logFile.replace(/\.log$/, '.json');
      rmSync(reportFile, { force: true });
      const pattern = filesOf(name, rest[0]);
      const program = nodeProgram(
        'jest/bin/jest.js',
        ...['--config', 'node_modules/@backstage/cli/config/jest.js', '--ci'],
        ...(workers === 1
          ? ['--runInBand']
          : ['--maxWorkers=2', '--workerIdleMemoryLimit=1000M']),
        ...['--json', '--outputFile', reportFile, '--passWithNoTests'],
        ...['--testPathPatterns', pattern],
      );
      const { code } = await run({
        ...program,
        env: {
          ...env,
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
      if (!result || (code !== 0 && result.failed === 0)) {
        const details = tailOfLog(logFile, 40);
        return { passed: 0, failed: 1, skipped: 0, details };
      }
      if (result.passed + result.failed + result.skipped > 0) return result;
      const details = `No test was found (paths like ${pattern}).`;
      return { ...result, failed: 1, details };
    },
  };
}
