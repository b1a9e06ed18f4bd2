import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Installed where the present Node does not do. */
const MAJOR = 24;
/** From these versions on, Node runs TypeScript without a flag. Odd releases are not supported by Backstage. */
const LOWEST_MINOR = { 22: 18, 24: 0 };

/** @param {string} version as in process.versions.node */
export function isUsableNode(version) {
  const [major, minor] = version.split('.').map(Number);
  return major in LOWEST_MINOR && minor >= LOWEST_MINOR[major];
}

/** The same rule as scripts/tools/cacheDirectory.ts, which this Node may be too old to load. */
function cacheDirectory({ MESHPORT_CACHE, XDG_CACHE_HOME, HOME }) {
  if (MESHPORT_CACHE) return MESHPORT_CACHE;
  return join(XDG_CACHE_HOME || join(HOME || homedir(), '.cache'), 'meshport');
}

async function versionOf(node) {
  try {
    const { stdout } = await run(node, ['--version']);
    return stdout.trim().slice(1);
  } catch {
    return undefined;
  }
}

/** npm's packages named node-linux-* hold the official binary and run no install script. */
async function installNode(directory, npm) {
  const { command } = npm();
  const [program, ...first] = command;
  const fresh = `${directory}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    await run(program, [
      ...first,
      ...['install', '--prefix', fresh, '--no-save', '--no-audit'],
      ...['--no-fund', '--ignore-scripts', '--loglevel=error', '--no-global'],
      `node-linux-${process.arch}@${MAJOR}`,
    ]);
    if (!existsSync(directory)) renameSync(fresh, directory);
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

/**
 * Path of a Node that runs this project: the present one, else the one in the cache, else installed there with npm.
 *
 * @param {ReturnType<typeof import('./npmSettings.mjs').readNpmSettings>} npm
 */
export async function findNode(npm) {
  if (isUsableNode(process.versions.node)) return process.execPath;
  const { platform, arch } = process;
  const present = `This is Node ${process.versions.node}; Meshport needs Node 24 (or 22 from 22.18 on)`;
  if (platform !== 'linux' || !['x64', 'arm64'].includes(arch)) {
    throw new Error(
      `${present}. Install it from https://nodejs.org or with your version manager, and run the same command again.`,
    );
  }
  const directory = join(
    cacheDirectory(process.env),
    'node',
    `${MAJOR}-${platform}-${arch}`,
  );
  const node = join(directory, 'node_modules', `node-linux-${arch}/bin/node`);
  if (await versionOf(node)) return node;
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(dirname(directory), { recursive: true });
  try {
    await installNode(directory, npm);
  } catch (cause) {
    throw new Error(
      `${present}, and it could not be fetched with npm: ${
        cause.stderr?.trim() || cause.message
      }\nInstall Node 24 from https://nodejs.org and run the same command again.`,
    );
  }
  if (await versionOf(node)) return node;
  throw new Error(
    `${present}, and the one that npm delivered does not run on this machine (it needs glibc). Install Node 24 and run the same command again.`,
  );
}
