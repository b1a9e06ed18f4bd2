import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClientTask } from '../client/main.ts';
import { Session } from '../../scripts/processes/Session.ts';

/** Runs one measurement in a process of its own, so that what it costs is not the portal's; resolves with what it prints. */
export async function runClient<Result>(
  task: ClientTask,
  { root, directory }: { root: string; directory: string },
): Promise<Result> {
  const file = join(directory, 'client.json');
  writeFileSync(file, JSON.stringify(task), { mode: 0o600 });
  const output: string[] = [];
  const session = new Session();
  const logFile = join(directory, 'client.log');
  const end = await session.complete({
    name: 'The client',
    command: process.execPath,
    args: ['--no-warnings', join(root, 'bench', 'client', 'main.ts'), file],
    cwd: root,
    env: process.env,
    logFile,
    onOutput: text => output.push(text),
    timeLimitMilliseconds: 60 * 60_000,
  });
  if (end.code !== 0) {
    throw new Error(
      `The client failed:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`,
    );
  }
  return JSON.parse(output.join('')) as Result;
}
