import { readAnnouncement } from '../serve/announcement.ts';
import { UsageError } from './arguments.ts';
import { ledgerTable, type LedgerAnswer } from './ledgerTable.ts';

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
  if (command === 'ledger') return askLedger(control, args);
  const answer = await request(`${control}/v1/commands`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ command, args }),
  });
  const { message } = await bodyOf<{ message?: string }>(answer);
  return message ?? '';
}

async function askLedger(
  control: string,
  [time = '5m', ...rest]: readonly string[],
): Promise<string> {
  if (rest.length > 0) throw new UsageError('"ledger" takes one argument.');
  const query = new URLSearchParams({ from: `-${time}` });
  const answer = await request(`${control}/v1/ledger?${query}`);
  return ledgerTable(await bodyOf<LedgerAnswer>(answer));
}

/** What the lab answers. Throws UsageError for what it did not understand. */
async function bodyOf<T>(answer: Response): Promise<T> {
  const body = (await answer.json()) as T & { error?: string };
  if (answer.ok) return body;
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
