import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readTestOptions } from './options.ts';

const STAGES = ['lint', 'unit'];

describe('npm test', () => {
  it('runs everything by default', () => {
    const expected = { only: undefined, list: false, rest: [] };
    assert.deepEqual(readTestOptions([], STAGES), expected);
  });

  for (const args of [
    ['--only', 'lint,unit'],
    ['--only=lint', '--only=unit'],
  ]) {
    it(`runs the stages named by ${args.join(' ')}`, () => {
      assert.deepEqual(readTestOptions(args, STAGES).only, STAGES);
    });
  }

  it('hands what follows -- to the test program', () => {
    const { rest } = readTestOptions(
      ['--only', 'unit', '--', '--only', 'x'],
      STAGES,
    );
    assert.deepEqual(rest, ['--only', 'x']);
  });

  it('names the stages there are when one is unknown', () => {
    assert.throws(
      () => readTestOptions(['--only', 'lint,units'], STAGES),
      /There is no stage "units"\. The stages are: lint, unit\./,
    );
  });

  it('answers an unknown option with the usage', () => {
    assert.throws(() => readTestOptions(['--olny'], STAGES), /npm test --/);
  });
});
