import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Session } from '../../../../scripts/processes/Session';
import { buildApp } from '../../../../scripts/start/appBundle';
import { ROOT } from '../harness/root';

/** Before any worker starts its world: the app that all portals serve. */
export default async function builtApp(): Promise<void> {
  const logs = join(ROOT, '.meshport', 'tests');
  mkdirSync(logs, { recursive: true });
  await buildApp({
    root: ROOT,
    session: new Session(),
    logFile: join(logs, 'app-build.log'),
  });
}
