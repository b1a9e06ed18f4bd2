import { join } from 'node:path';
import type { Session } from '../../../../scripts/processes/Session';
import { waitUntil } from '../../../../scripts/processes/waitUntil';
import { findFreePortBase } from './portBase';
import { ROOT } from './root';
import { TestLab } from './TestLab';

/** Starts a synthetic cluster of the lab: `clusters=1,services=10,pods=500` are ten times 500 pods of real size. */
export async function startScaledLab({
  session,
  directory,
  scale,
  logFile,
}: {
  session: Session;
  directory: string;
  scale: string;
  logFile: string;
}): Promise<TestLab> {
  const portBase = String(await findFreePortBase(4));
  let output = '';
  await session.start({
    name: 'The scaled lab',
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      join(ROOT, 'packages', 'lab', 'src', 'scale', 'main.ts'),
      ...['--scale', scale, '--dir', directory, '--port-base', portBase],
    ],
    cwd: ROOT,
    env: process.env,
    logFile,
    onOutput: text => {
      output += text;
    },
  });
  await session.during(
    waitUntil(async () => output.includes('"ready":true'), {
      what: 'the scaled lab',
      timeoutMilliseconds: 60_000,
    }),
  );
  return new TestLab(directory);
}
