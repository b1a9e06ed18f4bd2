import { readAnnouncement } from '../serve/announcement.ts';
import type { Done } from '../apiserver/control/Command.ts';
import { UsageError } from './arguments.ts';
import { commandNames } from './usage.ts';
import { ledgerTable, type LedgerAnswer } from './ledgerTable.ts';

/** The lab does not answer. */
export class LabUnavailableError extends Error {}

/**
 * Sends a command to the lab that runs with this folder; answers with what to print.
 *
 * @param options `prompt`: what a line that undoes it begins with
 */
export async function askLab(
  directory: string,
  command: string,
  args: readonly string[],
  { prompt = 'npm run lab --' } = {},
): Promise<string> {
  const control = controlAddress(directory, command);
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
  return doneText(await bodyOf<Done>(answer), prompt);
}

function doneText({ message, look, undo }: Done, prompt: string): string {
  return [
    message,
    ...(look ? [`  See:   ${look}`] : []),
    ...(undo ? [`  Undo:  ${prompt} ${undo.join(' ')}`] : []),
  ].join('\n');
}

const TIME = /^\d+[smh]$/;

async function askLedger(
  control: string,
  [time = '5m', ...rest]: readonly string[],
): Promise<string> {
  if (rest.length > 0) throw new UsageError('"ledger" takes one argument.');
  if (!TIME.test(time))
    throw new UsageError(
      `TIME has to be such as 30s, 5m or 1h, not "${time}".`,
    );
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

function controlAddress(directory: string, command: string): string {
  const announced = readAnnouncement(directory);
  if (announced) return announced.control;
  const known = commandNames();
  // A lab that runs knows its commands itself; without one, whoever mistypes is told here.
  if (!known.includes(command))
    throw new UsageError(
      `There is no command "${command}". Say one of: ${known.join(', ')}.`,
    );
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
