import { createServer, type Server } from 'node:https';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { serveCustomKinds } from './CustomKinds.ts';
import { ANONYMOUS, type Account } from './http/accounts.ts';
import { readRequest, type ApiRequest } from './http/ApiRequest.ts';
import { Faults, type FaultState } from './http/faults.ts';
import { parseListOptions } from './http/listOptions.ts';
import type { Target } from './http/mutations.ts';
import { watchRenderer } from './http/render.ts';
import { describeRequest } from './http/requestInfo.ts';
import { renderingOf } from './http/resources.ts';
import {
  isForPeople,
  sendReply,
  sendStatus,
  sendText,
} from './http/respond.ts';
import { PATH_NOT_FOUND, unauthorized } from './http/routeErrors.ts';
import { route, type RouteAnswer, type Routes } from './http/router.ts';
import { WatchStream } from './http/WatchStream.ts';
import type { Store } from './Store.ts';
import { StatusError } from './StatusError.ts';
import { versionInfo } from './versionInfo.ts';

export interface ApiServerOptions {
  store: Store;
  accounts: readonly Account[];
  /** PEM. */
  certificate: { key: string; cert: string };
  /** 0, the default, takes a free one. */
  port?: number;
  /** Default 127.0.0.1; the simulated clusters are not for the network. */
  host?: string;
  /** `gitVersion` of `/version`. */
  gitVersion?: string;
  /** Interval of bookmarks on watches that asked for them; default 60, as the real one's. */
  bookmarkSeconds?: number;
}

export interface ApiServerCounters {
  /** Requests answered or being answered since the start, watches included. */
  requests: number;
  /** The same by what they are about: `watch pods`, `GET /version`. */
  requestsFor: Readonly<Record<string, number>>;
  /** Open watches by kind id. */
  watches: Readonly<Record<string, number>>;
}

/** The Kubernetes API of one cluster over HTTPS, with the faults that can be switched on. */
export class ApiServer {
  readonly store: Store;
  readonly faults = new Faults();
  private readonly options: ApiServerOptions;
  private readonly routes: Routes;
  private server: Server | undefined;
  private port: number;
  private readonly sockets = new Set<Duplex>();
  private readonly streams = new Set<WatchStream>();
  private stopWatching: (() => void) | undefined;
  private readonly requestsFor = new Map<string, number>();

  constructor(options: ApiServerOptions) {
    this.options = options;
    this.store = options.store;
    this.port = options.port ?? 0;
    this.routes = {
      store: options.store,
      accounts: options.accounts,
      version: versionInfo(options.gitVersion ?? 'v1.36.3'),
      forbiddenKinds: () => this.faults.state.forbiddenKinds,
      watch: (request, target) => this.openWatch(request, target),
    };
  }

  /** Resolves with the URL; rejects when the port is taken (`EADDRINUSE`). */
  async start(): Promise<string> {
    this.stopWatching ??= this.followStore();
    await this.listen();
    return this.url;
  }

  get url(): string {
    return `https://${this.options.host ?? '127.0.0.1'}:${this.port}`;
  }

  /** Breaks all connections off and frees the port. */
  async stop(): Promise<void> {
    this.stopWatching?.();
    this.stopWatching = undefined;
    this.faults.heal();
    await this.close();
  }

  counters(): ApiServerCounters {
    const watches: Record<string, number> = {};
    for (const { target } of this.streams) {
      watches[target.resource] = (watches[target.resource] ?? 0) + 1;
    }
    const counts = [...this.requestsFor.values()];
    return {
      requests: counts.reduce((sum, count) => sum + count, 0),
      requestsFor: Object.fromEntries(this.requestsFor),
      watches,
    };
  }

  /** Switches faults on (or off); those that act on open connections act at once. */
  async apply(fault: Partial<FaultState>): Promise<void> {
    this.faults.change(fault);
    if (fault.refuse) await this.close();
    if (fault.garble) for (const stream of this.streams) stream.garble();
    if (fault.forbiddenKinds) this.endWatchesOf(fault.forbiddenKinds);
  }

  /** Forgets all history and breaks the watches off, as an API server does that is restarted. */
  compact(): void {
    this.store.compact();
    for (const stream of [...this.streams]) stream.cut('between lines');
  }

  /** Ends every open watch in the middle of a line. */
  cutWatches(): void {
    for (const stream of [...this.streams]) stream.cut('in a line');
  }

  /** Open watches stay silent for good while their connections stay open; new ones work. */
  halfOpenWatches(): void {
    for (const stream of this.streams) stream.silence();
  }

  /** Ends all faults; a hung server goes on where it stopped. */
  async heal(): Promise<void> {
    this.faults.heal();
    if (!this.server) await this.listen();
    for (const stream of this.streams) stream.catchUp();
  }

