import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from './Result.ts';

/** The last run on the same machine, by the same Node options, with as many objects; or nothing. */
export function lastResult(
  directory: string,
  result: Result,
): Result | undefined {
  const suffix = `-${nameOf(result)}.json`;
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

/** The machine, and the size where it is not the usual one. */
function nameOf({ machine, options }: Result): string {
  const { clusters, services, pods } = options;
  return `${machine.id}-${clusters}x${services}x${pods}`;
}

/** Returns the path of the file. */
export function keepResult(directory: string, result: Result): string {
  const time = result.at.slice(0, 19).replaceAll(':', '');
  const file = join(directory, `${time}-${nameOf(result)}.json`);
  mkdirSync(directory, { recursive: true });
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`);
  return file;
}
