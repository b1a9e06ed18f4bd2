import { orAborted } from '../deadline';
import type {
  KubernetesRequest,
  KubernetesResponse,
  KubernetesTransport,
} from '../KubernetesTransport';

/** A body whose chunks come when a test says so. */
export class FakeStream implements AsyncIterable<Uint8Array> {
  private readonly queue: Uint8Array[] = [];
  private ending: { error?: unknown } | undefined;
  private wake: () => void = () => undefined;

  push(text: string | Uint8Array): this {
    this.queue.push(Buffer.from(text));
    this.wake();
    return this;
  }

  event(type: string, object: unknown): this {
    return this.push(`${JSON.stringify({ type, object })}\n`);
  }

  end(): this {
    this.ending ??= {};
    this.wake();
    return this;
  }

  fail(error: unknown): this {
    this.ending ??= { error };
    this.wake();
    return this;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const chunk = this.queue.shift();
      if (chunk) yield chunk;
      else if (this.ending) {
        if ('error' in this.ending) throw this.ending.error;
        return;
      } else {
        await new Promise<void>(resolve => {
          this.wake = resolve;
        });
      }
    }
  }
}

/** What a fake API server answers: JSON with 200, a status, a stream, or never anything. */
export type Answer =
  | { json: unknown; status?: number }
  | { text: string; status?: number }
  | { stream: FakeStream }
  | 'hang';

export type AnswerTo = (
  path: string,
  cluster: string,
) => Answer | Promise<Answer>;

/** An API server whose answers a test can change, and that knows what was asked. */
export class FakeTransport implements KubernetesTransport {
  readonly requests: { cluster: string; path: string; accept?: string }[] = [];
  /** Requests that are not over. */
  open = 0;
  /** What the server's clock says. */
  date: number | undefined;

  constructor(public answer: AnswerTo) {}

  /** Paths asked for, those with `part` only. */
  paths(part = ''): string[] {
    return this.requests
      .map(({ path }) => path)
      .filter(path => path.includes(part));
  }

  async request(
    cluster: string,
    path: string,
    { accept, signal }: KubernetesRequest,
  ): Promise<KubernetesResponse> {
    signal.throwIfAborted();
    this.requests.push({ cluster, path, accept });
    this.open += 1;
    signal.addEventListener('abort', () => (this.open -= 1), { once: true });
    const answer = await orAborted(
      Promise.resolve(this.answer(path, cluster)),
      signal,
    );
    if (answer === 'hang') {
      return new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    }
    if ('stream' in answer) {
      const { stream } = answer;
      signal.addEventListener('abort', () => stream.fail(signal.reason));
      return { status: 200, contentType: 'application/json', body: stream };
    }
    const text = 'text' in answer ? answer.text : JSON.stringify(answer.json);
    const body = new FakeStream().push(text).end();
    const { status = 200 } = answer;
    const { date } = this;
    return { status, contentType: 'application/json', date, body };
  }
}

/** A Status object as API servers send it. */
export function aStatus(
  code: number,
  status: { reason?: string; message?: string } = {},
): Answer {
  const json = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code };
  return { status: code, json: { ...json, ...status } };
}

export const A_VERSION: Answer = { json: { gitVersion: 'v1.36.3' } };

/**
 * Aggregated discovery of `<group>/<version>/<plural>` (`/v1/pods` for the core group).
 * There is no API server without the core group.
 */
export function aDiscovery(path: string, served: readonly string[]): Answer {
  const items = ['/v1/bindings', ...served]
    .map(name => name.split('/'))
    .filter(([group]) => (path === '/api' ? !group : group))
    .map(([group, version, plural]) => ({
      metadata: group ? { name: group } : {},
      versions: [{ version, resources: [{ resource: plural }] }],
    }));
  return { json: { kind: 'APIGroupDiscoveryList', items } };
}

/** A page of a list. */
export function aPage(
  items: readonly unknown[],
  metadata: { resourceVersion?: string; continue?: string } = {},
): Answer {
  return { json: { metadata: { resourceVersion: '10', ...metadata }, items } };
}

export const isWatch = (path: string) => path.includes('watch=true');
