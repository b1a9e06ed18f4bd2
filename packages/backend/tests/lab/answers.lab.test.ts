import {
  MESH_SIGNAL_CHANNEL,
  type EntityMesh,
  type MeshSignal,
} from '@meshport/plugin-mesh-common';
import { ISTIO_CLUSTER } from '../harness/copiedClusters';
import { startWorld, type World } from '../harness/World';

/** The portal over the lab as `npm start` serves it: who may ask, what repeated questions cost. */
jest.setTimeout(90_000);

const ENTITY = '/entities/component/default/order-processor';

let world: World;
let cluster: string;

beforeAll(async () => {
  world = await startWorld({ name: 'answers', clusters: [ISTIO_CLUSTER] });
  [cluster] = world.lab.clusters();
});

afterAll(() => world?.stop());

const labelNamespace = (value: string) =>
  world.lab.patch(cluster, '/api/v1/namespaces/orders', {
    metadata: { labels: { 'istio-injection': value } },
  });

/** As it was before a test, on the page too. */
async function labelAgain(): Promise<void> {
  await labelNamespace('enabled');
  await world.eventually('the old state', async () => {
    const { services } = await world.portal.entity('order-processor');
    const [membership] = services[0].instances[0].membership;
    return membership.reasons[0].code === 'pod-predates-injection';
  });
}

/** What the signals plugin sends to a browser, once subscribed. */
async function openSignals(): Promise<{
  messages: MeshSignal[];
  close(): void;
}> {
  const url = `${world.portal.url.replace('http', 'ws')}/api/signals`;
  const socket = new WebSocket(url, [await world.portal.token()]);
  const messages: MeshSignal[] = [];
  socket.addEventListener('message', ({ data }) => {
    const { channel, message } = JSON.parse(String(data));
    if (channel === MESH_SIGNAL_CHANNEL) messages.push(message);
  });
  await world.eventually(
    'the WebSocket to open',
    async () => socket.readyState === WebSocket.OPEN,
    { timeoutMilliseconds: 3_000 },
  );
  socket.send(
    JSON.stringify({ action: 'subscribe', channel: MESH_SIGNAL_CHANNEL }),
  );
  return { messages, close: () => socket.close() };
}

describe('signals', () => {
  it('reach the first browser after a start, and carry no data', async () => {
    const signals = await openSignals();
    await labelNamespace('disabled');
    await world.eventually(
      'a signal',
      async () => signals.messages.length > 0,
      { timeoutMilliseconds: 3_000 },
    );
    signals.close();
    await labelAgain();
    for (const message of signals.messages) {
      expect(Object.keys(message).sort()).toEqual(['changed', 'version']);
    }
  });
});

describe('who asks', () => {
  it.each([
    ENTITY,
    '/services',
    '/clusters',
    '/services/production/orders/order-processor',
  ])('must be signed in: %s', async path => {
    const { status, body } = await world.portal.get<{
      error: { name: string };
    }>(path, { token: null });
    expect(status).toBe(401);
    expect(body.error.name).toBe('AuthenticationError');
    expect(Object.keys(body)).not.toContain('services');
  });

  it.each([
    ['an entity', '/entities/component/default/no-such-thing'],
    ['a service', '/services/production/orders/no-such-thing'],
    ['a cluster', '/clusters/no-such-thing'],
  ])('gets 404 for %s that is not there', async (_, path) => {
    const { status, body } = await world.portal.get<{
      error: { name: string; message: string };
    }>(path);
    expect(status).toBe(404);
    expect(body.error.name).toBe('NotFoundError');
    // What may not be read looks the same, so the permission is named.
    expect(body.error.message).toMatch(/mesh\.(service|platform)\.read/);
  });

  it.each([
    ['/services?limit=none', 'limit'],
    ['/services?state=fine', 'state'],
    ['/services?sort=age', 'sort'],
    ['/services?cursor=%00', 'cursor'],
    ['/services?colour=red', 'colour'],
  ])('gets 400 that names the field: %s', async (path, field) => {
    const { status, body } = await world.portal.get<{
      error: { message: string };
    }>(path);
    expect(status).toBe(400);
    expect(body.error.message).toContain(field);
  });
});

describe('a list of services', () => {
  it('is complete when read page by page', async () => {
    const all = await world.portal.services();
    const paged = [];
    let cursor: string | undefined;
    do {
      const query = { limit: 3, ...(cursor ? { cursor } : {}) };
      const page = await world.portal.client.listServices({
        params: {},
        query,
      });
      expect(page.items.length).toBeLessThanOrEqual(3);
      expect(page.total).toBe(all.length);
      paged.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor);
    expect(paged).toEqual(all);
  });

  it('shows an owner what belongs to the team', async () => {
    const { items } = await world.portal.client.listServices({
      params: {},
      query: { owner: ['group:default/team-payments'] },
    });
    const names = items.map(({ namespace, name }) => `${namespace}/${name}`);
    expect(names).toEqual(
      expect.arrayContaining([
        'orders/order-processor',
        'payments/checkout-api',
      ]),
    );
    expect(names).not.toContain('frontend/web-frontend');
  });

  it('finds by part of a name', async () => {
    const { items } = await world.portal.client.listServices({
      params: {},
      query: { q: 'processor' },
    });
    expect(items.map(({ name }) => name)).toEqual(['order-processor']);
  });
});

describe('asking again', () => {
  it.each([ENTITY, '/services', '/clusters'])(
    'costs a 304 without a body as long as nothing changes: %s',
    async path => {
      const first = await world.portal.get(path);
      const etag = first.headers.get('etag') ?? '';
      expect(etag).toMatch(/^(W\/)?"[^"]+"$/);
      expect(first.headers.get('cache-control')).toBe('private, no-cache');
      expect(first.headers.get('vary')).toMatch(/authorization/i);
      // Where something has just changed in the cluster, the time after next.
      const again = await world.eventually('the same version', async () => {
        const { headers } = await world.portal.get(path);
        const version = headers.get('etag') ?? '';
        const answer = await world.portal.get(path, {
          headers: { 'If-None-Match': version },
        });
        return answer.status === 304 && answer;
      });
      expect(again.body).toBeUndefined();
    },
  );

  it('gives another version once an object has changed', async () => {
    const first = await world.portal.get<EntityMesh>(ENTITY);
    const etag = first.headers.get('etag') ?? '';
    const headers = { 'If-None-Match': etag };
    await labelNamespace('disabled');
    const changed = await world.eventually('a new version', async () => {
      const answer = await world.portal.get<EntityMesh>(ENTITY, { headers });
      if (answer.status === 304) return undefined;
      const [membership] = answer.body.services[0].instances[0].membership;
      const [{ code }] = membership.reasons;
      return code === 'pod-outlives-injection' && answer;
    });
    expect(changed.headers.get('etag')).not.toBe(etag);
    await labelAgain();
  });
});
