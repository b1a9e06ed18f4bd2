import { readAnnouncement } from '../serve/announcement.ts';
import { UsageError } from './arguments.ts';

/** The lab does not answer. */
export class LabUnavailableError extends Error {}

/** Sends a command to the lab that runs with this folder; answers with the sentence to print. */
export async function askLab(
  directory: string,
  command: string,
  args: readonly string[],
): Promise<string> {
  const control = controlAddress(directory);
  if (command === 'status') {
    if (args.length > 0) throw new UsageError('"status" takes no argument.');
    const answer = await request(`${control}/v1/status`);
    return JSON.stringify(await answer.json(), null, 2);
  }
  const answer = await request(`${control}/v1/commands`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ command, args }),
  });
  const body = (await answer.json()) as { message?: string; error?: string };
  if (answer.ok) return body.message ?? '';
  if (answer.status === 400)
    throw new UsageError(body.error ?? 'The lab did not understand that.');
  throw new LabUnavailableError(
    `The lab failed: ${body.error ?? answer.statusText}`,
  );
}

function controlAddress(directory: string): string {
  const announced = readAnnouncement(directory);
  if (announced) return announced.control;
  throw new LabUnavailableError(
    `No lab is running (there is no lab.json in ${directory}). Start it with npm start.`,
  );
}

async function request(url: string, init?: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    throw new LabUnavailableError(
      `The lab does not answer at ${url}. If it has ended, start it with npm start.`,
      {
        cause: error,
      },
    );
  }
}
