import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { askJson } from '../processes/askJson.ts';

interface Announcement {
  control: string;
  pid: number;
}

function announcementIn(directory: string): Announcement | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, 'lab.json'), 'utf8'));
  } catch {
    return undefined;
  }
}

/**
 * Rejects when simulated clusters run with this folder already. Other ports would not help: two starts of one clone share
 * the kubeconfig there. What a lab left behind that was killed does not count, as nobody answers for it.
 */
export async function refuseSecondStart(directory: string): Promise<void> {
  const found = announcementIn(directory);
  if (!found || !(await askJson(`${found.control}/v1/status`))) return;
  throw new Error(
    `The simulated clusters of this clone run already (process ${found.pid}), and a second start would overwrite their files in ${directory}. End the first with Ctrl-C in its terminal, or with: kill ${found.pid}. To have two at once, clone Meshport a second time.`,
  );
}
