import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where everything lands that is neither source nor an npm package of the workspaces: Node, Chromium, kube-apiserver.
 * Outside the work tree, so that a fresh clone finds it again.
 */
export function cacheDirectory(env: NodeJS.ProcessEnv = process.env): string {
  if (env.MESHPORT_CACHE) return env.MESHPORT_CACHE;
  const base = env.XDG_CACHE_HOME || join(env.HOME || homedir(), '.cache');
  return join(base, 'meshport');
}
