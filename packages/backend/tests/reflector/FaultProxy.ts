import { createServer, request as httpsRequest, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

interface Exchange {
  readonly isWatch: boolean;
  readonly answer: IncomingMessage;
  readonly response: ServerResponse;
  /** Nothing more is passed on, and no end either. */
  silent: boolean;
}

/** The faults that can be switched on together. */
export interface ProxyFaults {
  hang?: boolean;
  garble?: boolean;
  status?: number;
}

const STATUS = (code: number) =>
  JSON.stringify({
    kind: 'Status',
    apiVersion: 'v1',
    status: 'Failure',
    reason: 'InternalError',
    message: 'a fault of the test',
    code,
  });

/**
 * Stands before a real API server, with its certificate, and does to connections what
 * bad networks and broken servers do.
 */
export class FaultProxy {
  private faults: ProxyFaults = {};
  private readonly exchanges = new Set<Exchange>();
  private readonly sockets = new Set<Duplex>();
  private server: Server | undefined;
  private port = 0;

  constructor(
    private readonly options: {
      readonly upstream: string;
      readonly caPem: string;
      readonly certificate: { readonly key: string; readonly cert: string };
    },
  ) {}

  get url(): string {
    return `https://127.0.0.1:${this.port}`;
  }

  async start(): Promise<void> {
    const server = createServer(
      this.options.certificate,
      (incoming, response) => this.handle(incoming, response),
    );
    server.on('connection', socket => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, '127.0.0.1', resolve);
    });
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }

  /** Breaks everything off. */
  async stop(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    const closed = new Promise<void>(resolve => {
      if (server) server.close(() => resolve());
      else resolve();
    });
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  /** Takes effect for new requests, and for what open ones would still get. */
  set(faults: ProxyFaults): void {
    this.faults = faults;
    if (faults.hang) this.silence();
  }

  /** Streams that are open now get nothing any more, not even an end. */
  silence(): void {
    for (const exchange of this.exchanges) exchange.silent = true;
  }

  /** Writes bytes into every open watch. */
  inject(bytes: string): void {
    for (const { response } of this.watches()) response.write(bytes);
  }

  /** Ends every open watch after half a line. */
  cut(): void {
    for (const { response } of this.watches()) {
      response.write('{"type":"MODIFIED","object":{"meta', () => {
        response.destroy();
      });
    }
  }

  private watches(): Exchange[] {
    return [...this.exchanges].filter(({ isWatch }) => isWatch);
  }

  private handle(incoming: IncomingMessage, response: ServerResponse): void {
    const { hang, status, garble } = this.faults;
    if (hang) return;
    if (status || garble) {
      response.writeHead(status ?? 200, { 'Content-Type': 'application/json' });
      response.end(status ? STATUS(status) : '\u0007}{ no JSON [');
      return;
    }
    this.forward(incoming, response);
  }

  private forward(incoming: IncomingMessage, response: ServerResponse): void {
    const { upstream, caPem } = this.options;
    const outgoing = httpsRequest(`${upstream}${incoming.url}`, {
      method: incoming.method,
      headers: incoming.headers,
      ca: caPem,
      agent: false,
      // The name that the portal asked for is this proxy's.
      checkServerIdentity: () => undefined,
    });
    let exchange: Exchange | undefined;
    const end = () => {
      if (!exchange?.silent) response.destroy();
    };
    outgoing.once('response', answer => {
      const isWatch = incoming.url?.includes('watch=true') ?? false;
      exchange = { isWatch, answer, response, silent: false };
      this.pass(exchange);
    });
    outgoing.on('error', end);
    response.once('close', () => {
      outgoing.destroy();
      if (exchange) this.exchanges.delete(exchange);
    });
    incoming.pipe(outgoing);
  }

  private pass(exchange: Exchange): void {
    const { answer, response } = exchange;
    if (this.faults.hang) exchange.silent = true;
    this.exchanges.add(exchange);
    if (exchange.silent) return;
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    response.flushHeaders();
    answer.on('data', chunk => {
      if (!exchange.silent) response.write(chunk);
    });
    answer.once('close', () => {
      if (exchange.silent) return;
      if (answer.complete) response.end();
      else response.destroy();
    });
    answer.on('error', () => undefined);
  }
}
