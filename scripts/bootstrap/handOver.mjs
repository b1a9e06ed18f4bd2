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
 * Calls `onGone` once npm, our parent, is gone: nobody tells a process that its parent was killed, so it has to look.
 * Only under npm: a shell that ends after starting us in the background has done what it wanted.
 */
function watchNpm(onGone) {
  if (!process.env.npm_lifecycle_event) return undefined;
  const npm = process.ppid;
  return setInterval(() => {
    if (process.ppid !== npm) onGone();
  }, PARENT_CHECK_MILLISECONDS).unref();
}

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
  // A terminal sends Ctrl-C to the command as well, but npm passes on to us alone what only it was sent.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => child.kill(signal));
  }
  const watch = watchNpm(() => child.kill('SIGTERM'));
  const { code, signal } = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (...end) => resolve({ code: end[0], signal: end[1] }));
  });
  clearInterval(watch);
  if (signal) process.removeAllListeners(signal).kill(process.pid, signal);
  else process.exitCode = code;
}
