import { createServer, type Server } from 'node:net';

function listen(port: number, host: string): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ port, host, exclusive: true }, () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
  });
}

/**
 * Free ports on 127.0.0.1, all different. They are held open together while they are chosen; another process can still
 * take one before the caller listens on it, so whoever uses them must cope with a refusal.
 */
export async function findFreePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, () => listen(0, '127.0.0.1')),
  );
  const ports = servers.map(server => {
    const address = server.address();
    return typeof address === 'object' && address ? address.port : 0;
  });
  await Promise.all(servers.map(close));
  return ports;
}

/** Whether a server could listen on this port now, on loopback and on all interfaces. */
export async function isPortFree(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '0.0.0.0']) {
    try {
      await close(await listen(port, host));
    } catch (error) {
      if (isErrorWithCode(error, 'EADDRINUSE')) return false;
      throw error;
    }
  }
  return true;
}

/** Not by its class: in Jest, errors of Node's own modules are of another `Error`. */
function isErrorWithCode(error: unknown, code: string): boolean {
  return (
    typeof error === 'object' &&
    error !== null &&
    'code' in error &&
    error.code === code
  );
}
