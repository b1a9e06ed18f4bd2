import { readFileSync, rmSync } from 'node:fs';
import { tailOfLog } from '../processes/GuardedProcess.ts';
import { nodeProgram } from './checkStage.ts';
import { resultOfPlaywright, type PlaywrightReport } from './counts.ts';
import type { Stage } from './Stage.ts';

const CONFIG = 'packages/backend/tests/browser/playwright.config.ts';

function readReport(path: string): PlaywrightReport | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as PlaywrightReport;
  } catch {
    return undefined;
  }
}

/**
 * The portal in Chromium. The tests find the browser by CHROMIUM_PATH; what it needs besides (libraries, fonts) is in
 * the environment that it inherits.
 */
export const browserStage: Stage = {
  name: 'browser',
  what: 'the portal over the lab in Chromium',
  tools: ['chromium', 'kubectl', 'prometheus', 'promtool'],
  async run({ run, rest, logFile }, env) {
    const reportFile = logFile.replace(/\.log$/, '.json');
    rmSync(reportFile, { force: true });
    const program = nodeProgram(
      '@playwright/test/cli.js',
      ...['test', '--config', CONFIG, '--reporter', 'json'],
      // Who names files wants these, not what runs before them.
      ...(rest.length > 0 ? ['--no-deps', ...rest] : []),
    );
    await run({
      ...program,
      env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: reportFile },
    });
    const report = readReport(reportFile);
    const result = report && resultOfPlaywright(report);
    if (result && result.passed + result.failed + result.skipped > 0) {
      return result;
    }
    const details = tailOfLog(logFile, 40) || 'No test was found.';
    return { passed: 0, failed: 1, skipped: 0, details };
  },
};
