import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startGuardedProcess } from './GuardedProcess.ts';
import { waitUntil } from './waitUntil.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // A zombie can still be sent a signal; nobody may have collected it yet.
    const stat = `/proc/${pid}/stat`;
    return (
      !existsSync(stat) || !/^\d+ \(.*\) Z/.test(readFileSync(stat, 'utf8'))
    );
  } catch {
    return false;
  }
}

describe('a guarded process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meshport-process-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const shell = (script: string, name: string) => ({
    name,
    command: 'sh',
    args: ['-c', script],
    logFile: join(folder, `${name}.log`),
  });

  it('leaves its output in its log and tells how it ended', async () => {
    const run = await startGuardedProcess(shell('echo hello; exit 3', 'a'));
    assert.deepEqual(await run.ended, { code: 3, signal: null });
    assert.equal(readFileSync(run.logFile, 'utf8'), 'hello\n');
  });

  it('is killed when it does not stop in time', async () => {
    const script = 'trap "" TERM; echo ready; while :; do sleep 0.05; done';
    const run = await startGuardedProcess(shell(script, 'b'));
    await waitUntil(
      async () => /ready/.test(readFileSync(run.logFile, 'utf8')),
      {
        what: 'the trap',
        timeoutMilliseconds: 5_000,
      },
    );
    const end = await run.stop({ graceMilliseconds: 50 });
    assert.deepEqual(end, { code: null, signal: 'SIGKILL' });
  });

  it('takes its own children with it', async () => {
    const script = 'sleep 60 & echo $!; wait';
    const run = await startGuardedProcess(shell(script, 'c'));
    const child = await waitUntil(
      async () => Number(readFileSync(run.logFile, 'utf8')) || undefined,
      { what: 'the child', timeoutMilliseconds: 5_000 },
    );
    await run.stop();
    await waitUntil(async () => !isAlive(child), {
      what: 'the end of the child',
      timeoutMilliseconds: 5_000,
    });
  });

  it('does not outlive the process that started it, even when that is killed', async () => {
    const stateDirectory = join(folder, 'state');
    mkdirSync(stateDirectory);
    const module = join(import.meta.dirname, 'GuardedProcess.ts');
    const parent = await startGuardedProcess({
      name: 'parent',
      command: process.execPath,
      args: [
        '--input-type=module',
        '-e',
        `const { startGuardedProcess } = await import(${JSON.stringify(
          module,
        )});
         const child = await startGuardedProcess(${JSON.stringify({
           ...shell('while :; do sleep 0.05; done', 'd'),
           stateDirectory,
         })});
         console.log('pid=' + child.pid);
         setInterval(() => {}, 1000);`,
      ],
      logFile: join(folder, 'parent.log'),
    });
    const pid = await waitUntil(
      async () => {
        const match = /pid=(\d+)/.exec(readFileSync(parent.logFile, 'utf8'));
        return match ? Number(match[1]) : undefined;
      },
      { what: 'the grandchild', timeoutMilliseconds: 10_000 },
    );
    assert.ok(isAlive(pid));
    await parent.stop({ signal: 'SIGKILL' });
    await waitUntil(async () => !isAlive(pid) && !existsSync(stateDirectory), {
      what: 'the end of the grandchild and its directory',
      timeoutMilliseconds: 10_000,
    });
  });

  it('that cannot be started is an error with its name', async () => {
    const options = { ...shell('', 'The thing'), command: '/does/not/exist' };
    await assert.rejects(
      startGuardedProcess(options),
      /^Error: The thing could not be started/,
    );
  });
});
