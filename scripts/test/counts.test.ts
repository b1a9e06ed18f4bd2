import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  countsOfTap,
  describeCounts,
  isSuccess,
  resultOfJest,
  resultOfPlaywright,
  sumOf,
  type JestReport,
  type PlaywrightReport,
} from './counts.ts';

const counts = (passed: number, failed: number, skipped = 0) => ({
  passed,
  failed,
  skipped,
});

function aJestReport(report: Partial<JestReport> = {}): JestReport {
  return {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
    testResults: [],
    ...report,
  };
}

function aPlaywrightReport(
  stats: Partial<PlaywrightReport['stats']>,
  report: Partial<PlaywrightReport> = {},
): PlaywrightReport {
  return {
    stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0, ...stats },
    errors: [],
    suites: [],
    ...report,
  };
}

describe('counts', () => {
  it('are added over the stages', () => {
    assert.deepEqual(sumOf([counts(1, 2, 3), counts(4, 0)]), counts(5, 2, 3));
  });

  for (const [sum, text] of [
    [counts(12, 0), '12 passed, 0 failed'],
    [counts(12, 1), '12 passed, 1 failed'],
    [counts(12, 0, 2), '12 passed, 0 failed, 2 skipped'],
  ] as const) {
    it(`read "${text}"`, () => assert.equal(describeCounts(sum), text));
  }

  for (const [sum, success] of [
    [counts(1, 0), true],
    [counts(1, 0, 5), true],
    [counts(5, 1), false],
    [counts(0, 0), false],
    [counts(0, 0, 3), false],
  ] as const) {
    it(`${describeCounts(sum)} is ${success ? 'a' : 'no'} success`, () =>
      assert.equal(isSuccess(sum), success));
  }
});

describe('Jest', () => {
  it('counts a file that cannot be run as one failure and shows why', () => {
    const { passed, failed, details } = resultOfJest(
      aJestReport({
        numPassedTests: 3,
        numRuntimeErrorTestSuites: 1,
        testResults: [
          { name: '/a.test.ts', message: 'SyntaxError', assertionResults: [] },
        ],
      }),
    );
    assert.deepEqual({ passed, failed }, { passed: 3, failed: 1 });
    assert.match(details, /a\.test\.ts\n +SyntaxError/);
  });

  it('counts pending and planned tests as skipped', () => {
    const report = aJestReport({ numPendingTests: 2, numTodoTests: 1 });
    assert.equal(resultOfJest(report).skipped, 3);
  });

  it('names the test that failed, without colour codes', () => {
    const esc = String.fromCharCode(27);
    const { details } = resultOfJest(
      aJestReport({
        numFailedTests: 1,
        testResults: [
          {
            name: '/a.test.ts',
            message: 'all of it',
            assertionResults: [
              { fullName: 'adds up', status: 'passed' },
              {
                fullName: 'counts down',
                status: 'failed',
                failureMessages: [`${esc}[31mexpected 1${esc}[0m`],
              },
            ],
          },
        ],
      }),
    );
    assert.equal(details, '/a.test.ts\n  counts down\n    expected 1');
  });
});

describe('Playwright', () => {
  it('counts a test that needed a second try as failed', () => {
    const report = aPlaywrightReport({ expected: 2, flaky: 1, skipped: 1 });
    const { passed, failed, skipped } = resultOfPlaywright(report);
    assert.deepEqual({ passed, failed, skipped }, counts(2, 1, 1));
  });

  it('counts what goes wrong outside of tests', () => {
    const report = aPlaywrightReport(
      {},
      { errors: [{ message: 'no portal' }] },
    );
    const { failed, details } = resultOfPlaywright(report);
    assert.equal(failed, 1);
    assert.match(details, /no portal/);
  });

  it('names failing tests in nested suites', () => {
    const spec = {
      title: 'shows the card',
      ok: false,
      tests: [{ results: [{ error: { message: 'not visible' } }] }],
    };
    const inner = { title: 'card', specs: [spec] };
    const report = aPlaywrightReport(
      { unexpected: 1 },
      { suites: [{ title: 'file', suites: [inner] }] },
    );
    assert.equal(
      resultOfPlaywright(report).details,
      'card\n  shows the card\n    not visible',
    );
  });
});

describe('node --test', () => {
  it('is counted from its TAP output', () => {
    const output = 'ok 1 - x\n# pass 5\n# fail 1\n# skipped 2\n';
    assert.deepEqual(countsOfTap(output), counts(5, 1, 2));
  });

  it('has no counts when it did not come to its end', () => {
    assert.equal(countsOfTap('TAP version 13\n'), undefined);
  });
});
