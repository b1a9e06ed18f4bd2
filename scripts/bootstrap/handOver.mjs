import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';
import { environmentFor } from './environment.mjs';
import { ROOT } from './root.mjs';

const PARENT_CHECK_MILLISECONDS = 1_000;

/** Type stripping is final in Node 24 but still called experimental in 22; the scripts have no package.json of their own. */
const FLAGS = [
  '--disable-warning=ExperimentalWarning',
  '--disable-warning=MODULE_TYPELESS_PACKAGE_JSON',
];

/**
 * Runs a command under the Node that was found and ends as it ends. However this process is told to end, or if npm above
 * it is killed, the command is asked to end, too; if this process itself is killed, the command notices by its channel.
 *
 * @param {object} options
 * @param {string} options.node
 * @param {string} options.script path from the repository's top folder
 * @param {string[]} options.args
 */
export async function handOver({ node, script, args }) {
  const child = spawn(node, [...FLAGS, join(ROOT, script), ...args], {
    cwd: ROOT,
    env: environmentFor(node),
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
  });
  for (const signal of ['SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  // A terminal sends Ctrl-C to the command as well: it must not be sent twice, and we must outlive it.
  process.on('SIGINT', () => undefined);
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid !== parent) child.kill('SIGTERM');
  }, PARENT_CHECK_MILLISECONDS);
  watch.unref();
  // Only under npm: a shell that ends after starting us in the background has done what it wanted.
  if (!process.env.npm_lifecycle_event) clearInterval(watch);
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...end) => resolve({ code: end[0], signal: end[1] }));
  });
  clearInterval(watch);
  if (signal) process.removeAllListeners(signal).kill(process.pid, signal);
  else process.exitCode = code;
}
