import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Stage, StageContext } from './Stage.ts';
import { runStage } from './runStage.ts';

describe('a stage whose tool is not there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meshport-stage-'));
  const outside = { ...process.env };
  before(() => {
    // Neither in the cache nor on PATH, and not to be built.
    process.env.MESHPORT_CACHE = join(folder, 'cache');
    process.env.PATH = join(folder, 'bin');
    process.env.GO = '/bin/false';
    delete process.env.KUBECTL;
  });
  after(() => {
    Object.assign(process.env, outside);
    for (const name of ['MESHPORT_CACHE', 'GO', 'KUBECTL']) {
      if (outside[name] === undefined) delete process.env[name];
    }
    rmSync(folder, { recursive: true });
  });

  const stage: Stage = {
    name: 'one',
    what: 'needs kubectl',
    tools: ['kubectl'],
    run: async () => ({ passed: 1, failed: 0, skipped: 0, details: '' }),
  };
  const context: StageContext = {
    root: folder,
    logFile: join(folder, 'log'),
    rest: [],
    run: async () => ({ code: 0 }),
  };
  const run = (isCi: boolean) =>
    runStage(stage, { context, isCi, report: () => undefined });

  it('is skipped on a machine of somebody', async () => {
    const { failed, skipped, details } = await run(false);
    assert.deepEqual({ failed, skipped }, { failed: 0, skipped: 1 });
    assert.match(details, /set KUBECTL/);
  });

  it('fails where CI is set', async () => {
    const { failed, skipped } = await run(true);
    assert.deepEqual({ failed, skipped }, { failed: 1, skipped: 0 });
  });

  it('fails everywhere when a variable names a tool that does not exist', async () => {
    process.env.KUBECTL = join(folder, 'nonexistent');
    for (const isCi of [false, true]) {
      const { failed, skipped, details } = await run(isCi);
      assert.deepEqual({ failed, skipped }, { failed: 1, skipped: 0 });
      assert.match(details, /correct KUBECTL or unset it/);
    }
  });
});
