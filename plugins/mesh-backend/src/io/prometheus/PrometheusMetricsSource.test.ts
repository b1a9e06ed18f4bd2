import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import type { StoreConfig } from '../../config/metricsConfig';
import { systemClock } from '../clock';
import { FakeClock } from '../FakeClock';
import { describeStoreFault } from './describeStoreFault';
import { MetricsSourceError } from './MetricsSource';
import {
  PrometheusMetricsSource,
  type PrometheusMetricsSourceOptions,
} from './PrometheusMetricsSource';

interface Reply {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
  /** Nothing ever comes. */
  readonly hangs?: boolean;
}

const EMPTY = JSON.stringify({
  status: 'success',
  data: { resultType: 'vector', result: [] },
});

let server: Server;
let reply: Reply = {};
let requests: { request: IncomingMessage; form: URLSearchParams }[] = [];

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    requests.push({ request, form: new URLSearchParams(body) });
    if (reply.hangs) return;
    response.writeHead(reply.status ?? 200, reply.headers).end(reply.body);
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
});

beforeEach(() => {
  requests = [];
});

function address(): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function aSource(
  store: Partial<StoreConfig> = {},
  options: Partial<PrometheusMetricsSourceOptions> = {},
) {
  return new PrometheusMetricsSource({
    store: {
      name: 'main',
      url: address(),
      headers: {},
      matchers: [],
      ...store,
    },
    clock: systemClock,
    ...options,
  });
}

function ask(source: PrometheusMetricsSource, query = 'up') {
  return source.query({ query }, new AbortController().signal);
}

async function faultOf(asking: Promise<unknown>): Promise<MetricsSourceError> {
  const error = await asking.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof MetricsSourceError) return error;
  throw new Error(`Not a fault of a store: ${error}`);
}

function failure(error: string, errorType = 'execution') {
  return JSON.stringify({ status: 'error', errorType, error });
}

function vector(result: unknown[], more: object = {}) {
  return JSON.stringify({
    status: 'success',
    data: { resultType: 'vector', result },
    ...more,
  });
}

