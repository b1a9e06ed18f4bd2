import {
  mockCredentials,
  startTestBackend,
  mockServices,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  meshContract,
  text,
  type MeshOperation,
} from '@meshport/plugin-mesh-common';
import { meshServiceConditions } from '@meshport/plugin-mesh-node';
import { aNamespace } from '@meshport/plugin-mesh-node/testing';
import type {
  InMemoryCluster,
  InMemoryClusterSource,
} from './io/kube/InMemoryClusterSource';
import { createMeshPlugin } from './plugin';
import { MeshService } from './service/MeshService';
import { eventually } from './testing/eventually';
import { anApp, anEntity } from './__testUtils__/apps';
import { ALLOW, DENY, startMesh, when } from './__testUtils__/startMesh';

const MESH = {
  clusterSets: [
    { name: 'live', clusters: ['west', 'east'] },
    { name: 'trial', clusters: ['lab'] },
  ],
  ignore: { namespaces: ['kube-*'] },
  ownership: { namespaceKey: 'example.com/team' },
};

function threeClusters(source: InMemoryClusterSource) {
  const namespaces = [
    aNamespace({ name: 'shop' }),
    aNamespace({ name: 'billing' }),
    aNamespace({ name: 'kube-system' }),
    ...anApp('kube-system', 'dns'),
  ];
  source
    .add('west')
    .apply(
      ...namespaces,
      ...anApp('shop', 'cart'),
      ...anApp('billing', 'ledger'),
    );
  source.add('east').apply(...namespaces, ...anApp('shop', 'cart'));
  source
    .add('lab')
    .apply(
      ...namespaces,
      aNamespace({ name: 'shop', annotations: { 'example.com/team': 'mall' } }),
      ...anApp('shop', 'cart'),
    );
}

const CART = anEntity('cart', {
  annotations: { 'meshport.io/services': 'shop/cart' },
});
const LEDGER = anEntity('ledger', {
  annotations: { 'meshport.io/services': 'billing/ledger' },
  owner: 'group:default/money',
});
const LONELY = anEntity('lonely');

async function startShop() {
  const mesh = await startMesh({
    mesh: MESH,
    entities: [CART, LEDGER, LONELY],
    clusters: threeClusters,
  });
  await eventually(async () => {
    const { clusters } = await mesh.client.listServices({ params: {} });
    const entity = await mesh.get('/v1/entities/component/default/cart');
    const ready =
      clusters.length === 3 &&
      clusters.every(({ status }) => status === 'live');
    return ready && entity.ok ? true : undefined;
  });
  mesh.decisions.mockClear();
  return mesh;
}

const ROUTES: { operation: MeshOperation; path: string }[] = [
  { operation: 'listClusters', path: '/v1/clusters' },
  { operation: 'getCluster', path: '/v1/clusters/west' },
  { operation: 'getSetup', path: '/v1/setup' },
  { operation: 'getEntity', path: '/v1/entities/component/default/cart' },
  {
    operation: 'getEntityMetrics',
    path: '/v1/entities/component/default/cart/metrics',
  },
  {
    operation: 'getEntityDependencies',
    path: '/v1/entities/component/default/cart/dependencies',
  },
  { operation: 'listServices', path: '/v1/services' },
  { operation: 'getService', path: '/v1/services/live/shop/cart' },
  {
    operation: 'getServiceMetrics',
    path: '/v1/services/live/shop/cart/metrics',
  },
  {
    operation: 'getServiceDependencies',
    path: '/v1/services/live/shop/cart/dependencies',
  },
  { operation: 'getGraph', path: '/v1/graph' },
  { operation: 'listNamespaces', path: '/v1/namespaces' },
  { operation: 'getNamespace', path: '/v1/namespaces/west/shop' },
  { operation: 'listExports', path: '/v1/exports' },
  { operation: 'listLinks', path: '/v1/links' },
];

