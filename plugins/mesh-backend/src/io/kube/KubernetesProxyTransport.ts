import {
  callKubernetesPlugin,
  type KubernetesPluginServices,
} from './callKubernetesPlugin';
import type {
  KubernetesRequest,
  KubernetesResponse,
  KubernetesTransport,
} from './KubernetesTransport';
import { isRecord, recordAt, stringAt } from './rawObject';
import { readText } from './readBody';
import { UnreachableError } from './requestErrors';

const MAX_ERROR_BYTES = 64 * 1024;

async function* chunksOf(
  body: ReadableStream<Uint8Array> | null,
): AsyncGenerator<Uint8Array, void, undefined> {
  if (body) yield* body;
}

async function* oneChunk(body: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(body);
}

/**
 * The proxy reports a connection that failed as a 500 of its own, with the error in
 * words: "Cluster 'x' request error; caused by Error: connect ECONNREFUSED ...".
 */
function connectionError(message: string): UnreachableError {
  const code = /\b(?:E[A-Z_]{3,}|[A-Z_]*(?:CERT|SSL|TLS)[A-Z_]*)\b/.exec(
    message,
  )?.[0];
  if (/certificate|altnames|_CERT/i.test(message)) {
    return new UnreachableError('certificate', code ?? '');
  }
  if (code === 'ECONNREFUSED') return new UnreachableError('refused', code);
  return new UnreachableError('connection', code ?? '');
}

/** Milliseconds since 1970 of an HTTP date. */
function timeOf(date: string | null): number | undefined {
  const milliseconds = Date.parse(date ?? '');
  return Number.isNaN(milliseconds) ? undefined : milliseconds;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/**
 * Set when an error is not the API server's answer but Backstage's. Theirs have an
 * `error` with a name, the API server's are Status objects, which have none.
 */
function portalError(
  status: number,
  body: string,
): UnreachableError | undefined {
  const answer = parsed(body);
  const error = recordAt(answer, 'error');
  const name = stringAt(error, 'name');
  if (!isRecord(answer) || !name || answer.kind === 'Status') return undefined;
  const message = stringAt(error, 'message') ?? '';
  if (status === 500 && message.includes('request error')) {
    return connectionError(message);
  }
  return new UnreachableError('portal', `${status} ${name}`);
}

/**
 * Through the proxy of the portal's Kubernetes plugin, as the plugin itself: every
 * cluster locator and every server-side auth strategy that is configured there works.
 */
export class KubernetesProxyTransport implements KubernetesTransport {
  constructor(private readonly services: KubernetesPluginServices) {}

  async request(
    cluster: string,
    path: string,
    { accept = 'application/json', signal }: KubernetesRequest,
  ): Promise<KubernetesResponse> {
    const headers = {
      Accept: accept,
      // With any other encoding the backend's compression keeps a watch back until its end.
      'Accept-Encoding': 'identity',
      'Backstage-Kubernetes-Cluster': cluster,
    };
    const response = await callKubernetesPlugin(this.services, {
      path: `/proxy${path}`,
      headers,
      signal,
    });
    const { status } = response;
    const contentType = response.headers.get('content-type') ?? '';
    const date = timeOf(response.headers.get('date'));
    if (status < 400) {
      return { status, contentType, date, body: chunksOf(response.body) };
    }
    const body = await readText(chunksOf(response.body), MAX_ERROR_BYTES);
    const error = portalError(status, body);
    if (error) throw error;
    return { status, contentType, date, body: oneChunk(body) };
  }
}
