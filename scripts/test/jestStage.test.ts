import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { filesOf } from './jestStage.ts';

const KINDS = [
  ...(['unit', 'golden', 'contract', 'backend', 'lab', 'timed'] as const),
];

describe('every test file belongs to exactly one stage', () => {
  for (const [file, kind] of [
    ['src/a.test.ts', 'unit'],
    ['src/A.test.tsx', 'unit'],
    ['src/golden.test.ts', 'unit'],
    ['src/a.golden.test.ts', 'golden'],
    ['tests/a.contract.test.ts', 'contract'],
    ['src/a.backend.test.ts', 'backend'],
    ['tests/a.lab.test.ts', 'lab'],
    ['tests/a.timed.test.ts', 'timed'],
  ] as const) {
    it(`${file} to ${kind}`, () => {
      const matching = KINDS.filter(one => new RegExp(filesOf(one)).test(file));
      assert.deepEqual(matching, [kind]);
    });
  }
});

describe('a part of a path', () => {
  for (const part of ['mesh/a', 'a', 'src/mesh/a.golden.test.ts', 'mesh']) {
    it(`${part} selects the file`, () => {
      const pattern = new RegExp(filesOf('golden', part));
      assert.match('src/mesh/a.golden.test.ts', pattern);
      assert.doesNotMatch('src/other/b.golden.test.ts', pattern);
      assert.doesNotMatch('src/mesh/a.test.ts', pattern);
    });
  }
});
