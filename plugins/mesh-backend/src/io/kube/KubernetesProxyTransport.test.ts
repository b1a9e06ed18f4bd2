import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { systemClock } from '../clock';
import { KubernetesPluginClusterList } from './ClusterList';
import { KubernetesProxyTransport } from './KubernetesProxyTransport';
import { readText } from './readBody';
import { UnreachableError } from './requestErrors';

const TOKEN = 'the-token-of-the-portal';
const { signal: never } = new AbortController();

/** A Kubernetes plugin whose answers a test writes. */
describe('The Kubernetes plugin as transport', () => {
  let server: Server;
  let answer: RequestListener;
  let requests: { url?: string; headers: Record<string, unknown> }[];

  beforeEach(async () => {
    requests = [];
    server = createServer((request, response) => {
      requests.push({ url: request.url, headers: request.headers });
      answer(request, response);
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  const services = () => {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/api/kubernetes`;
    const credentials = {
      $$type: '@backstage/BackstageCredentials' as const,
      principal: { type: 'service' as const, subject: 'plugin:mesh' },
    };
    return {
      auth: {
        getOwnServiceCredentials: async () => credentials,
        getPluginRequestToken: async (options: { targetPluginId: string }) => ({
          token: options.targetPluginId === 'kubernetes' ? TOKEN : 'wrong',
        }),
      },
      discovery: {
        getBaseUrl: async () => url,
        getExternalBaseUrl: async () => url,
      },
    };
  };
  const transport = () => new KubernetesProxyTransport(services());
  const ask = (signal = never) =>
    transport().request('one', '/api/v1/pods?limit=1', { signal });
  const answerJson = (status: number, body: unknown) => {
    answer = (_, response) => {
      response.writeHead(status, { 'Content-Type': 'application/json' });
      response.end(JSON.stringify(body));
    };
  };

  it('asks for the cluster with its own token, and for no compression', async () => {
    answerJson(200, { items: [] });
    const { status, contentType, body } = await ask();
    expect(status).toBe(200);
    expect(contentType).toBe('application/json');
    expect(await readText(body, 100)).toBe('{"items":[]}');
    expect(requests).toEqual([
      {
        url: '/api/kubernetes/proxy/api/v1/pods?limit=1',
        headers: expect.objectContaining({
          authorization: `Bearer ${TOKEN}`,
          accept: 'application/json',
          'accept-encoding': 'identity',
          'backstage-kubernetes-cluster': 'one',
        }),
      },
    ]);
  });

  it.each([
    [403, { kind: 'Status', reason: 'Forbidden', code: 403 }],
    [
      500,
      { kind: 'Status', reason: 'InternalError', message: 'request error' },
    ],
    [404, 'a text'],
  ])('hands the answer of the API server on: %s %j', async (status, said) => {
    answerJson(status, said);
    const response = await ask();
    expect(response.status).toBe(status);
    expect(JSON.parse(await readText(response.body, 1000))).toEqual(said);
  });

  it.each([
    ['Thu, 01 Jan 2026 00:00:10 GMT', Date.UTC(2026, 0, 1, 0, 0, 10)],
    ['soon', undefined],
  ])('tells what the server has for a date: %s', async (date, expected) => {
    answer = (_, response) => {
      response.writeHead(200, { Date: date });
      response.end('{}');
    };
    expect((await ask()).date).toBe(expected);
  });

  const proxyError = (message: string) => ({
    error: { name: 'ForwardedError', message },
    request: { method: 'GET', url: '/api/kubernetes/proxy/api/v1/pods' },
    response: { statusCode: 500 },
  });
  const backstageError = (name: string) => ({
    error: { name, message: 'said' },
    response: { statusCode: 0 },
  });

  it.each([
    [
      500,
      proxyError(
        "Cluster 'one' request error; caused by Error: connect ECONNREFUSED 10.0.0.1:6443",
      ),
      'refused',
      'ECONNREFUSED',
    ],
    [
      500,
      proxyError(
        "Cluster 'one' request error; caused by Error: read ECONNRESET",
      ),
      'connection',
      'ECONNRESET',
    ],
    [
      500,
      proxyError(
        "Cluster 'one' request error; caused by Error: getaddrinfo ENOTFOUND one.internal",
      ),
      'connection',
      'ENOTFOUND',
    ],
    [
      500,
      proxyError(
        "Cluster 'one' request error; caused by Error: self-signed certificate in certificate chain",
      ),
      'certificate',
      '',
    ],
    [
      500,
      proxyError(
        "Cluster 'one' request error; caused by Error: socket hang up",
      ),
      'connection',
      '',
    ],
    [
      401,
      backstageError('AuthenticationError'),
      'portal',
      '401 AuthenticationError',
    ],
    [403, backstageError('NotAllowedError'), 'portal', '403 NotAllowedError'],
    [404, backstageError('NotFoundError'), 'portal', '404 NotFoundError'],
    [
      503,
      backstageError('ServiceUnavailableError'),
      'portal',
      '503 ServiceUnavailableError',
    ],
  ])(
    'tells the portal from the API server: %s %j',
    async (status, said, how, detail) => {
      answerJson(status, said);
      const error = await ask().catch(e => e);
      expect(error).toBeInstanceOf(UnreachableError);
      expect(error).toMatchObject({ how, detail });
      // Addresses are nobody's business.
      expect(JSON.stringify([error.message, error])).not.toMatch(
        /10\.0|internal/,
      );
    },
  );

  it('says that the portal is away, without its token', async () => {
    const unreachable = transport();
    server.close();
    const error = await unreachable
      .request('one', '/version', { signal: never })
      .catch(e => e);
    expect(error).toMatchObject({ how: 'portal', detail: 'ECONNREFUSED' });
    expect(`${error.stack}${JSON.stringify(error)}`).not.toContain(TOKEN);
  });

  it('ends a request that nobody answers with the reason of its signal', async () => {
    answer = () => undefined;
    const end = new AbortController();
    const asked = ask(end.signal);
    end.abort(new Error('enough'));
    await expect(asked).rejects.toThrow('enough');
  });

  it('closes the connection of a body that is given up', async () => {
    const end = new AbortController();
    const closed = new Promise<void>(resolve => {
      answer = (_, response) => {
        response.on('close', () => resolve());
        response.writeHead(200).write('{}\n');
      };
    });
    const { body } = await ask(end.signal);
    const read = readText(body, 100);
    end.abort(new Error('enough'));
    await expect(read).rejects.toThrow('enough');
    await closed;
  });

  it('fails when the body breaks off', async () => {
    answer = (_, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('{', () => response.destroy());
    };
    const { body } = await ask();
    await expect(readText(body, 1000)).rejects.toThrow('terminated');
  });

  describe('lists clusters', () => {
    const read = () =>
      new KubernetesPluginClusterList({
        ...services(),
        clock: systemClock,
      }).read(never);

    it('with title and auth provider', async () => {
      answerJson(200, {
        items: [
          { name: 'one', title: 'One', authProvider: 'aws', auth: { a: 'b' } },
          { name: 'two' },
        ],
      });
      expect(await read()).toEqual([
        { name: 'one', title: 'One', authProvider: 'aws' },
        { name: 'two', authProvider: '' },
      ]);
      expect(requests[0].url).toBe('/api/kubernetes/clusters');
    });

    it.each([
      ['an error', 500, { error: { name: 'Error' } }],
      ['something else', 200, { clusters: [] }],
      ['a cluster without a name', 200, { items: [{}] }],
    ])('and fails on %s', async (_, status, said) => {
      answerJson(status, said);
      await expect(read()).rejects.toThrow();
    });
  });
});
