import { Agent, request as httpsRequest } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

interface RequestOptions {
  method?: string;
  /** Sent as JSON unless it is a string. */
  body?: unknown;
  contentType?: string;
  accept?: string;
  /** `undefined` sends the client's token, `null` none. */
  token?: string | null;
  /** Default `suite`; becomes the field manager. */
  userAgent?: string | null;
}

/** What answers have in common; the rest is compared, not read. */
export interface ApiObject {
  kind?: string;
  apiVersion?: string;
  metadata: {
    name?: string;
    namespace?: string;
    uid?: string;
    resourceVersion?: string;
    generation?: number;
    creationTimestamp?: string;
    labels?: Record<string, string>;
    annotations?: Record<string, string>;
    managedFields?: { manager: string; fieldsV1: unknown }[];
    continue?: string;
    remainingItemCount?: number;
  };
  /** Of lists. */
  items: ApiObject[];
  /** Of tables. */
  rows: { cells: unknown[]; object: ApiObject }[];
  columnDefinitions?: { name: string }[] | null;
  /** Of statuses. */
  message?: string;
  code?: number;
  [field: string]: unknown;
}

export interface ApiAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  /** `{}` when the body is no JSON object. */
  body: ApiObject;
}

export interface WatchEvent {
  type: string;
  object: ApiObject;
}

export interface OpenWatch {
  status: number;
  /** Everything received so far. */
  events: WatchEvent[];
  /** Resolves with the first event (also a past one) that fits; rejects after ten seconds. */
  next(fits: (event: WatchEvent) => boolean): Promise<WatchEvent>;
  /** How it ended: `clean` after the last chunk, `broken` in the middle. */
  ended: Promise<'clean' | 'broken'>;
  close(): void;
  /** What came after the last whole line. */
  rest(): string;
  /** Told of lines that are no JSON; without it they are errors of the test. */
  onBadLine(listener: (line: string) => void): void;
}

/** Raw HTTPS, so that nothing between the suite and the server hides a difference. */
export interface ApiClient {
  request(path: string, options?: RequestOptions): Promise<ApiAnswer>;
  /** Resolves when the headers are there. */
  watch(path: string, options?: RequestOptions): Promise<OpenWatch>;
  close(): void;
}

const PATIENCE_MILLISECONDS = 10_000;

export function apiClient(server: {
  url: string;
  caPem: string;
  token: string;
}): ApiClient {
  const agent = new Agent({ ca: server.caPem, keepAlive: true });
  const send = (path: string, options: RequestOptions) =>
    new Promise<IncomingMessage>((resolve, reject) => {
      const body = bodyOf(options.body);
      const request = httpsRequest(
        `${server.url}${path}`,
        {
          agent,
          method: options.method ?? 'GET',
          // Node gives a DELETE no length of its own, and its body would be lost.
          headers: { ...headersOf(options), 'content-length': body.length },
        },
        resolve,
      );
      request.on('error', reject);
      request.end(body);
    });
  const headersOf = (options: RequestOptions) => {
    const { token = server.token, userAgent = 'suite' } = options;
    const { accept = 'application/json', contentType } = options;
    return {
      accept,
      ...(options.body === undefined
        ? {}
        : { 'content-type': contentType ?? 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(userAgent === null ? {} : { 'user-agent': userAgent }),
    };
  };
  return {
    request: async (path, options = {}) => {
      const response = await send(path, options);
      const text = await textOf(response);
      const { statusCode = 0, headers } = response;
      return { status: statusCode, headers, text, body: parseObject(text) };
    },
    watch: async (path, options = {}) => follow(await send(path, options)),
    close: () => agent.destroy(),
  };
}

function bodyOf(body: unknown): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  return Buffer.from(body === undefined ? '' : JSON.stringify(body));
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function parseObject(text: string): ApiObject {
  try {
    return JSON.parse(text);
  } catch {
    return { metadata: {}, items: [], rows: [] };
  }
}

function follow(response: IncomingMessage): OpenWatch {
  const events: WatchEvent[] = [];
  const waiting = new Set<() => void>();
  let rest = '';
  let badLine: ((line: string) => void) | undefined;
  const read = (line: string) => {
    try {
      events.push(JSON.parse(line));
    } catch (error) {
      if (!badLine) throw error;
      badLine(line);
    }
  };
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.trim()) read(line);
    for (const check of [...waiting]) check();
  });
  const ended = new Promise<'clean' | 'broken'>(resolve => {
    response.on('end', () => resolve('clean'));
    response.on('error', () => resolve('broken'));
    response.on('close', () => resolve('broken'));
  });
  return {
    status: response.statusCode ?? 0,
    events,
    ended,
    close: () => response.destroy(),
    rest: () => rest,
    onBadLine: listener => {
      badLine = listener;
    },
    next: fits =>
      new Promise((resolve, reject) => {
        const check = () => {
          const event = events.find(fits);
          if (!event) return;
          finish();
          resolve(event);
        };
        const timer = setTimeout(() => {
          finish();
          const seen = events.map(e => `${e.type} ${e.object.metadata?.name}`);
          reject(new Error(`No such event; seen: ${seen.join(', ')}`));
        }, PATIENCE_MILLISECONDS);
        const finish = () => {
          clearTimeout(timer);
          waiting.delete(check);
        };
        waiting.add(check);
        check();
      }),
  };
}