describe('mesh plugin', () => {
  let mesh: Awaited<ReturnType<typeof startShop>>;

  beforeAll(async () => {
    mesh = await startShop();
  });

  beforeEach(() => {
    mesh.decide(ALLOW);
    mesh.decisions.mockClear();
  });

  async function message(path: string, headers?: Record<string, string>) {
    const response = await mesh.get(path, headers);
    const { error } = (await response.json()) as {
      error?: { name: string; message: string };
    };
    return { status: response.status, ...error };
  }

  it('has a test path for every route of the contract', () => {
    expect(ROUTES.map(({ operation }) => operation)).toEqual(
      Object.keys(meshContract),
    );
  });

  describe.each(ROUTES)('$operation', ({ operation, path }) => {
    const { permission, response: schema } = meshContract[operation];

    it('answers whoever is allowed, as the contract says, asking for permission once', async () => {
      const response = await mesh.get(path);
      expect(response.status).toBe(200);
      expect(response.headers.get('cache-control')).toBe('private, no-cache');
      expect(response.headers.get('vary')).toMatch(/Authorization/);
      const body = await response.json();
      expect(schema.strict().parse(body)).toEqual(body);
      expect(mesh.decisions).toHaveBeenCalledTimes(1);
    });

    it('answers other plugins, too', async () => {
      const Authorization = mockCredentials.service.header();
      expect((await mesh.get(path, { Authorization })).status).toBe(200);
    });

    it('answers under conditions as the contract says, asking for permission once', async () => {
      mesh.decide(
        when(meshServiceConditions.hasNamespace({ namespaces: ['shop'] })),
      );
      const response = await mesh.get(path);
      expect(response.status).toBe(200);
      const body = await response.json();
      expect(schema.strict().parse(body)).toEqual(body);
      expect(mesh.decisions).toHaveBeenCalledTimes(1);
      const tag = response.headers.get('etag') ?? '';
      expect(tag).not.toBe('');
    });

    it('names the permission to whoever is denied', async () => {
      mesh.decide(DENY);
      const { status, message: words } = await message(path);
      expect(status).toBe(path.split('/').length > 3 ? 404 : 403);
      expect(words).toContain(permission.name);
      expect(mesh.decisions).toHaveBeenCalledTimes(1);
    });

    it('refuses whoever is not signed in', async () => {
      const Authorization = mockCredentials.none.header();
      expect(await message(path, { Authorization })).toMatchObject({
        status: 401,
        name: 'AuthenticationError',
      });
      expect(mesh.decisions).not.toHaveBeenCalled();
    });

    it('costs a 304 and no building of an answer the second time, and the whole answer to somebody with other rights', async () => {
      // What reading costs changes by itself: its tag is that of what was sent.
      if (operation === 'getSetup') return;
      const built = jest.spyOn(MeshService.prototype, operation);
      const etag = (await mesh.get(path)).headers.get('etag') ?? '';
      expect(built).toHaveBeenCalledTimes(1);
      const second = await mesh.get(path, { 'If-None-Match': etag });
      expect(second.status).toBe(304);
      expect(await second.text()).toBe('');
      expect(built).toHaveBeenCalledTimes(1);
      built.mockRestore();
      expect(second.headers.get('etag')).toBe(etag);
      mesh.decide(when(meshServiceConditions.inSet({ sets: ['live'] })));
      expect((await mesh.get(path, { 'If-None-Match': etag })).status).toBe(
        200,
      );
    });

    it('refuses parameters that it does not know', async () => {
      const { status, message: words } = await message(`${path}?colour=red`);
      expect(status).toBe(400);
      expect(words).toContain('query: unknown colour');
    });

    it('reads memory only', async () => {
      mesh.catalog.streamEntities.mockClear();
      const kinds = mesh.source
        .clusters()
        .map(cluster => jest.spyOn(cluster, 'kinds'));
      await mesh.get(path);
      expect(mesh.catalog.streamEntities).not.toHaveBeenCalled();
      for (const kind of kinds) expect(kind).not.toHaveBeenCalled();
    });
  });

  describe('conditions', () => {
    it.each([
      [
        'set',
        meshServiceConditions.inSet({ sets: ['trial'] }),
        ['trial/shop/cart'],
      ],
      [
        'cluster',
        meshServiceConditions.inCluster({ clusters: ['east'] }),
        ['live/shop/cart'],
      ],
      [
        'namespace',
        meshServiceConditions.hasNamespace({ namespaces: ['billing'] }),
        ['live/billing/ledger'],
      ],
      [
        'owner',
        meshServiceConditions.isServiceOwner({
          claims: ['group:default/money'],
        }),
        ['live/billing/ledger'],
      ],
      ['mesh', meshServiceConditions.hasMesh({ meshes: ['linkerd'] }), []],
    ])(
      'on the %s narrow lists and their totals',
      async (_, condition, expected) => {
        mesh.decide(when(condition));
        const { items, total } = await mesh.client.listServices({ params: {} });
        expect(
          items.map(item => `${item.set}/${item.namespace}/${item.name}`),
        ).toEqual(expected);
        expect(total).toBe(expected.length);
      },
    );

    it('hide instances and count them where the service is visible', async () => {
      mesh.decide(
        when(meshServiceConditions.inCluster({ clusters: ['east'] })),
      );
      const { service } = await mesh.client.getService({
        params: { set: 'live', namespace: 'shop', name: 'cart' },
      });
      expect(service.instances.map(({ cluster }) => cluster)).toEqual(['east']);
      expect(service.hiddenInstances).toBe(1);
      const entity = await mesh.client.getEntity({
        params: { kind: 'component', namespace: 'default', name: 'cart' },
      });
      expect(entity.services).toHaveLength(1);
      expect(entity.hidden).toBe(1);
    });

    it('show of clusters only those of which something may be read', async () => {
      mesh.decide(
        when(meshServiceConditions.inCluster({ clusters: ['east'] })),
      );
      const params = { set: 'live', namespace: 'shop', name: 'cart' };
      const entity = { kind: 'component', namespace: 'default', name: 'cart' };
      for (const answer of [
        await mesh.client.getService({ params }),
        await mesh.client.getEntity({ params: entity }),
        await mesh.client.listServices({ params: {} }),
      ]) {
        expect(answer.clusters.map(({ name }) => name)).toEqual(['east']);
        expect(answer.sources.map(({ cluster }) => cluster)).toEqual(['east']);
      }
    });

    it('give one answer for what does not exist and what may not be seen', async () => {
      mesh.decide(when(meshServiceConditions.inSet({ sets: ['nowhere'] })));
      const hidden = await message('/v1/services/live/shop/cart');
      const missing = await message('/v1/services/live/shop/gone');
      expect(hidden).toEqual(missing);
      expect(hidden).toMatchObject({ status: 404, name: 'NotFoundError' });
      expect(await message('/v1/entities/component/default/cart')).toEqual(
        hidden,
      );
      expect(await message('/v1/entities/component/default/gone')).toEqual(
        hidden,
      );
      mesh.decide(DENY);
      expect(await message('/v1/services/live/shop/gone')).toEqual(hidden);
    });
  });

  describe('namespaces under conditions', () => {
    it.each([
      [
        'namespace',
        meshServiceConditions.hasNamespace({ namespaces: ['billing'] }),
        ['west/billing', 'east/billing', 'lab/billing'],
      ],
      [
        'owner of a service',
        meshServiceConditions.isServiceOwner({
          claims: ['group:default/money'],
        }),
        ['west/billing'],
      ],
      [
        'owner of the namespace',
        meshServiceConditions.isNamespaceOwner({
          claims: ['group:default/mall'],
        }),
        ['lab/shop'],
      ],
      [
        'set',
        meshServiceConditions.inSet({ sets: ['trial'] }),
        ['lab/billing', 'lab/shop'],
      ],
    ])('on the %s are those that fit', async (_, condition, expected) => {
      mesh.decide(when(condition));
      const { items, total } = await mesh.client.listNamespaces({ params: {} });
      expect(items.map(({ cluster, name }) => `${cluster}/${name}`)).toEqual(
        expected,
      );
      expect(total).toBe(expected.length);
      expect(mesh.decisions).toHaveBeenCalledTimes(1);
    });

    it('give one answer for what does not exist and what may not be seen', async () => {
      mesh.decide(when(meshServiceConditions.inSet({ sets: ['nowhere'] })));
      const hidden = await message('/v1/namespaces/west/shop');
      expect(hidden).toMatchObject({ status: 404, name: 'NotFoundError' });
      expect(await message('/v1/namespaces/west/gone')).toEqual(hidden);
      expect(await message('/v1/namespaces/gone/shop')).toEqual(hidden);
      mesh.decide(DENY);
      expect(await message('/v1/namespaces/west/gone')).toEqual(hidden);
    });
  });

  it('tells of the tag of a conditional answer only what is in it', async () => {
    mesh.decide(
      when(meshServiceConditions.hasNamespace({ namespaces: ['billing'] })),
    );
    const paths = [
      '/v1/services',
      '/v1/namespaces',
      '/v1/namespaces/west/billing',
    ];
    const tags = async () =>
      Promise.all(
        paths.map(async path => (await mesh.get(path)).headers.get('etag')),
      );
    const before = await tags();
    const [west] = mesh.source.clusters();
    (west as InMemoryCluster).apply(...anApp('shop', 'hidden'));
    mesh.decide(ALLOW);
    await eventually(async () => {
      const query = { q: 'hidden' };
      const { total } = await mesh.client.listServices({ params: {}, query });
      return total === 1 ? true : undefined;
    });
    mesh.decide(
      when(meshServiceConditions.hasNamespace({ namespaces: ['billing'] })),
    );
    expect(await tags()).toEqual(before);
    (west as InMemoryCluster).delete(...anApp('shop', 'hidden'));
    mesh.decide(ALLOW);
    await eventually(async () => {
      const query = { q: 'hidden' };
      const { total } = await mesh.client.listServices({ params: {}, query });
      return total === 0 ? true : undefined;
    });
  });

  describe('bad input', () => {
    it.each([
      [
        '/v1/namespaces?sort=age',
        'query.sort: must be one of name, cluster, state',
      ],
      ['/v1/namespaces?order=up', 'query.order: must be one of asc, desc'],
      [
        '/v1/namespaces?ownedBy=me',
        'query.ownedBy[0]: must be one of key, entities, nobody',
      ],
      ['/v1/namespaces?set=none', 'query.set: must be one of live, trial'],
      ['/v1/namespaces?owner=/', 'query.owner: must be an entity reference'],
      ['/v1/namespaces?cursor=x', 'query.cursor: is not a cursor of this list'],
      ['/v1/namespaces?namespace=shop', 'query: unknown namespace; allowed'],
      [
        '/v1/clusters?status=up',
        'query.status[0]: must be one of live, syncing',
      ],
      ['/v1/clusters?sort=age', 'query.sort: must be one of place, name'],
      ['/v1/setup?cluster=west', 'query: unknown cluster; nothing is allowed'],
      ['/v1/services?limit=0', 'query.limit: must be at least 1'],
      ['/v1/services?limit=201', 'query.limit: must be at most 200'],
      ['/v1/services?limit=many', 'query.limit: must be of type number'],
      [
        '/v1/services?sort=age',
        'query.sort: must be one of state, name, namespace',
      ],
      [
        '/v1/services?state=fine',
        'query.state[0]: must be one of enrolled, partial',
      ],
      ['/v1/services?set=none', 'query.set: must be one of live, trial'],
      ['/v1/clusters?set=none', 'query.set: must be one of live, trial'],
      ['/v1/services?owner=/', 'query.owner: must be an entity reference'],
      ['/v1/services?cursor=x', 'query.cursor: is not a cursor of this list'],
      ['/v1/services?q=a&q=b', 'query.q: must be of type string'],
      [
        `/v1/services?namespace=${Array(101).fill('n')}`,
        'query.namespace: must be at most 100 values',
      ],
      [
        `/v1/services?namespace=${'n'.repeat(254)}`,
        'query.namespace[0]: must be at most 253 characters',
      ],
    ])('%s: %s', async (path, expected) => {
      const { status, message: words } = await message(path);
      expect(status).toBe(400);
      expect(words).toContain(expected);
    });

    it.each([
      '/v1/services?set=none',
      '/v1/clusters?set=none',
      '/v1/services?owner=/',
      '/v1/services?cursor=x',
      '/v1/services?limit=0',
      '/v1/clusters/nowhere',
      '/v1/entities/component/default/nowhere',
    ])('%s is an error the second time, too: never a 304', async path => {
      const first = await mesh.get(path);
      expect(first.status).toBeGreaterThanOrEqual(400);
      const tag = first.headers.get('etag') ?? '';
      const second = await mesh.get(path, { 'If-None-Match': tag });
      expect(second.status).toBe(first.status);
      expect(await second.json()).toEqual(await first.json());
    });

    it('names all problems of a request', async () => {
      const { message: words } = await message('/v1/services?limit=0&sort=age');
      expect(words).toMatch(/limit.*sort/);
    });

    it.each([
      '/v1/clusters/nowhere',
      '/v1/services/nowhere/shop/cart',
      '/v1/entities/component/default/nowhere',
      '/v1/entities/group/default/shop',
    ])('%s is not found', async path => {
      expect((await message(path)).status).toBe(404);
    });
  });

  describe('lists of services', () => {
    it('narrow by owner, text and set', async () => {
      const namesOf = async (query: object) =>
        (await mesh.client.listServices({ params: {}, query })).items.map(
          ({ set, name }) => `${set}/${name}`,
        );
      expect(
        await namesOf({ owner: ['group:default/money', 'user:default/x'] }),
      ).toEqual(['live/ledger']);
      expect(await namesOf({ owner: ['shop'] })).toEqual([
        'live/cart',
        'trial/cart',
      ]);
      expect(await namesOf({ q: 'LEDG' })).toEqual(['live/ledger']);
      expect(await namesOf({ set: ['trial'] })).toEqual(['trial/cart']);
      expect(await namesOf({ cluster: ['east'] })).toEqual(['live/cart']);
    });

    it.each([
      ['state=idle,enrolled&state=not-enrolled', 3],
      ['state=not-enrolled', 3],
      ['state=enrolled', 0],
      ['owner=&set=&state=', 3],
      ['owner=,group:default/money', 1],
    ])('?%s lists %s', async (query, total) => {
      const response = await mesh.get(`/v1/services?${query}`);
      expect(await response.json()).toMatchObject({ total });
    });

    it('go on from page to page, each service once', async () => {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await mesh.client.listServices({
          params: {},
          query: { limit: 1, cursor },
        });
        expect(page.total).toBe(3);
        seen.push(...page.items.map(({ set, name }) => `${set}/${name}`));
        cursor = page.nextCursor;
      } while (cursor);
      expect(seen).toEqual(['live/ledger', 'live/cart', 'trial/cart']);
    });

    it('refuse the cursor of another list', async () => {
      const { nextCursor } = await mesh.client.listServices({
        params: {},
        query: { limit: 1 },
      });
      const { status } = await message(
        `/v1/services?limit=1&q=cart&cursor=${nextCursor}`,
      );
      expect(status).toBe(400);
    });
  });

  it('says what was looked for when an entity has nothing', async () => {
    const answer = await mesh.client.getEntity({
      params: { kind: 'Component', namespace: 'default', name: 'lonely' },
    });
    expect(answer.services).toEqual([]);
    expect(answer.lookedFor.message).not.toBe('');
    expect(answer.lookedFor.message).not.toBe(answer.lookedFor.id);
  });

  it('counts namespaces that the configuration ignores, and lists nothing of them', async () => {
    const { items } = await mesh.client.listClusters({ params: {} });
    expect(items.map(({ counts }) => counts)).toEqual([
      expect.objectContaining({ namespaces: 2, ignoredNamespaces: 1 }),
      expect.objectContaining({ namespaces: 2, ignoredNamespaces: 1 }),
      expect.objectContaining({ namespaces: 2, ignoredNamespaces: 1 }),
    ]);
    const query = { q: 'kube' };
    for (const list of [mesh.client.listNamespaces, mesh.client.listServices]) {
      expect((await list({ params: {}, query })).items).toEqual([]);
    }
    expect((await mesh.get('/v1/namespaces/west/kube-system')).status).toBe(
      404,
    );
  });

  it('names the owner of a namespace by the configured key', async () => {
    const { namespace } = await mesh.client.getNamespace({
      params: { cluster: 'lab', namespace: 'shop' },
    });
    expect(namespace).toMatchObject({
      owners: ['group:default/mall'],
      ownedBy: 'key',
    });
  });

  it('tells whoever installs it how well each cluster can be read', async () => {
    const setup = await mesh.client.getSetup({ params: {} });
    expect(setup.clusters.map(({ name, status }) => [name, status])).toEqual([
      ['west', 'live'],
      ['east', 'live'],
      ['lab', 'live'],
    ]);
    const [west] = setup.clusters;
    expect(west).toMatchObject({
      credentials: 'serviceAccount',
      matched: { services: 2, total: 2 },
    });
    expect(west.kinds).toContainEqual({
      part: 'pods',
      status: 'live',
      objects: 3,
    });
    expect(west.objects).toBe(
      west.kinds.reduce((sum, { objects }) => sum + objects, 0),
    );
    expect(setup.catalog).toEqual({ isRead: true, entities: 3, matched: 2 });
    expect(setup.process.residentBytes).toBeGreaterThan(1e6);
    expect(setup.warnings.map(({ id }) => id)).toEqual(['setup.proxy-cache']);
  });

  it('places clusters in their sets, in the configured order', async () => {
    const { items, sets } = await mesh.client.listClusters({ params: {} });
    expect(sets.map(({ name }) => name)).toEqual(['live', 'trial']);
    expect(items.map(({ set, name }) => `${set}/${name}`)).toEqual([
      'live/west',
      'live/east',
      'trial/lab',
    ]);
  });
});

