import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface MetricsServer {
  /** `127.0.0.1:17458` */
  address: string;
  stop(): Promise<void>;
}

const PATH = /^\/metrics\/([^/?]+)$/;

/**
 * `GET /metrics/CLUSTER`: what all proxies of a cluster expose, in one text, on loopback. `text` answers undefined for a
 * cluster that is not there.
 */
export async function startMetricsServer(
  port: number,
  text: (cluster: string) => string | undefined,
): Promise<MetricsServer> {
  const server = createServer(({ method, url = '' }, response) => {
    const [, cluster] = PATH.exec(url) ?? [];
    const body =
      method === 'GET' && cluster
        ? text(decodeURIComponent(cluster))
        : undefined;
    if (body === undefined) {
      response.writeHead(404, { 'Content-Type': 'text/plain' });
      response.end('Use GET /metrics/CLUSTER.\n');
      return;
    }
    response.writeHead(200, {
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
    });
    response.end(body);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    address: `127.0.0.1:${actual}`,
    stop: () =>
      new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
