import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivately } from './privateFiles.ts';

/** What a running lab tells others in `lab.json` of its folder. */
export interface Announcement {
  /** Address of the control API. */
  control: string;
  pid: number;
}

const ANSWER_LIMIT_MILLISECONDS = 2_000;

function fileIn(directory: string): string {
  return join(directory, 'lab.json');
}

/** What the folder says, whether or not that lab still runs; undefined when it says nothing. */
export function readAnnouncement(directory: string): Announcement | undefined {
  try {
    return JSON.parse(readFileSync(fileIn(directory), 'utf8')) as Announcement;
  } catch {
    return undefined;
  }
}

export function announce(directory: string, announcement: Announcement): void {
  writePrivately(fileIn(directory), JSON.stringify(announcement));
}

/** Takes back what this lab announced, and never what another one did. */
export function withdraw(directory: string, own: Announcement): void {
  const found = readAnnouncement(directory);
  if (found?.pid === own.pid && found.control === own.control) {
    rmSync(fileIn(directory), { force: true });
  }
}

/**
 * The lab that runs with this folder. Its process must live and its control API answer: the id alone may belong to
 * a stranger by now.
 */
export async function runningLab(
  directory: string,
): Promise<Announcement | undefined> {
  const found = readAnnouncement(directory);
  if (!found || !isAlive(found.pid)) return undefined;
  const answer = await fetch(`${found.control}/v1/status`, {
    signal: AbortSignal.timeout(ANSWER_LIMIT_MILLISECONDS),
  }).catch(() => undefined);
  return answer?.ok ? found : undefined;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process lives, too.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
