import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { glob } from 'node:fs/promises';
import { join } from 'node:path';
import { tailOfLog } from '../processes/GuardedProcess.ts';
import type { Session } from '../processes/Session.ts';

/** Everything that ends up in the bundle. app-config.yaml is among it: `app.packages` is read while building. */
const SOURCES = [
  'packages/app/{src,public}/**/*',
  'packages/app/{package.json,config.d.ts}',
  'plugins/{mesh-common,mesh-frontend}/src/**/*',
  'plugins/{mesh-common,mesh-frontend}/{package.json,config.d.ts}',
  'app-config.yaml',
  'yarn.lock',
];
const TESTS = /\.test\.tsx?$/;

const BUILD_LIMIT_MILLISECONDS = 10 * 60_000;

/** Inside the bundle, so that it goes with it: a build begins by emptying the folder. */
const STAMP = 'packages/app/dist/.meshport-sources';

/** One hash over paths and contents of all sources. */
async function hashOfSources(root: string): Promise<string> {
  const files: string[] = [];
  for (const pattern of SOURCES) {
    for await (const entry of glob(pattern, {
      cwd: root,
      withFileTypes: true,
    })) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !TESTS.test(path)) files.push(path);
    }
  }
  const hash = createHash('sha256');
  for (const file of files.sort()) {
    hash.update(`${file.slice(root.length)}\n`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Builds the app into packages/app/dist, unless the bundle there was built from the present sources. */
export async function buildApp({
  root,
  session,
  logFile,
}: {
  root: string;
  session: Session;
  logFile: string;
}): Promise<void> {
  const stamp = join(root, STAMP);
  const hash = await hashOfSources(root);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  const { code } = await session.complete({
    name: 'The build of the app',
    command: process.execPath,
    args: [
      join(root, 'node_modules', '@backstage', 'cli', 'bin', 'backstage-cli'),
      ...['package', 'build'],
    ],
    cwd: join(root, 'packages', 'app'),
    env: process.env,
    logFile,
    timeLimitMilliseconds: BUILD_LIMIT_MILLISECONDS,
  });
  if (code !== 0) {
    throw new Error(
      `The app could not be built. The last lines of ${logFile}:\n${tailOfLog(
        logFile,
      )}`,
    );
  }
  writeFileSync(stamp, hash);
}
