import type { ClientRequest } from 'node:http';
import { request } from 'node:https';
import type { ClusterAccess } from './TestLab';

interface PodEvent {
  type: string;
  object: {
    metadata: {
      name: string;
      namespace: string;
      labels?: Record<string, string>;
      deletionTimestamp?: string;
    };
    status?: { phase?: string };
  };
}

interface Expectation {
  app: string;
  count: number;
  resolve(at: number): void;
}

/**
 * A watch on the pods of a cluster, independent of the portal: it knows when the API server told of a change, which is
 * from when on the portal can know it.
 */
export class PodWatch {
  readonly #request: ClientRequest;
  readonly #running = new Map<string, string>();
  #expected: Expectation[] = [];

  private constructor(outgoing: ClientRequest) {
    this.#request = outgoing;
  }

  /** Resolves once the watch is open. */
  static async start({ url, ca, token }: ClusterAccess): Promise<PodWatch> {
    const outgoing = request(`${url}/api/v1/pods?watch=true`, {
      ...{ ca, agent: false },
      headers: { Authorization: `Bearer ${token}` },
    });
    const watch = new PodWatch(outgoing);
    await new Promise<void>((resolve, reject) => {
      outgoing.once('error', reject);
      outgoing.once('response', incoming => {
        let rest = '';
        incoming.setEncoding('utf8').on('data', (piece: string) => {
          const lines = (rest + piece).split('\n');
          rest = lines.pop() ?? '';
          for (const line of lines) watch.#take(JSON.parse(line) as PodEvent);
        });
        // The end of the suite cuts the connection.
        incoming.on('error', () => undefined);
        resolve();
      });
      outgoing.end();
    });
    outgoing.on('error', () => undefined);
    return watch;
  }

  #take({ type, object: { metadata, status } }: PodEvent): void {
    const id = `${metadata.namespace}/${metadata.name}`;
    const isRunning =
      type !== 'DELETED' &&
      !metadata.deletionTimestamp &&
      status?.phase === 'Running';
    if (isRunning) this.#running.set(id, metadata.labels?.app ?? '');
    else this.#running.delete(id);
    this.#expected = this.#expected.filter(({ app, count, resolve }) => {
      if (this.#count(app) !== count) return true;
      resolve(Date.now());
      return false;
    });
  }

  #count(app: string): number {
    return [...this.#running.values()].filter(one => one === app).length;
  }

  /** When (Unix time, ms) the event came after which exactly so many pods of the app run; they do not now. */
  running(app: string, count: number): Promise<number> {
    return new Promise(resolve => {
      this.#expected.push({ app, count, resolve });
    });
  }

  stop(): void {
    this.#request.destroy();
  }
}
