import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { Session, StopRequested } from './Session.ts';

describe('a session', () => {
  const folder = mkdtempSync(join(tmpdir(), 'meshport-session-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const shell = (name: string, script: string) => ({
    name,
    command: 'sh',
    args: ['-c', script],
    logFile: join(folder, `${name}.log`),
  });

  it('is interrupted when one of its processes ends by itself, and says what it printed last', async () => {
    const session = new Session();
    const lasting = await session.start(shell('The lab', 'sleep 60'));
    await session.start(shell('The portal', 'echo no database; exit 3'));
    await assert.rejects(
      session.interrupted,
      /^Error: The portal ended with code 3\. .*The portal\.log:\nno database$/,
    );
    await session.stop();
    assert.equal(lasting.isRunning(), false);
  });

  it('is not interrupted by the end of what it stops itself', async () => {
    const session = new Session();
    await session.start(shell('a', 'sleep 60'));
    await session.stop();
    session.requestStop();
    await assert.rejects(session.interrupted, StopRequested);
  });

  it('gives up waiting when the user asks for the end', async () => {
    const session = new Session();
    const waiting = session.during(new Promise(() => undefined));
    session.requestStop();
    await assert.rejects(waiting, StopRequested);
  });

  it('ends a command that takes longer than its limit', async () => {
    const session = new Session();
    const end = await session.complete({
      ...shell('b', 'sleep 60'),
      timeLimitMilliseconds: 50,
    });
    assert.deepEqual(end, { code: null, signal: 'SIGTERM' });
  });
});
