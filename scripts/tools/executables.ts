import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

/** Whether this path is a file that may be executed. */
export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The first executable of this name on PATH, as an absolute path. */
export function findOnPath(
  name: string,
  env: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return (env.PATH ?? '')
    .split(delimiter)
    .filter(Boolean)
    .map(directory => resolve(join(directory, name)))
    .find(isExecutable);
}
