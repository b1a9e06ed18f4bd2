import type { Counts, StageResult } from './Stage.ts';

const MOST_FAILURES_SHOWN = 10;
const LINES_PER_FAILURE = 12;

/** The part of Jest's `--json` that we read. */
export interface JestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  /** Files that failed before any of their tests ran. */
  numRuntimeErrorTestSuites: number;
  testResults: {
    name: string;
    message: string;
    assertionResults: {
      fullName: string;
      status: string;
      failureMessages?: string[];
    }[];
  }[];
}

/** The part of Playwright's JSON report that we read. */
export interface PlaywrightReport {
  stats: {
    expected: number;
    unexpected: number;
    flaky: number;
    skipped: number;
  };
  /** What went wrong outside of any test. */
  errors: { message?: string }[];
  suites: PlaywrightSuite[];
}

interface PlaywrightSuite {
  title: string;
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    ok: boolean;
    tests: { results: { error?: { message?: string } }[] }[];
  }[];
}

// Colour codes of the programs' output.
// eslint's no-control-regex wants them spelled as text.
const COLOURS = new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, 'g');

/** Lines of a stack that say nothing about our code. */
const FOREIGN_FRAME = /^\s+at .*(node_modules|\(node:|<anonymous>)/;

function withoutColours(text: string): string {
  return text.replace(COLOURS, '');
}

function failure(title: string, message: string): string {
  const lines = withoutColours(message)
    .trim()
    .split('\n')
    .filter(line => !FOREIGN_FRAME.test(line));
  const shown = lines.slice(0, LINES_PER_FAILURE).join('\n    ');
  return `${title}\n    ${shown}`;
}

function joined(failures: readonly string[]): string {
  const more = failures.length - MOST_FAILURES_SHOWN;
  const rest = more > 0 ? [`... and ${more} more`] : [];
  return [...failures.slice(0, MOST_FAILURES_SHOWN), ...rest].join('\n');
}

/** A file that could not be run counts as one failure. */
export function resultOfJest(report: JestReport): StageResult {
  const failures = report.testResults.flatMap(file => {
    const failed = file.assertionResults.filter(t => t.status === 'failed');
    if (failed.length === 0 && file.message) {
      return [failure(file.name, file.message)];
    }
    return failed.map(test =>
      failure(
        `${file.name}\n  ${test.fullName}`,
        (test.failureMessages ?? []).join('\n'),
      ),
    );
  });
  return {
    passed: report.numPassedTests,
    failed: report.numFailedTests + report.numRuntimeErrorTestSuites,
    skipped: report.numPendingTests + report.numTodoTests,
    details: joined(failures),
  };
}

function failuresOfSuite(suite: PlaywrightSuite): string[] {
  const own = (suite.specs ?? [])
    .filter(spec => !spec.ok)
    .map(spec => {
      const errors = spec.tests
        .flatMap(test => test.results)
        .flatMap(result => result.error?.message ?? []);
      return failure(`${suite.title}\n  ${spec.title}`, errors[0] ?? '');
    });
  return [...own, ...(suite.suites ?? []).flatMap(failuresOfSuite)];
}

/** A test that passed only when it was repeated counts as failed. */
export function resultOfPlaywright(report: PlaywrightReport): StageResult {
  const { expected, unexpected, flaky, skipped } = report.stats;
  const errors = report.errors.map(({ message }) =>
    failure('Outside of the tests', message ?? ''),
  );
  return {
    passed: expected,
    failed: unexpected + flaky + errors.length,
    skipped,
    details: joined([...errors, ...report.suites.flatMap(failuresOfSuite)]),
  };
}

/** Counts of `node --test` from its TAP output, or undefined when it did not come to its end. */
export function countsOfTap(output: string): Counts | undefined {
  const count = (word: string) => {
    const match = new RegExp(`^# ${word} (\\d+)$`, 'm').exec(output);
    return match ? Number(match[1]) : undefined;
  };
  const passed = count('pass');
  const failed = count('fail');
  if (passed === undefined || failed === undefined) return undefined;
  return { passed, failed, skipped: count('skipped') ?? 0 };
}

export function sumOf(counts: readonly Counts[]): Counts {
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of counts) {
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  return sum;
}

/** "12 passed, 0 failed", and what was skipped only if something was. */
export function describeCounts({ passed, failed, skipped }: Counts): string {
  const rest = skipped > 0 ? `, ${skipped} skipped` : '';
  return `${passed} passed, ${failed} failed${rest}`;
}

/** Nothing failed and something passed: a run in which nothing ran proves nothing. */
export function isSuccess({ passed, failed }: Counts): boolean {
  return failed === 0 && passed > 0;
}
