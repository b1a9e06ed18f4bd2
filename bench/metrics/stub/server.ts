import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { instantAnswer, rangeAnswer, type StubAnswer } from './answers.ts';
import { readQuestion, UnknownQuestion, type Asked } from './question.ts';
import type { StubStore } from './StubWorld.ts';

/** One query that a store was asked. */
export interface StubRequest {
  store: string;
  asked: Asked | 'unknown';
  /** ISO. */
  at: string;
  status: number;
  /** Of the answer, as far as it was taken: whoever gets too much hangs up. */
  bytes: number;
  /** In the whole answer. */
  series: number;
}

const TOO_MANY =
  'query processing would load too many samples into memory in query execution';

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}

function answerTo(
  store: StubStore,
  form: URLSearchParams,
  isRange: boolean,
): StubAnswer & { asked: Asked } {
  const question = readQuestion(form.get('query') ?? '', isRange);
  const number = (name: string) => Number(form.get(name));
  const now = Date.now() / 1000;
  const answer = isRange
    ? rangeAnswer(store, question, {
        start: number('start'),
        end: number('end'),
        step: number('step'),
      })
    : instantAnswer(store, question, form.has('time') ? number('time') : now);
  return { ...answer, asked: question.asked };
}

/** Stores that answer what the product asks, at `/<store>/api/v1/query` and `query_range`. */
export class StubStoresServer {
  readonly #stores: ReadonlyMap<string, StubStore>;
  readonly #refuseFrom: ReadonlyMap<string, number>;
  readonly #hanging = new Set<string>();
  #requests: StubRequest[] = [];

  /** `refuseFrom`: series in one answer that are too many, for stores that have such a limit. */
  constructor(
    stores: readonly StubStore[],
    refuseFrom: Readonly<Record<string, number>>,
  ) {
    this.#stores = new Map(stores.map(store => [store.name, store]));
    this.#refuseFrom = new Map(Object.entries(refuseFrom));
  }

  listen(port: number): Promise<Server> {
    const server = createServer((request, response) => {
      this.#handle(request, response).catch((error: Error) => {
        const status = error instanceof UnknownQuestion ? 400 : 500;
        send(response, status, JSON.stringify(failure(error.message)));
      });
    });
    return new Promise(resolve => {
      server.listen(port, '127.0.0.1', () => resolve(server));
    });
  }

  async #handle(
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const [, name, ...rest] = (request.url ?? '').split('/');
    const path = rest.join('/');
    const store = this.#stores.get(name);
    if (name === 'requests') {
      send(response, 200, JSON.stringify(this.#requests));
      this.#requests = [];
    } else if (path === 'hang' || path === 'heal') {
      if (path === 'hang') this.#hanging.add(name);
      else this.#hanging.delete(name);
      send(response, 200, '{}');
    } else if (store && path.startsWith('api/v1/query')) {
      const form = await formOf(request);
      await this.#answer(store, { form, path, response });
    } else {
      send(response, 404, '{}');
    }
  }

  /** What the stub does not know counts as asked, so that nothing is measured without it. */
  #understood<Answer>(store: StubStore, answer: () => Answer): Answer {
    try {
      return answer();
    } catch (error) {
      const at = new Date().toISOString();
      const nothing = { status: 400, bytes: 0, series: 0 };
      this.#requests.push({
        ...{ store: store.name, asked: 'unknown', at },
        ...nothing,
      });
      throw error;
    }
  }

  async #answer(
    store: StubStore,
    input: { form: URLSearchParams; path: string; response: ServerResponse },
  ): Promise<void> {
    const { form, path, response } = input;
    const { name } = store;
    if (this.#hanging.has(name)) return;
    const isRange = path === 'api/v1/query_range';
    const at = new Date().toISOString();
    const { asked, series, ...answer } = this.#understood(store, () =>
      answerTo(store, form, isRange),
    );
    const isTooMuch = series > (this.#refuseFrom.get(name) ?? Infinity);
    const status = isTooMuch ? 422 : 200;
    const sent = isTooMuch ? JSON.stringify(failure(TOO_MANY)) : answer.body;
    const asking = { store: name, asked, at, status, bytes: 0, series };
    this.#requests.push(asking);
    response.writeHead(status, { 'Content-Type': 'application/json' });
    const chunks = chunksOf(sent, bytes => {
      asking.bytes += bytes;
    });
    // Whoever hangs up has had enough.
    const body = Readable.from(chunks, { highWaterMark: 1 });
    await pipeline(body, response).catch(() => undefined);
  }
}

const CHUNK = 64 * 1024;

/** `taken` is told of each part when it is wanted. */
function* chunksOf(
  body: string,
  taken: (bytes: number) => void,
): Generator<Buffer> {
  const whole = Buffer.from(body);
  for (let start = 0; start < whole.length; start += CHUNK) {
    const chunk = whole.subarray(start, start + CHUNK);
    taken(chunk.length);
    yield chunk;
  }
}

function failure(error: string) {
  return { status: 'error', errorType: 'execution', error };
}

function send(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(body);
}
