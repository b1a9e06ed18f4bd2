import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** Ends the process whose id it is given once its own input is closed: when whoever holds the other end is gone. */
const GUARD = `
while read -r _; do :; done
kill -s TERM "$1" 2>/dev/null && { sleep 3; kill -s KILL "$1" 2>/dev/null; }
`;

const GRACE_MILLISECONDS = 5_000;

/** A process that does not outlive the lab, however that ends. */
export interface GuardedChild {
  /** Resolves when it has ended, by itself or not; says how. */
  readonly ended: Promise<string>;
  isRunning(): boolean;
  stop(): Promise<void>;
}

/** Output goes to the log file. Rejects when the program cannot be started at all. */
export async function startGuardedChild(
  command: string,
  args: readonly string[],
  logFile: string,
): Promise<GuardedChild> {
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(command, args, { stdio: ['ignore', log, log] });
  closeSync(log);
  await new Promise<void>((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', reject);
  });
  const guard = spawn('sh', ['-c', GUARD, 'sh', String(child.pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  });
  guard.once('error', () => undefined);
  guard.stdin?.once('error', () => undefined);
  const ended = new Promise<string>(resolve => {
    child.once('exit', (code, signal) => {
      // Its number may be somebody else's soon.
      guard.kill('SIGKILL');
      resolve(signal ? `ended by ${signal}` : `ended with code ${code}`);
    });
  });
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  return { ended, isRunning, stop: () => stop(child, ended) };
}

async function stop(child: ChildProcess, ended: Promise<string>) {
  child.kill('SIGTERM');
  const limit = setTimeout(() => child.kill('SIGKILL'), GRACE_MILLISECONDS);
  await ended;
  clearTimeout(limit);
}
