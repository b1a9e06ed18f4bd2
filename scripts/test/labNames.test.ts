import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findNamesInCode, findNamesInData } from './labNames.ts';

const NAMES = ['blue-cluster', 'billing'];

describe('names of the lab', () => {
  for (const code of [
    "const x = 'blue-cluster';",
    'const x = `to blue-cluster`;',
    'const x = `${y}/blue-cluster/${z}`;',
    'const x = <p>in blue-cluster</p>;',
    'const x = <p title="blue-cluster" />;',
  ]) {
    it(`are found in ${code}`, () => {
      const found = findNamesInCode({ path: 'x.tsx', code }, NAMES);
      assert.deepEqual(found, [{ name: 'blue-cluster', line: 1 }]);
    });
  }

  for (const code of [
    '// as in blue-cluster',
    "const x = 'blue-cluster-2';",
    "const x = 'old-billing';",
    'const billing = 1;',
  ]) {
    it(`are not found in ${code}`, () => {
      assert.deepEqual(findNamesInCode({ path: 'x.ts', code }, NAMES), []);
    });
  }

  it('are found in data files with their line', () => {
    assert.deepEqual(findNamesInData('a: 1\nb: billing\n', NAMES), [
      { name: 'billing', line: 2 },
    ]);
  });
});