describe('changes', () => {
  it('are announced, and end the validity of an entity tag', async () => {
    const mesh = await startShop();
    const path = '/v1/services/live/shop/cart';
    const etag = (await mesh.get(path)).headers.get('etag') ?? '';
    mesh.publish.mockClear();
    const [west] = mesh.source.clusters().filter(({ name }) => name === 'west');
    (west as ReturnType<InMemoryClusterSource['add']>).apply(
      ...anApp('shop', 'stock'),
    );
    await eventually(async () => {
      const { status } = await mesh.get(path, { 'If-None-Match': etag });
      return status === 200 ? true : undefined;
    });
    expect(mesh.publish).toHaveBeenCalled();
    const { items } = await mesh.client.listServices({
      params: {},
      query: { q: 'stock' },
    });
    expect(items).toHaveLength(1);
  });

  it('of a cluster that cannot be reached keep its last state, marked', async () => {
    const mesh = await startShop();
    const path = '/v1/entities/component/default/cart';
    const before = await mesh.get(path);
    const etag = before.headers.get('etag') ?? '';
    const [west] = mesh.source.clusters();
    const observedAt = '2026-01-01T00:00:00.000Z';
    (west as ReturnType<InMemoryClusterSource['add']>).setReachability({
      status: 'unreachable',
      observedAt,
      reason: text('test', {}, 'It does not answer.'),
    });
    const after = await mesh.get(path, { 'If-None-Match': etag });
    expect(after.status).toBe(200);
    const { services, sources } = await mesh.client.getEntity({
      params: { kind: 'component', namespace: 'default', name: 'cart' },
    });
    expect(sources).toContainEqual(
      expect.objectContaining({
        cluster: 'west',
        status: 'unreachable',
        observedAt,
      }),
    );
    expect(services[0].instances).toHaveLength(2);
  });

  it('of rights to read a kind make the state unknown, naming the rule', async () => {
    const mesh = await startShop();
    const [west] = mesh.source.clusters();
    (west as ReturnType<InMemoryClusterSource['add']>).setCondition('pods', {
      status: 'forbidden',
      reason: text('source.forbidden', {}, 'The portal may not list pods.'),
    });
    const answer = await eventually(async () => {
      const { service, sources } = await mesh.client.getService({
        params: { set: 'live', namespace: 'shop', name: 'cart' },
      });
      const instance = service.instances.find(
        ({ cluster }) => cluster === 'west',
      );
      const [entry] = instance?.membership ?? [];
      return entry?.state === 'unknown' ? { entry, sources } : undefined;
    });
    expect(answer.entry.reasons[0].code).toBe('input-unreadable');
    expect(answer.sources).toContainEqual(
      expect.objectContaining({
        cluster: 'west',
        part: 'pods',
        status: 'forbidden',
      }),
    );
  });
});

