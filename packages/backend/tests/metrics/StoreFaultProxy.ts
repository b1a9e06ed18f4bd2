import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** What a store answers, as far as it is changed here. */
interface StoreBody {
  status: string;
  data: {
    resultType: string;
    result: {
      metric: Record<string, string>;
      value: [number, string];
    }[];
  };
}

/** What goes wrong between a portal and its metrics store. */
export type StoreTrouble =
  | { kind: 'none' }
  /** No connection is accepted, or those that are end at once. */
  | { kind: 'down' }
  | { kind: 'status'; status: number; body?: unknown }
  | { kind: 'slow'; milliseconds: number }
  | { kind: 'garbage' }
  /** Success, and no series at all. */
  | { kind: 'empty' }
  /** Its clock is that much ahead. */
  | { kind: 'skewed'; seconds: number }
  /** The answer of the store, made into another one. */
  | { kind: 'changed'; change: (body: StoreBody) => StoreBody };

const GARBAGE = '<html><body>502 Bad Gateway</body></html>';

/** Stands before a real metrics store. It does to answers what networks, gateways and bad stores do. */
export class StoreFaultProxy {
  trouble: StoreTrouble = { kind: 'none' };
  readonly #upstream: string;
  readonly #sockets = new Set<Socket>();
  readonly #stopping = new AbortController();
  #server: Server | undefined;

  private constructor(upstream: string) {
    this.#upstream = upstream;
  }

  static async start(upstream: string): Promise<StoreFaultProxy> {
    const proxy = new StoreFaultProxy(upstream);
    const server = createServer((request, response) => {
      void proxy.#handle(request, response).catch(() => response.destroy());
    });
    server.on('connection', socket => {
      proxy.#sockets.add(socket);
      socket.once('close', () => proxy.#sockets.delete(socket));
    });
    proxy.#server = server;
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return proxy;
  }

  get url(): string {
    const { port } = this.#server?.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    for (const socket of this.#sockets) socket.destroy();
    await new Promise(resolve => this.#server?.close(resolve));
  }

  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const { trouble } = this;
    const { signal } = this.#stopping;
    if (trouble.kind === 'down') {
      request.socket.destroy();
      return;
    }
    if (trouble.kind === 'status') {
      json(response, trouble.status, trouble.body ?? {});
      return;
    }
    if (trouble.kind === 'garbage') {
      response.writeHead(200, { 'Content-Type': 'text/html' }).end(GARBAGE);
      return;
    }
    if (trouble.kind === 'empty') {
      const data = { resultType: 'vector', result: [] };
      json(response, 200, { status: 'success', data });
      return;
    }
    if (trouble.kind === 'slow') {
      await delay(trouble.milliseconds, undefined, { signal });
    }
    await this.#passOn(request, response, trouble);
  }

  async #passOn(
    request: IncomingMessage,
    response: ServerResponse,
    trouble: StoreTrouble,
  ): Promise<void> {
    const body = Buffer.concat(await request.toArray()).toString();
    const ahead = trouble.kind === 'skewed' ? trouble.seconds : 0;
    const answer = await fetch(`${this.#upstream}${request.url}`, {
      method: request.method,
      headers: { 'Content-Type': request.headers['content-type'] ?? '' },
      ...(body ? { body: earlier(body, ahead) } : {}),
      signal: this.#stopping.signal,
    });
    const text = later(await answer.text(), ahead);
    const isChanged = trouble.kind === 'changed' && answer.ok;
    json(
      response,
      answer.status,
      isChanged ? trouble.change(JSON.parse(text) as StoreBody) : text,
    );
  }
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response
    .writeHead(status, { 'Content-Type': 'application/json' })
    .end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Times in what is asked are by the clock that is ahead. */
function earlier(form: string, seconds: number): string {
  const parameters = new URLSearchParams(form);
  const time = Number(parameters.get('time') ?? NaN);
  if (!seconds || Number.isNaN(time)) return form;
  parameters.set('time', String(time - seconds));
  return parameters.toString();
}

/** The store's own time, which is a scalar, as that clock tells it. */
function later(text: string, seconds: number): string {
  if (!seconds || !text.includes('"scalar"')) return text;
  const body = JSON.parse(text) as { data: { result: [number, string] } };
  const [at, value] = body.data.result;
  body.data.result = [at + seconds, String(Number(value) + seconds)];
  return JSON.stringify(body);
}
