import { delimiter, dirname } from 'node:path';
import process from 'node:process';

/**
 * The environment of everything that comes after: the Node that was found is first on PATH, and what npm adds for its
 * scripts is gone (another npm or Yarn further down would take it for its own settings).
 *
 * @param {string} node path of the executable
 * @returns {NodeJS.ProcessEnv}
 */
export function environmentFor(node) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)),
  );
  const bin = dirname(node);
  const path = (env.PATH ?? '').split(delimiter).filter(one => one !== bin);
  return { ...env, PATH: [bin, ...path].join(delimiter) };
}
