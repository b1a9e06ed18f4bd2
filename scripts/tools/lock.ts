import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MILLISECONDS = 300;
/** A lock whose owner has not written its process id after this time was left by a process that died just then. */
const UNSIGNED_LOCK_IS_STALE_AFTER_MILLISECONDS = 5_000;

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}

async function isAbandoned(directory: string): Promise<boolean> {
  try {
    const owner = Number(await readFile(join(directory, 'pid'), 'utf8'));
    process.kill(owner, 0);
    return false;
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return true;
    if (!hasCode(error, 'ENOENT')) return false;
  }
  try {
    const age = Date.now() - (await stat(directory)).mtimeMs;
    return age > UNSIGNED_LOCK_IS_STALE_AFTER_MILLISECONDS;
  } catch {
    return false;
  }
}

/**
 * Runs `work` while no other process on this machine runs with the same lock directory. A lock left behind by a
 * process that is gone is broken.
 */
export async function withLock<T>(
  directory: string,
  {
    work,
    onWait,
  }: {
    work: () => Promise<T>;
    /** Called once, when another process holds the lock. */
    onWait?: () => void;
  },
): Promise<T> {
  await mkdir(dirname(directory), { recursive: true });
  let waited = false;
  for (;;) {
    try {
      await mkdir(directory);
      break;
    } catch (error) {
      if (!hasCode(error, 'EEXIST')) throw error;
    }
    if (await isAbandoned(directory)) {
      await rm(directory, { recursive: true, force: true });
      continue;
    }
    if (!waited) onWait?.();
    waited = true;
    await delay(POLL_MILLISECONDS);
  }
  try {
    await writeFile(join(directory, 'pid'), String(process.pid));
    return await work();
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
