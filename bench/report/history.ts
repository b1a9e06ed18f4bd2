import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Machine } from '../run/machine.ts';

/** What every kept result says of itself. */
interface Kept {
  /** ISO. */
  at: string;
  machine: Machine;
}

/**
 * The last run on the same machine, by the same Node options, of the same size (as in names of files); or nothing.
 */
export function lastResult<Result extends Kept>(
  directory: string,
  result: Result,
  size: string,
): Result | undefined {
  const suffix = `-${nameOf(result, size)}.json`;
  mkdirSync(directory, { recursive: true });
  const files = readdirSync(directory)
    .filter(name => name.endsWith(suffix))
    .sort();
  const results = files.map(
    name => JSON.parse(readFileSync(join(directory, name), 'utf8')) as Result,
  );
  return results.findLast(
    ({ machine }) =>
      (machine.nodeOptions ?? '') === (result.machine.nodeOptions ?? ''),
  );
}

function nameOf({ machine }: Kept, size: string): string {
  return `${machine.id}-${size}`;
}

/** Returns the path of the file. */
export function keepResult(
  directory: string,
  result: Kept,
  size: string,
): string {
  const time = result.at.slice(0, 19).replaceAll(':', '');
  const file = join(directory, `${time}-${nameOf(result, size)}.json`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}