describe('PrometheusMetricsSource', () => {
  it('posts the query, so that its length does not matter', async () => {
    reply = { body: EMPTY };
    const query = `sum(rate(up{a="\\"'{}\\n"}[5m])) ${'+ 1'.repeat(5000)}`;
    await aSource().query(
      { query, at: 1_700_000_000_500 },
      new AbortController().signal,
    );
    const [{ request, form }] = requests;
    expect(request.method).toBe('POST');
    expect(request.url).toBe('/api/v1/query');
    expect(form.get('query')).toBe(query);
    expect(form.get('time')).toBe('1700000000.5');
    expect(form.get('timeout')).toBe('10s');
  });

  it.each<[string, Partial<StoreConfig>, Record<string, string>]>([
    [
      'a bearer token',
      { bearerToken: 't0ken' },
      { authorization: 'Bearer t0ken' },
    ],
    [
      'a password',
      { basic: { username: 'me', password: 'pass' } },
      { authorization: 'Basic bWU6cGFzcw==' },
    ],
    ['a tenant', { tenant: 'a|b' }, { 'x-scope-orgid': 'a|b' }],
    [
      'headers, which win',
      { headers: { 'X-Own': '1', Authorization: 'Own' }, bearerToken: 't' },
      { 'x-own': '1', authorization: 'Own' },
    ],
  ])('sends %s', async (_, store, headers) => {
    reply = { body: EMPTY };
    await ask(aSource(store));
    expect(requests[0].request.headers).toMatchObject(headers);
  });

  it('reads samples with labels, infinities, nothing and histograms', async () => {
    reply = {
      body: vector(
        [
          { metric: { a: 'b' }, value: [1_700_000_000.25, '1.5'] },
          { metric: {}, value: [1_700_000_000.25, '+Inf'] },
          { metric: {}, value: [1_700_000_000.25, '-Inf'] },
          { metric: {}, value: [1_700_000_000.25, 'NaN'] },
          {
            metric: { le: '' },
            histogram: [
              1_700_000_000.25,
              {
                count: '3',
                sum: '4',
                buckets: [
                  [0, '0.5', '1', '1'],
                  [0, '1', '+Inf', '2'],
                ],
              },
            ],
          },
        ],
        { warnings: ['some data is missing'], isPartial: true },
      ),
    };
    await expect(ask(aSource())).resolves.toEqual({
      samples: [
        { labels: { a: 'b' }, value: 1.5 },
        { labels: {}, value: Infinity },
        { labels: {}, value: -Infinity },
        { labels: {}, value: NaN },
        {
          labels: { le: '' },
          value: 3,
          buckets: [
            [1, 1, 0.5],
            [Infinity, 2, 1],
          ],
        },
      ],
      warnings: ['some data is missing'],
      isPartial: true,
      at: 1_700_000_000_250,
      bytes: Buffer.byteLength(reply.body ?? ''),
    });
  });

  it('reads compressed answers, and counts what they hold', async () => {
    const body = vector([{ metric: {}, value: [1, '2'] }]);
    reply = {
      body: gzipSync(body),
      headers: { 'Content-Encoding': 'gzip' },
    };
    await expect(ask(aSource())).resolves.toMatchObject({
      samples: [{ value: 2 }],
      bytes: body.length,
    });
  });

  describe('with a long answer', () => {
    const LIKE_THE_NEXT = '"},{"metric":{}},\\';
    const samples = Array.from({ length: 12_000 }, (_, index) => ({
      metric: { name: `${index} of ${LIKE_THE_NEXT}` },
      value: [1, String(index)],
    }));
    const compactly = vector(samples, { warnings: ['{"metric":'] });
    const written = {
      'as stores write it': compactly,
      'with blanks': JSON.stringify(JSON.parse(compactly), null, 1),
    };

    it.each(Object.entries(written))('%s reads all of it', async (_, body) => {
      reply = { body };
      const answer = await ask(aSource());
      expect(answer.warnings).toEqual(['{"metric":']);
      expect(answer.samples.map(({ labels }) => labels)).toEqual(
        samples.map(({ metric }) => metric),
      );
      expect(answer.samples[11_999].value).toBe(11_999);
    });

    it('lets others have their turn meanwhile', async () => {
      reply = { body: compactly };
      let turns = 0;
      const clock = {
        now: () => Date.now(),
        sleep: (milliseconds: number, signal: AbortSignal) => {
          if (milliseconds === 0) turns += 1;
          return systemClock.sleep(milliseconds, signal);
        },
      };
      await ask(aSource({}, { clock }));
      expect(turns).toBe(Math.floor(compactly.length / (256 * 1024)));
    });

    it.each([
      ['in its middle', '"5000"', '5000 x'],
      ['at its end', /\]\}\}$|\]\}.{0,40}$/, ''],
    ])('finds what is broken %s', async (_, part, other) => {
      reply = { body: compactly.replace(part, other) };
      expect((await faultOf(ask(aSource()))).fault).toBe('garbled');
    });

    it('counts what it reads, and stops when it is told to', async () => {
      reply = { body: compactly };
      const read = async (most: number) => {
        let bytes = 0;
        const meter = {
          count: (more: number) => {
            bytes += more;
            return bytes <= most;
          },
        };
        const asked = aSource().query(
          { query: 'up', meter },
          new AbortController().signal,
        );
        const outcome = await asked.then(
          () => 'answered',
          error => error.fault,
        );
        return { bytes, outcome };
      };
      const { length } = Buffer.from(compactly);
      expect(await read(length)).toEqual({
        bytes: length,
        outcome: 'answered',
      });
      const cut = await read(200_000);
      expect(cut.outcome).toBe('too-much');
      expect(cut.bytes).toBeGreaterThan(200_000);
      expect(cut.bytes).toBeLessThan(length);
    });
  });

  it('reads series over time', async () => {
    reply = {
      body: JSON.stringify({
        status: 'success',
        data: {
          resultType: 'matrix',
          result: [
            {
              metric: { a: 'b' },
              values: [
                [60, '1'],
                [120, 'NaN'],
              ],
            },
            { metric: { native: 'yes' }, histograms: [] },
          ],
        },
      }),
    };
    const { series } = await aSource().queryRange(
      { query: 'up', from: 60_000, to: 120_000, stepSeconds: 60 },
      new AbortController().signal,
    );
    expect(series).toEqual([
      {
        labels: { a: 'b' },
        points: [
          [60, 1],
          [120, NaN],
        ],
      },
      { labels: { native: 'yes' }, points: [] },
    ]);
    const { form, request } = requests[0];
    expect(request.url).toBe('/api/v1/query_range');
    expect([form.get('start'), form.get('end'), form.get('step')]).toEqual([
      '60',
      '120',
      '60',
    ]);
  });

  it.each<[string, Reply, string, string]>([
    ['401', { status: 401 }, 'credentials', 'store.credentials'],
    ['403', { status: 403 }, 'forbidden', 'store.forbidden'],
    ['404', { status: 404, body: '<html>' }, 'failed', 'store.not-found'],
    ['429', { status: 429 }, 'failed', 'store.rate-limited'],
    [
      'a limit of requests',
      { status: 429, body: failure('too many outstanding requests') },
      'failed',
      'store.rate-limited',
    ],
    ['500', { status: 500, body: 'oops' }, 'failed', 'store.failed'],
    ['503', { status: 503, body: 'oops' }, 'failed', 'store.failed'],
    ['413', { status: 413 }, 'too-much', 'store.too-much'],
    [
      'a query that it does not understand',
      { status: 400, body: failure('parse error', 'bad_data') },
      'rejected',
      'store.rejected',
    ],
    [
      'a query that cannot be evaluated',
      {
        status: 422,
        body: failure('found duplicate series for the match group'),
      },
      'rejected',
      'store.rejected',
    ],
    [
      'too many samples in Prometheus',
      {
        status: 422,
        body: failure(
          'query processing would load too many samples into memory in query execution',
        ),
      },
      'too-much',
      'store.too-much',
    ],
    [
      'a limit of Mimir',
      {
        status: 422,
        body: failure(
          'the query exceeded the maximum number of chunks (limit: 2000000 chunks) (err-mimir-max-chunks-per-query)',
        ),
      },
      'too-much',
      'store.too-much',
    ],
    [
      'a limit of VictoriaMetrics',
      {
        status: 422,
        body: failure(
          'the number of matching timeseries exceeds 300000; either narrow down the search or increase -search.max* command-line flag values',
          '422',
        ),
      },
      'too-much',
      'store.too-much',
    ],
    [
      'a limit of Thanos',
      { status: 500, body: failure('exceeded samples limit: 100') },
      'too-much',
      'store.too-much',
    ],
    [
      'a query that takes too long',
      {
        status: 503,
        body: failure('query timed out in expression evaluation', 'timeout'),
      },
      'deadline',
      'store.deadline',
    ],
    ['504', { status: 504 }, 'deadline', 'store.deadline'],
    [
      'another address',
      { status: 302, headers: { Location: 'http://elsewhere.example/' } },
      'failed',
      'store.redirected',
    ],
    ['what is no JSON', { body: '<html></html>' }, 'garbled', 'store.garbled'],
    [
      'half an answer',
      { body: EMPTY.slice(0, -4) },
      'garbled',
      'store.garbled',
    ],
    ['nothing', { body: '' }, 'garbled', 'store.garbled'],
    ['other JSON', { body: '{"status":"ok"}' }, 'garbled', 'store.garbled'],
    [
      'numbers that are none',
      { body: vector([{ metric: {}, value: [1, 'ten'] }]) },
      'garbled',
      'store.garbled',
    ],
    [
      'labels that are none',
      { body: vector([{ metric: { a: 1 }, value: [1, '1'] }]) },
      'garbled',
      'store.garbled',
    ],
  ])('tells what %s means', async (_, answer, fault, id) => {
    reply = answer;
    const error = await faultOf(ask(aSource()));
    expect(error.fault).toBe(fault);
    expect(describeStoreFault('main', error)).toMatchObject({
      fault,
      reason: { id, params: { store: 'main' } },
    });
    expect(requests).toHaveLength(1);
  });

  it('stops reading what is larger than it may be', async () => {
    reply = {
      body: vector([{ metric: { a: 'x'.repeat(5000) }, value: [1, '1'] }]),
    };
    const error = await faultOf(ask(aSource({}, { maxAnswerBytes: 1000 })));
    expect(error.fault).toBe('too-much');
  });

  it('gives up when the time is up', async () => {
    reply = { hangs: true };
    const clock = new FakeClock();
    const asking = faultOf(ask(aSource({}, { clock })));
    await clock.advance(10_000);
    expect((await asking).fault).toBe('deadline');
  });

  it('ends with its signal, which is no fault of the store', async () => {
    reply = { hangs: true };
    const end = new AbortController();
    const asking = aSource().query({ query: 'up' }, end.signal);
    end.abort(new Error('The portal stops'));
    await expect(asking).rejects.toThrow('The portal stops');
  });

  it('says how a connection failed', async () => {
    const gone = createServer();
    await new Promise<void>(resolve => {
      gone.listen(0, '127.0.0.1', resolve);
    });
    const { port } = gone.address() as AddressInfo;
    await new Promise(resolve => {
      gone.close(resolve);
    });
    const url = `http://127.0.0.1:${port}`;
    const error = await faultOf(ask(aSource({ url })));
    expect(error.fault).toBe('unreachable');
    expect(describeStoreFault('main', error).reason.id).toBe('store.refused');
  });

  it('says that the file of authorities cannot be read, and looks again', async () => {
    const source = aSource({ caFile: '/does/not/exist.pem' });
    for (const attempt of [1, 2]) {
      const error = await faultOf(ask(source, `up + ${attempt}`));
      const { reason } = describeStoreFault('main', error);
      expect(reason).toMatchObject({
        id: 'store.ca-file',
        params: { detail: 'caFile ENOENT' },
      });
    }
  });

  it('has no credentials in what it says, whatever the store says', async () => {
    const store: Partial<StoreConfig> = {
      basic: { username: 'me', password: 'pass-w0rd' },
      headers: { 'X-Key': 'k3y' },
    };
    reply = {
      status: 400,
      body: failure('no: Basic bWU6cGFzcy13MHJk, pass-w0rd, k3y', 'bad_data'),
    };
    const error = await faultOf(ask(aSource(store)));
    const { reason } = describeStoreFault('main', error);
    expect(error.detail).toBe('no: Basic ***, ***, ***');
    for (const secret of ['bWU6cGFzcy13MHJk', 'pass-w0rd', 'k3y']) {
      expect(`${error.stack} ${JSON.stringify(reason)}`).not.toContain(secret);
    }
  });

  it('takes a fault that is not of the store for one of the portal', () => {
    expect(describeStoreFault('main', new TypeError('x')).reason.id).toBe(
      'store.own-fault',
    );
  });
});
