import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readBenchOptions, UsageError } from './options.ts';

describe('what is measured', () => {
  it('is what the targets are about, where nothing else is asked for', () => {
    const { clusters, services, pods, seconds, faults, keep } =
      readBenchOptions([]);
    assert.deepEqual([clusters, services, pods], [10, 200, 10]);
    assert.ok(seconds >= 60 && faults && keep);
  });

  it('can be other than that', () => {
    const options = readBenchOptions(
      '--clusters 3 --seconds 5 --no-faults --no-keep'.split(' '),
    );
    assert.deepEqual(
      [options.clusters, options.seconds, options.faults, options.keep],
      [3, 5, false, false],
    );
  });

  it('is large when that is asked for, or as large as one says', () => {
    assert.equal(readBenchOptions(['--large']).clusters, 50);
    const options = readBenchOptions(['--large', '--clusters', '20']);
    assert.equal(options.clusters, 20);
  });

  for (const typed of [['--pods', '0'], ['--seconds', 'ten'], ['--quick']]) {
    it(`is refused as ${typed.join(' ')}`, () => {
      assert.throws(() => readBenchOptions(typed), UsageError);
    });
  }
});
