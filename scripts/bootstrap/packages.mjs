import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { environmentFor } from './environment.mjs';
import { ROOT } from './root.mjs';

const YARN = join(ROOT, '.yarn', 'releases', 'yarn-4.13.0.cjs');
/** Kept inside node_modules, so that deleting the folder deletes the claim that it is complete. */
const STAMP = join(ROOT, 'node_modules', '.meshport-install');
const LOG = join(ROOT, '.meshport', 'install.log');

/** Everything that decides what an installation looks like. */
function inputs() {
  const workspaces = ['packages', 'plugins'].flatMap(folder =>
    readdirSync(join(ROOT, folder)).map(name =>
      join(folder, name, 'package.json'),
    ),
  );
  return ['package.json', 'yarn.lock', '.yarnrc.yml', ...workspaces.sort()];
}

function stampFor(node) {
  const hash = createHash('sha256');
  const version = execFileSync(node, ['--version'], { encoding: 'utf8' });
  hash.update(`${version.split('.')[0]} ${process.platform} ${process.arch}\n`);
  for (const file of inputs()) {
    if (!existsSync(join(ROOT, file))) continue;
    hash.update(`${file}\n`).update(readFileSync(join(ROOT, file)));
  }
  return hash.digest('hex');
}

/** Whether the last installation was made from the present package files, for this kind of Node. */
export function arePackagesCurrent(node) {
  if (!existsSync(STAMP)) return false;
  return readFileSync(STAMP, 'utf8') === stampFor(node);
}

/**
 * Installs what yarn.lock names with the Yarn that is committed here.
 *
 * @param {object} options
 * @param {string} options.node
 * @param {ReturnType<typeof import('./npmSettings.mjs').readNpmSettings>} options.npm
 * @param {(detail: string) => void} options.progress
 */
export async function installPackages({ node, npm, progress }) {
  const { registry, cafile } = npm();
  const env = environmentFor(node);
  // Yarn does not read npm's settings, and a company's registry is usually set there only.
  if (registry) env.YARN_NPM_REGISTRY_SERVER ??= registry;
  if (cafile) env.YARN_HTTPS_CA_FILE_PATH ??= cafile;
  env.YARN_ENABLE_PROGRESS_BARS = 'false';
  env.YARN_ENABLE_COLORS = 'false';
  progress('the first time takes about 90 s');
  mkdirSync(join(ROOT, '.meshport'), { recursive: true });
  const log = openSync(LOG, 'w');
  const child = spawn(node, [YARN, 'install', '--immutable'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', log, log],
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) {
    const lines = readFileSync(LOG, 'utf8').trimEnd().split('\n');
    // Frames of Yarn's own code help nobody here.
    const tail = lines.filter(line => !/^\s+at /.test(line)).slice(-15);
    throw new Error(
      `The packages could not be installed. What Yarn said last:\n${tail.join(
        '\n',
      )}\nThe whole text is in ${LOG}. Nothing else was changed; running the same command again continues.`,
    );
  }
  writeFileSync(STAMP, stampFor(node));
  progress('');
}
