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
      /** Paths of the programs that store metrics. */
      prometheus?: string;
      promtool?: string;
      /** Milliseconds. */
      history?: number;
    }
  | { type: 'command'; directory?: string; command: string; args: string[] };

const SERVE_ONLY = [
  ...(['port-base', 'speed', 'world', 'rename'] as const),
  ...(['prometheus', 'promtool', 'history'] as const),
];

/** Reads the arguments after `main.ts`; throws UsageError. */
export function readInvocation(argv: readonly string[]): Invocation {
  const { values, positionals } = parse(argv);
  const [command, ...args] = positionals;
  const directory = values.dir;
  if (values.help || command === undefined || command === 'help')
    return { type: 'help' };
  if (command !== 'serve') {
    const serveOnly = SERVE_ONLY.filter(name => values[name] !== undefined);
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
    ...metricsOptions(values),
  };
}

function metricsOptions(
  values: Partial<Record<'prometheus' | 'promtool' | 'history', string>>,
) {
  const { prometheus, promtool, history } = values;
  return {
    ...(prometheus ? { prometheus } : {}),
    ...(promtool ? { promtool } : {}),
    ...(history === undefined ? {} : { history: milliseconds(history) }),
  };
}

const UNITS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
};
const LONGEST_HISTORY = 12 * UNITS.h;

function milliseconds(text: string): number {
  const [, number = '', unit = 's'] = /^(\d{1,6})([smh])?$/.exec(text) ?? [];
  const span = Number(number) * UNITS[unit];
  const needsUnit = unit === 's' && !text.endsWith('s') && text !== '0';
  if (number !== '' && !needsUnit && span <= LONGEST_HISTORY) return span;
  throw new UsageError(
    `--history has to be 0 or a time such as 90s, 10m or 2h, at most 12h, not "${text}".`,
  );
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
        prometheus: { type: 'string' },
        promtool: { type: 'string' },
        history: { type: 'string' },
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
