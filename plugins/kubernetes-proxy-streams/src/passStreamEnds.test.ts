import { once } from 'node:events';
import {
  createServer,
  get,
  type IncomingMessage,
  type RequestListener,
  type Server,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { passStreamEnds } from './passStreamEnds';

async function listening(handler: RequestListener): Promise<Server> {
  const server = createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

async function answerOf(server: Server): Promise<IncomingMessage> {
  const [answer] = await once(get({ port: portOf(server) }), 'response');
  return answer;
}

/** As http-proxy does it: the answer is piped, and `aborted` is what it listens to. */
describe('passStreamEnds', () => {
  const servers: Server[] = [];

  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function start(
    upstream: RequestListener,
    ready: Promise<void> = Promise.resolve(),
  ) {
    const server = await listening(upstream);
    /** Paths whose request upstream is over. */
    const ended: string[] = [];
    const app = express();
    app.use(passStreamEnds);
    app.use(async (request, response) => {
      await ready;
      const outgoing = get({ port: portOf(server) }, answer => {
        response.writeHead(answer.statusCode ?? 500);
        response.flushHeaders();
        answer.pipe(response);
      });
      outgoing.on('error', () => undefined);
      outgoing.once('close', () => ended.push(request.url));
      request.on('aborted', () => outgoing.destroy());
    });
    const proxy = await listening(app);
    servers.push(server, proxy);
    return { proxy, ended };
  }

  it('leaves a complete answer as it is', async () => {
    const { proxy } = await start((_, response) => response.end('all of it'));
    const answer = await answerOf(proxy);
    answer.setEncoding('utf8');
    expect((await answer.toArray()).join('')).toBe('all of it');
    expect(answer.complete).toBe(true);
  });

  it('breaks the answer off when it breaks off upstream', async () => {
    const { proxy } = await start((_, response) => {
      response.write('{}\n', () => response.destroy());
    });
    const answer = await answerOf(proxy);
    await expect(answer.toArray()).rejects.toThrow('aborted');
  });

  it('ends the request upstream when the client goes away', async () => {
    let closed: Promise<unknown> | undefined;
    const { proxy } = await start((_, response) => {
      closed = once(response, 'close');
      response.write('{}\n');
    });
    const answer = await answerOf(proxy);
    answer.destroy();
    await closed;
    expect(answer.complete).toBe(false);
  });

  it('ends it also when the client was gone before the proxy was ready', async () => {
    let go = () => {};
    const ready = new Promise<void>(resolve => {
      go = resolve;
    });
    const { proxy, ended } = await start(() => undefined, ready);
    const client = get({ port: portOf(proxy), path: '/gone' });
    client.on('error', () => undefined);
    const [, response] = await once(proxy, 'request');
    client.destroy();
    await once(response, 'close');
    go();
    while (!ended.length) await new Promise(setImmediate);
    expect(ended).toEqual(['/gone']);
  });
});
