import { readFileSync } from 'node:fs';
import { tailOfLog } from '../processes/GuardedProcess.ts';
import { countsOfTap } from './counts.ts';
import type { Stage } from './Stage.ts';

/** The scripts run on Node without Jest's transforms, and so do their tests. */
export const scriptsStage: Stage = {
  name: 'scripts',
  what: 'unit tests of the commands and of the benchmark',
  async run({ run, logFile }) {
    await run({
      command: process.execPath,
      args: [
        '--disable-warning=ExperimentalWarning',
        '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
        ...['--test', '--test-reporter=tap'],
        ...['scripts/**/*.test.ts', 'bench/**/*.test.ts'],
      ],
    });
    const counts = countsOfTap(readFileSync(logFile, 'utf8'));
    if (!counts || counts.passed + counts.failed === 0) {
      return { passed: 0, failed: 1, skipped: 0, details: tailOfLog(logFile) };
    }
    const details = counts.failed > 0 ? tailOfLog(logFile, 60) : '';
    return { ...counts, details };
  },
};
