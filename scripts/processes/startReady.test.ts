import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startReady } from './startReady.ts';

describe('a process that is waited for', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meshport-ready-'));
  after(() => rmSync(folder, { recursive: true }));
  const logFile = join(folder, 'log');

  /** Says its process id, then goes on as the script says. */
  const start = (script: string, isReady: () => Promise<boolean>) =>
    startReady({
      name: 'the server',
      command: 'sh',
      args: ['-c', `echo $$; ${script}`],
      logFile,
      isReady,
      timeoutMilliseconds: 300,
      graceMilliseconds: 100,
    });
  const isGone = () => {
    const pid = Number(readFileSync(logFile, 'utf8').trim().split('\n')[0]);
    assert.ok(pid > 1);
    assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    rmSync(logFile);
  };

  it('is handed over when it is ready', async () => {
    const server = await start('exec sleep 60', async () => true);
    assert.ok(server.isRunning());
    await server.stop();
    isGone();
  });

  it('is ended when it is not ready in time', async () => {
    await assert.rejects(
      start('exec sleep 60', async () => false),
      /for the server/,
    );
    isGone();
  });

  it('is ended when it is not ready in time, even if it does not want to', async () => {
    await assert.rejects(
      start('trap "" TERM; while :; do sleep 1; done', async () => false),
      /for the server/,
    );
    isGone();
  });

  it('tells its last lines when it ends early', async () => {
    await assert.rejects(
      start('echo no such flag; exit 3', async () => false),
      /the server ended before it was ready:[^]*no such flag/,
    );
  });
});