  private followStore(): () => void {
    const stopKinds = serveCustomKinds(this.store);
    const stopStreams = this.store.watch(() => {
      for (const stream of [...this.streams]) {
        stream.catchUp();
        // The definition of its kind is gone.
        if (!this.store.kinds.get(stream.target.resource)) stream.end();
      }
    });
    return () => {
      stopKinds();
      stopStreams();
    };
  }

  private async listen(): Promise<void> {
    const server = createServer(this.options.certificate, (req, res) => {
      void this.handle(req, res);
    });
    server.keepAliveTimeout = 60_000;
    server.on('connection', socket => {
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.port, this.options.host ?? '127.0.0.1', resolve);
    });
    this.server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  private async close(): Promise<void> {
    const { server } = this;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise<void>(resolve => {
      server.close(() => resolve());
    });
    for (const socket of this.sockets) socket.destroy();
    await closed;
  }

  private async handle(
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      this.count(incoming);
      await this.faults.untilAwake();
      const { slowMs, garble, failStatus } = this.faults.state;
      if (slowMs > 0) await delay(slowMs);
      if (response.destroyed) return;
      if (garble) sendText(response, GARBAGE);
      else if (failStatus) throw failure(failStatus);
      else await this.answer(incoming, response);
    } catch (error) {
      if (response.headersSent) response.destroy();
      else sendStatus(response, asStatus(error));
    }
  }

  private count({ method = 'GET', url = '/' }: IncomingMessage): void {
    const about = describeRequest(method, new URL(url, UNUSED_BASE));
    this.requestsFor.set(about, (this.requestsFor.get(about) ?? 0) + 1);
  }

  private async answer(
    incoming: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const url = new URL(incoming.url ?? '/', UNUSED_BASE);
    const account = this.authenticate(incoming.headers.authorization);
    const request = readRequest({ incoming, response, url, account });
    const answer: RouteAnswer = await route(this.routes, request);
    switch (answer.type) {
      case 'reply':
        sendReply(response, answer.reply, {
          encoding: request.representation.encoding,
          pretty: isForPeople(incoming.headers['user-agent'], request.query),
        });
        break;
      case 'text':
        sendText(response, {
          code: 200,
          type: answer.contentType ?? PLAIN,
          text: answer.text,
        });
        break;
      case 'unknown-path':
        sendText(response, { code: 404, type: PLAIN, text: PATH_NOT_FOUND });
        break;
      default:
    }
  }

  private authenticate(authorization: string | undefined): Account {
    if (!authorization) return ANONYMOUS;
    const token = /^Bearer\s+(\S+)$/i.exec(authorization)?.[1];
    const account = this.options.accounts.find(a => a.token === token);
    const expired = account?.portal && this.faults.state.tokenExpired;
    if (!account || expired) throw unauthorized();
    return account;
  }

  private openWatch(request: ApiRequest, target: Target): void {
    const { response, query } = request;
    const stream = new WatchStream({
      store: this.store,
      target,
      list: parseListOptions(query, target.kind),
      sink: {
        write: text => void response.write(text),
        end: () => void response.end(),
        breakOff: text => void response.write(text, () => response.destroy()),
      },
      render: watchRenderer(renderingOf(this.store, request, target)),
      isAsleep: () => this.faults.state.hang,
      bookmarkSeconds: this.options.bookmarkSeconds ?? 60,
    });
    response.writeHead(200, {
      'Cache-Control': 'no-cache, private',
      'Content-Type': 'application/json',
    });
    // A client waits for the headers, also of a watch that has nothing to say yet.
    response.flushHeaders();
    response.on('close', () => {
      stream.close();
      this.streams.delete(stream);
    });
    this.streams.add(stream);
    stream.start();
  }

  private endWatchesOf(resources: readonly string[]): void {
    for (const stream of [...this.streams]) {
      if (resources.includes(stream.target.resource)) stream.end();
    }
  }
}

/** Requests name paths only. */
const UNUSED_BASE = 'https://cluster.invalid';
const PLAIN = 'text/plain; charset=utf-8';

const GARBAGE = {
  code: 200,
  type: 'application/json',
  text: '\u0000\u0007}{ this is not JSON [',
};

function failure(code: number): StatusError {
  const reason = code >= 500 ? 'InternalError' : 'Unknown';
  const message = `the server has been asked to fail with HTTP status ${code}`;
  return new StatusError({ code, reason, message });
}

function asStatus(error: unknown): StatusError {
  if (error instanceof StatusError) return error;
  const why = error instanceof Error ? error.message : String(error);
  return new StatusError({
    code: 500,
    reason: 'InternalError',
    message: `Internal error occurred: ${why}`,
  });
}
