import { parseArgs } from 'node:util';

export interface StartOptions {
  /** Port of the portal: app and backend. */
  port: number;
  /** Address that the portal listens on. */
  host: string;
  help: boolean;
}

const DEFAULT_PORT = 7007;
/** A demonstration that anybody may sign in to is for this machine only, unless somebody says otherwise. */
const DEFAULT_HOST = '127.0.0.1';

export const USAGE = `npm start -- [--port PORT] [--host ADDRESS]

  --port PORT      where the portal is served; default ${DEFAULT_PORT}, or MESHPORT_PORT
  --host ADDRESS   address to listen on; default ${DEFAULT_HOST}, or MESHPORT_HOST`;

/** What was typed cannot be understood; the message says what would be. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

function readPort(text: string, from: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new UsageError(
    `${from} is "${text}"; it must be a port number from 1 to 65535.`,
  );
}

/** Command line first, then environment, then defaults. Throws a UsageError that names what is wrong. */
export function readStartOptions(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): StartOptions {
  const values = parse(args);
  const port = values.port ?? env.MESHPORT_PORT;
  const from = values.port === undefined ? 'MESHPORT_PORT' : '--port';
  return {
    port: port ? readPort(port, from) : DEFAULT_PORT,
    host: values.host || env.MESHPORT_HOST || DEFAULT_HOST,
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
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new UsageError(`${reason}\n\n${USAGE}`, { cause });
  }
}
