import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const REFUSED = {
  status: 'error',
  errorType: 'bad_data',
  error: 'the query is not to the liking of the store',
};

/** Stands before a metrics store and refuses the queries that name one metric; passes on the rest. */
export class RefusingStore {
  /** Whether it does so now. */
  refuses = false;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(upstream: string, metric: string): Promise<RefusingStore> {
    const server = createServer(async (request, response) => {
      const body = Buffer.concat(await request.toArray()).toString();
      const query = new URLSearchParams(body).get('query') ?? '';
      response.setHeader('Content-Type', 'application/json');
      // What the store has series of is asked by name alone, without a rate.
      if (store.refuses && query.includes(`rate(${metric}`)) {
        response.writeHead(400).end(JSON.stringify(REFUSED));
        return;
      }
      const answer = await fetch(`${upstream}${request.url}`, {
        method: request.method,
        headers: { 'Content-Type': request.headers['content-type'] ?? '' },
        ...(body ? { body } : {}),
      });
      response.writeHead(answer.status).end(await answer.text());
    });
    const store = new RefusingStore(server);
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
    return store;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => {
      this.#server.close(resolve);
    });
  }
}
