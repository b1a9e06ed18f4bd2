import { parseArgs } from 'node:util';

export interface StartOptions {
  /** Port of the portal: app and backend. */
  port: number;
  /** Address that the portal listens on. */
  host: string;
  /** First of the ports of the lab: its control API, then one per cluster; the sign-in is 15 further on, metrics behind it. */
  labPortBase: number;
  help: boolean;
}

const DEFAULT_PORT = 7007;
const DEFAULT_LAB_PORT_BASE = 17_440;
/** A demonstration that anybody may sign in to is for this machine only, unless somebody says otherwise. */
const DEFAULT_HOST = '127.0.0.1';

export const USAGE = `npm start -- [--port PORT] [--host ADDRESS] [--lab-port-base PORT]

  --port PORT            where the portal is served; default ${DEFAULT_PORT}, or MESHPORT_PORT
  --host ADDRESS         address to listen on; default ${DEFAULT_HOST}, or MESHPORT_HOST
  --lab-port-base PORT   first port of the simulated clusters, which take 19; default ${DEFAULT_LAB_PORT_BASE}, or MESHPORT_LAB_PORT_BASE`;

/** What was typed cannot be understood; the message says what would be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The lab has others behind its first one, and none that need rights. */
const RANGES = {
  port: { min: 1, max: 65_535 },
  'lab-port-base': { min: 1024, max: 65_000 },
};

function parsePort(
  text: string,
  { min, max, from }: { min: number; max: number; from: string },
): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= min && port <= max) return port;
  throw new UsageError(
    `${from} is "${text}"; it must be a port number from ${min} to ${max}.`,
  );
}

/** Command line first, then environment, then defaults. Throws a UsageError that names what is wrong. */
export function readStartOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): StartOptions {
  const values = parse(args);
  const readPort = (option: 'port' | 'lab-port-base', fallback: number) => {
    const variable = `MESHPORT_${option.toUpperCase().replaceAll('-', '_')}`;
    const typed = values[option];
    const range = RANGES[option];
    if (typed !== undefined)
      return parsePort(typed, { ...range, from: `--${option}` });
    const preset = env[variable];
    return preset ? parsePort(preset, { ...range, from: variable }) : fallback;
  };
  return {
    port: readPort('port', DEFAULT_PORT),
    host: values.host || env.MESHPORT_HOST || DEFAULT_HOST,
    labPortBase: readPort('lab-port-base', DEFAULT_LAB_PORT_BASE),
    help: values.help ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        'lab-port-base': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${reason}\n\n${USAGE}`, { cause });
  }
}
