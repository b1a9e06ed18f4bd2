import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { isJsonObject, type JsonObject } from '../KubeObject.ts';
import { CommandError, type Commands } from './Command.ts';

export interface ControlServerOptions {
  commands: Commands;
  /** Answer to `GET /v1/status`. */
  status(): JsonObject;
  /** Answers `GET /v1/ledger`; throws CommandError for parameters that it does not understand. */
  ledger?(query: URLSearchParams): Promise<JsonObject>;
  /** 0, the default, takes a free port. */
  port?: number;
}

export interface ControlServer {
  url: string;
  stop(): Promise<void>;
}

/** The addresses by which programs of this machine call the lab; a web page of elsewhere comes with its own name. */
const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/** A request that a web page could make without its reader's knowledge. */
class RefusedRequest extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/**
 * The lab's own API, plain HTTP on loopback, for programs of this machine, not for the web pages in its browsers:
 * `POST /v1/commands {"command": "hang", "args": ["CLUSTER"]}` answers `{"message", "look", "undo"}`, or 400 with
 * `{"error"}` that says what would be right; `GET /v1/status` tells faults and counters of every cluster, `GET /v1/ledger` the calls.
 */
export async function startControlServer(
  options: ControlServerOptions,
): Promise<ControlServer> {
  const server = createServer((request, response) => {
    answer(options, request).then(
      body => send(response, 200, body),
      error => send(response, codeOf(error), { error: messageOf(error) }),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  options: ControlServerOptions,
  request: IncomingMessage,
): Promise<JsonObject> {
  const { method, url } = request;
  // A name of elsewhere that leads to loopback would make a foreign page one of ours.
  if (!LOOPBACK.test(request.headers.host ?? '')) {
    throw new RefusedRequest(403, 'Call the lab by a loopback address.');
  }
  if (method === 'GET' && url === '/v1/status') return options.status();
  const { pathname, searchParams } = new URL(url ?? '/', 'http://localhost');
  if (method === 'GET' && pathname === '/v1/ledger' && options.ledger)
    return options.ledger(searchParams);
  if (method !== 'POST' || url !== '/v1/commands') {
    throw new CommandError(
      'Use GET /v1/status, GET /v1/ledger or POST /v1/commands.',
    );
  }
  // A browser sends this type to another origin only if that origin allows it, which the lab does not.
  if (
    !/^application\/json\s*(;|$)/i.test(request.headers['content-type'] ?? '')
  ) {
    throw new RefusedRequest(415, 'Send Content-Type: application/json.');
  }
  const { command, args } = await readCommand(request);
  const known = Object.hasOwn(options.commands, command)
    ? options.commands[command]
    : undefined;
  if (!known) {
    const names = Object.keys(options.commands).join(', ');
    throw new CommandError(
      `There is no command "${command}". Say one of: ${names}.`,
    );
  }
  return { ...(await known.run(args)) };
}

async function readCommand(
  request: IncomingMessage,
): Promise<{ command: string; args: string[] }> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  let body: unknown;
  try {
    body = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new CommandError('The body has to be JSON: {"command", "args"}.');
  }
  const { command, args = [] } = isJsonObject(body) ? body : {};
  if (typeof command !== 'string' || !Array.isArray(args)) {
    throw new CommandError('The body has to be JSON: {"command", "args"}.');
  }
  return { command, args: args.map(String) };
}

function send(response: ServerResponse, code: number, body: JsonObject): void {
  response.writeHead(code, { 'Content-Type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

function codeOf(error: unknown): number {
  if (error instanceof RefusedRequest) return error.status;
  return error instanceof CommandError ? 400 : 500;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