describe('a catalog that fills after the start', () => {
  it('is announced when it has been read, and whenever it has changed', async () => {
    const mesh = await startMesh({ entities: [LEDGER] });
    const announced = async (name: string) => {
      await eventually(async () => {
        const { ok } = await mesh.get(`/v1/entities/component/default/${name}`);
        return ok ? true : undefined;
      });
      await eventually(() => mesh.publish.mock.calls.length > 0 || undefined);
    };
    // There is no cluster, so nothing else can have changed.
    await announced('ledger');
    expect(mesh.publish).toHaveBeenCalledTimes(1);
    const filled = catalogServiceMock({ entities: [LEDGER, CART] });
    mesh.publish.mockClear();
    mesh.catalog.streamEntities.mockImplementation((request, credentials) =>
      filled.streamEntities(request, credentials),
    );
    await announced('cart');
    expect(mesh.publish).toHaveBeenCalledTimes(1);
  });
});

describe('a catalog that has not been read yet', () => {
  it.each([
    '/v1/entities/component/default/cart',
    '/v1/services?owner=group:default/shop',
  ])('%s says so every time: never a 304', async path => {
    const mesh = await startMesh({ catalog: 'down', clusters: threeClusters });
    const first = await mesh.get(path);
    expect(first.status).toBe(503);
    const tag = first.headers.get('etag') ?? '';
    expect((await mesh.get(path, { 'If-None-Match': tag })).status).toBe(503);
  });
});

describe('start', () => {
  it('fails with every mistake in the configuration', async () => {
    const start = startTestBackend({
      features: [
        createMeshPlugin(),
        catalogServiceMock.factory(),
        mockServices.rootConfig.factory({
          data: { mesh: { clusterSets: [{ name: '' }], typo: true } },
        }),
      ],
    });
    await expect(start).rejects.toThrow(
      /mesh.clusterSets\[0\].name: must not be empty[^]*mesh.clusterSets\[0\].clusters: is missing[^]*mesh: unknown typo/,
    );
  });

  it('does not need any cluster, or the Kubernetes plugin, to be there', async () => {
    const mesh = await startMesh();
    const { items, sets } = await mesh.client.listClusters({ params: {} });
    expect(items).toEqual([]);
    expect(sets).toEqual([{ name: 'all', title: 'All clusters' }]);
  });
});
