import { execFileSync } from 'node:child_process';
import process from 'node:process';

/** npm as a program and the arguments that come before its own: `npm start` says which npm it is, PATH knows another. */
function npmCommand() {
  const { npm_execpath: script } = process.env;
  if (script?.endsWith('.js')) return [process.execPath, script];
  return ['npm'];
}

/**
 * The registry and certificate authority that npm is configured with, read on first use: asking npm takes half a
 * second, and a second start needs neither.
 *
 * @returns {() => { registry?: string, cafile?: string, command: string[] }}
 */
export function readNpmSettings() {
  let settings;
  return () => {
    settings ??= ask();
    return settings;
  };
}

function ask() {
  const command = npmCommand();
  const get = key => {
    const [program, ...first] = command;
    try {
      const value = execFileSync(program, [...first, 'config', 'get', key], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).trim();
      // npm prints what is not set as one of these words.
      return ['', 'null', 'undefined'].includes(value) ? undefined : value;
    } catch (cause) {
      throw new Error(
        `npm could not be run (${cause.message}). Install npm, which comes with Node (https://nodejs.org), and run again.`,
      );
    }
  };
  return { registry: get('registry'), cafile: get('cafile'), command };
}
