import { parseArgs } from 'node:util';

/** Bad input on the command line, in words for the person who typed it. */
export class UsageError extends Error {}

export const DEFAULT_PORT_BASE = 17440;

export type Invocation =
  | { type: 'help' }
  | {
      type: 'serve';
      directory?: string;
      portBase: number;
      speed: number;
      worldDirectory?: string;
      /** Path of a JSON file with new names by old ones. */
      rename?: string;
    }
  | { type: 'command'; directory?: string; command: string; args: string[] };

/** Reads the arguments after `main.ts`; throws UsageError. */
export function readInvocation(argv: readonly string[]): Invocation {
  const { values, positionals } = parse(argv);
  const [command, ...args] = positionals;
  const directory = values.dir;
  if (values.help || command === undefined || command === 'help')
    return { type: 'help' };
  if (command !== 'serve') {
    const serveOnly = (
      ['port-base', 'speed', 'world', 'rename'] as const
    ).filter(name => values[name] !== undefined);
    if (serveOnly.length > 0)
      throw new UsageError(`--${serveOnly[0]} goes with "serve" only.`);
    return {
      type: 'command',
      command,
      args,
      ...(directory ? { directory } : {}),
    };
  }
  if (args.length > 0)
    throw new UsageError(
      `"serve" takes no argument, but got "${args.join(' ')}".`,
    );
  return {
    type: 'serve',
    directory,
    portBase: numberOption(
      '--port-base',
      values['port-base'] ?? String(DEFAULT_PORT_BASE),
      {
        min: 1024,
        max: 65_000,
        whole: true,
      },
    ),
    speed: numberOption('--speed', values.speed ?? '1', {
      min: 0.1,
      max: 1000,
    }),
    worldDirectory: values.world,
    rename: values.rename,
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        dir: { type: 'string' },
        'port-base': { type: 'string' },
        speed: { type: 'string' },
        world: { type: 'string' },
        rename: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function numberOption(
  name: string,
  text: string,
  range: { min: number; max: number; whole?: boolean },
): number {
  const number = Number(text);
  const { min, max, whole = false } = range;
  const fits =
    number >= min && number <= max && (!whole || Number.isInteger(number));
  if (text !== '' && fits) return number;
  throw new UsageError(
    `${name} has to be a ${
      whole ? 'whole ' : ''
    }number from ${min} to ${max}, not "${text}".`,
  );
}
