import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  rmSync,
  mkdirSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { withLock } from './lock.ts';

describe('a lock', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meshport-lock-'));
  after(() => rmSync(folder, { recursive: true }));

  it('lets one work at a time and tells who waits', async () => {
    const lock = join(folder, 'one');
    const events: string[] = [];
    const use = (name: string) =>
      withLock(lock, {
        onWait: () => events.push(`${name} waits`),
        work: async () => {
          events.push(`${name} begins`);
          await new Promise(setImmediate);
          events.push(`${name} ends`);
        },
      });
    await Promise.all([use('a'), use('b')]);
    const [first, second] = ['a', 'b'].sort(
      (x, y) => events.indexOf(`${x} begins`) - events.indexOf(`${y} begins`),
    );
    assert.deepEqual(
      events.filter(event => !event.endsWith('waits')),
      [
        `${first} begins`,
        `${first} ends`,
        `${second} begins`,
        `${second} ends`,
      ],
    );
    assert.ok(events.includes(`${second} waits`));
  });

  it('is given back when the work fails', async () => {
    const lock = join(folder, 'two');
    const failing = withLock(lock, { work: () => Promise.reject(Error('x')) });
    await assert.rejects(failing, /x/);
    assert.ok(!existsSync(lock));
  });

  it('of a process that is gone is broken', async () => {
    const lock = join(folder, 'three');
    const { pid } = spawnSync(process.execPath, ['--version']);
    mkdirSync(lock);
    writeFileSync(join(lock, 'pid'), String(pid));
    assert.equal(await withLock(lock, { work: async () => 'done' }), 'done');
  });
});
