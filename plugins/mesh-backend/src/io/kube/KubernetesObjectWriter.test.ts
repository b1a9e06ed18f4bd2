import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockServices } from '@backstage/backend-test-utils';
import type { WriteIdentity } from '../../config/requestsConfig';
import { FakeClock } from '../FakeClock';
import { KubernetesObjectWriter } from './KubernetesObjectWriter';

const AT = '2026-01-01T00:00:00.000Z';
const { signal } = new AbortController();
const ref = {
  cluster: 'west',
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'cart',
};

describe('KubernetesObjectWriter', () => {
  let server: Server;
  let status = 200;
  let seen: { request: IncomingMessage; body: string }[] = [];

  beforeAll(async () => {
    server = createServer((request, response) => {
      let body = '';
      request.on('data', chunk => (body += chunk));
      request.on('end', () => {
        seen.push({ request, body });
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify({ kind: 'Status', message: 'secret' }));
      });
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });
  afterAll(() => server.close());
  beforeEach(() => {
    status = 200;
    seen = [];
  });

  function writer(identity: WriteIdentity | undefined) {
    const { port } = server.address() as AddressInfo;
    return new KubernetesObjectWriter({
      services: {
        auth: mockServices.auth(),
        discovery: mockServices.discovery.mock({
          getBaseUrl: async () => `http://127.0.0.1:${port}`,
        }),
      },
      clock: new FakeClock(),
      identityOf: () => identity,
    });
  }

  it('sets the time of the restart and nothing else, with a manager of its own', async () => {
    const written = await writer({ token: 'for-writing' }).restart(
      ref,
      { at: AT, uid: 'uid-1' },
      signal,
    );
    expect(written).toEqual({ state: 'written' });
    const [{ request, body }] = seen;
    expect(request.method).toBe('PATCH');
    expect(request.url).toBe(
      '/proxy/apis/apps/v1/namespaces/shop/deployments/cart?fieldManager=meshport-restart',
    );
    expect(request.headers).toMatchObject({
      'content-type': 'application/merge-patch+json',
      'backstage-kubernetes-cluster': 'west',
      'backstage-kubernetes-authorization': 'Bearer for-writing',
    });
    expect(JSON.parse(body)).toEqual({
      metadata: { uid: 'uid-1' },
      spec: {
        template: {
          metadata: {
            annotations: { 'kubectl.kubernetes.io/restartedAt': AT },
          },
        },
      },
    });
  });

  it('acts for whom it may impersonate', async () => {
    const impersonate = { user: 'mesh-writer', groups: ['writers'] };
    await writer({ impersonate }).restart(ref, { at: AT }, signal);
    const { headers } = seen[0].request;
    expect(headers['impersonate-user']).toBe('mesh-writer');
    expect(headers['impersonate-group']).toBe('writers');
    expect(headers['backstage-kubernetes-authorization']).toBeUndefined();
  });

  it('asks nobody without an account to write with', async () => {
    expect(
      await writer(undefined).restart(ref, { at: AT }, signal),
    ).toMatchObject({
      state: 'refused',
      reason: { id: 'request.write.no-identity' },
    });
    expect(seen).toEqual([]);
  });

  it.each([
    [401, 'unauthenticated'],
    [403, 'forbidden'],
    [404, 'missing'],
    [409, 'conflict'],
    [422, 'invalid'],
  ])(
    'says what %d means, and repeats nothing of the answer',
    async (code, id) => {
      status = code;
      const answer = await writer({ token: 'x' }).restart(
        ref,
        { at: AT },
        signal,
      );
      expect(answer).toMatchObject({
        state: 'refused',
        reason: { id: `request.write.${id}` },
      });
      expect(JSON.stringify(answer)).not.toContain('secret');
    },
  );

  it.each([500, 503])('does not know what happened after %d', async code => {
    status = code;
    await expect(
      writer({ token: 'x' }).restart(ref, { at: AT }, signal),
    ).rejects.toThrow('No API server answered');
  });
});
