import { readFileSync } from 'node:fs';
import { changeToAnswer, type ChangeOptions } from './changeToAnswer.ts';
import { openLoop, type OpenLoopOptions } from './openLoop.ts';

/** What the process is told by the file that its argument names; what it measured is a line of JSON. */
export type ClientTask =
  | ({ type: 'open-loop' } & OpenLoopOptions)
  | ({ type: 'changes' } & ChangeOptions);

async function main(file: string): Promise<void> {
  const task = JSON.parse(readFileSync(file, 'utf8')) as ClientTask;
  const measured =
    task.type === 'open-loop'
      ? await openLoop(task)
      : await changeToAnswer(task);
  process.stdout.write(`${JSON.stringify(measured)}\n`);
}

main(process.argv[2]).catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
