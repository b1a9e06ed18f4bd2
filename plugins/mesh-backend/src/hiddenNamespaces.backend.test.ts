import { meshContract, requestContract } from '@meshport/plugin-mesh-common';
import {
  meshRequestConditions,
  meshServiceConditions,
} from '@meshport/plugin-mesh-node';
import {
  aCronJob,
  aDeployment,
  aNamespace,
  aService,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import type { Entity } from '@backstage/catalog-model';
import type {
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  aCilium,
  theClusterMesh,
} from './core/meshes/cilium/testing/ciliumObjects';
import type { InMemoryClusterSource } from './io/kube/InMemoryClusterSource';
import { eventually } from './testing/eventually';
import { anApp, anEntity } from './__testUtils__/apps';
import {
  aCountingStore,
  counted,
  countingMeshModule,
} from './__testUtils__/countingMesh';
import { ALLOW, DENY, startMesh, when } from './__testUtils__/startMesh';

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state += 0x6d2b79f5;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The store says the same at all times, so that answers can be compared. */
const STORE_TIME = Date.parse('2026-11-14T08:00:00.000Z');

const GLOBAL = { 'service.cilium.io/global': 'true' };

/** An app whose Service is offered to the other cluster. */
function aGlobalApp(namespace: string, name: string): KubeObject[] {
  const others = anApp(namespace, name).filter(
    ({ kind }) => kind !== 'Service',
  );
  return [...others, aService({ namespace, name, annotations: GLOBAL })];
}

/** What joins the two clusters to one mesh of clusters. */
const JOINED = {
  west: [...aCilium({ 'cluster-id': '1' }), ...theClusterMesh()],
  east: [
    ...aCilium({ 'cluster-id': '2', 'cluster-name': 'east' }),
    ...theClusterMesh(),
  ],
};

/** What one team has, and every name in it that nobody else has. */
interface Team {
  readonly names: readonly string[];
  readonly entities: readonly Entity[];
  readonly objects: Readonly<Record<'west' | 'east', readonly KubeObject[]>>;
}

const GROUP = 'group:default/quarks';

/** Namespaces of the other team: as many, as large and in such states as chance has it. */
function otherTeam(seed: number): Team {
  const random = randomFrom(seed);
  const names: string[] = [];
  const name = (kind: string) => {
    const made = `q${kind}${Math.floor(random() * 1e9).toString(36)}`;
    names.push(made);
    return made;
  };
  const chance = (share: number) => random() < share;
  const entities: Entity[] = [];
  const app = (namespace: string): KubeObject[] => {
    const service = name('svc');
    if (chance(0.6)) {
      entities.push(
        anEntity(name('entity'), {
          annotations: { 'meshport.io/services': `${namespace}/${service}` },
          owner: GROUP,
        }),
      );
    }
    return [
      ...(chance(0.6) ? aGlobalApp : anApp)(namespace, service),
      aService({
        namespace,
        name: name('alias'),
        labels: { q: name('label') },
      }),
      aDeployment({
        namespace,
        name: name('worker'),
        replicas: chance(0.5) ? 0 : 2,
        podLabels: { 'sidecar.istio.io/inject': name('inject') },
      }),
      aCronJob({ namespace, name: name('cron') }),
    ];
  };
  const namespace = (): KubeObject[] => {
    const made = name('ns');
    const apps = Array.from({ length: 1 + Math.floor(random() * 3) });
    return [
      aNamespace({
        name: made,
        labels: { 'istio-injection': chance(0.5) ? 'enabled' : name('value') },
        annotations: chance(0.5) ? { 'meshport.io/owner': 'quarks' } : {},
      }),
      ...apps.flatMap(() => app(made)),
    ];
  };
  const objects = {
    west: [
      ...namespace(),
      ...app('common'),
      ...(chance(0.5) ? namespace() : []),
    ],
    east: chance(0.7) ? namespace() : [],
  };
  entities.push(
    anEntity(name('ghost'), {
      annotations: { 'meshport.io/services': `${names[0]}/${name('gone')}` },
      owner: GROUP,
    }),
  );
  return { names, entities, objects };
}

/** What our developer's team has: by the catalog in `store`, as a whole in `tills`. */
const OURS: Team = {
  names: [],
  entities: [
    anEntity('cart', { annotations: { 'meshport.io/services': 'store/cart' } }),
    anEntity('desk', {
      annotations: { 'meshport.io/services': 'common/desk' },
    }),
    anEntity('lonely'),
  ],
  objects: {
    west: [
      aNamespace({ name: 'store' }),
      aNamespace({ name: 'common' }),
      ...aGlobalApp('store', 'cart'),
      ...aGlobalApp('common', 'desk'),
    ],
    east: [
      aNamespace({ name: 'store' }),
      aNamespace({
        name: 'tills',
        annotations: { 'meshport.io/owner': 'shop' },
      }),
      ...aGlobalApp('store', 'cart'),
      ...anApp('tills', 'till'),
    ],
  },
};

const CLAIMS = { claims: ['user:default/dana', 'group:default/shop'] };
const ASKED_BY_US = {
  ...when(meshRequestConditions.isRequester(CLAIMS) as never),
  resourceType: 'mesh-request',
};
const OURS_ONLY = when({
  anyOf: [
    meshServiceConditions.isServiceOwner(CLAIMS),
    meshServiceConditions.isNamespaceOwner(CLAIMS),
  ],
});

/** Everything is called, ours as always and theirs as it happens; half of it fails. */
function samplesOf(team: Team) {
  return (['west', 'east'] as const).flatMap(cluster => {
    const servicesIn = (objects: readonly KubeObject[]) =>
      objects.flatMap(({ kind, metadata: { namespace, name } }) =>
        kind === 'Service' ? `${namespace}/${name}` : [],
      );
    return [
      ...servicesIn(OURS.objects[cluster]).map(name =>
        counted(cluster, name, [10, 0.5]),
      ),
      ...servicesIn(team.objects[cluster]).map(name =>
        counted(cluster, name, [name.length, 0.5]),
      ),
    ];
  });
}

async function startWith(team: Team) {
  const fill = (source: InMemoryClusterSource) => {
    for (const cluster of ['west', 'east'] as const) {
      source
        .add(cluster)
        .apply(
          ...JOINED[cluster],
          ...team.objects[cluster],
          ...OURS.objects[cluster],
        );
    }
  };
  const mesh = await startMesh({
    mesh: {
      clusterSets: [{ name: 'live', clusters: ['west', 'east'] }],
      metrics: {
        stores: { main: { url: 'http://store', clusterLabel: 'cluster' } },
        refresh: { seconds: 5 },
      },
    },
    features: [countingMeshModule],
    metricsSource: () =>
      aCountingStore(
        () => samplesOf(team),
        () => STORE_TIME,
      ),
    entities: [...OURS.entities, ...team.entities],
    clusters: fill,
  });
  const services = Object.values(team.objects)
    .flat()
    .filter(({ kind }) => kind === 'Service');
  await eventually(async () => {
    const { total, items } = await mesh.client.listServices({ params: {} });
    const isMatched = items.some(({ owners }) => owners.length > 0);
    // `cart` is one service in both clusters.
    const isCounted = items.some(({ golden }) => golden.state === 'ok');
    return total === services.length + 3 && isMatched && isCounted
      ? true
      : undefined;
  });
  const decideBy = (decide: (permission: Permission) => PolicyDecision) =>
    mesh.decisions.mockImplementation((async (
      requests: readonly { permission: Permission }[],
    ) => requests.map(({ permission }) => decide(permission))) as never);
  return {
    /** A cursor that somebody who sees everything was given. */
    async cursorOf(path: string): Promise<string> {
      decideBy(() => ALLOW);
      const answer = (await (await mesh.get(path)).json()) as {
        nextCursor?: string;
      };
      return answer.nextCursor ?? '';
    },
    /** The answer to somebody who sees everything. */
    async everythingOf(path: string): Promise<string> {
      decideBy(() => ALLOW);
      return wholeAnswer(await mesh.get(path));
    },
    async tagOf(path: string): Promise<string> {
      decideBy(() => ALLOW);
      return (await mesh.get(path)).headers.get('etag') ?? '';
    },
    /** The whole answer to our developer, but for what the request itself says. */
    async ask(path: string, headers: Record<string, string> = {}) {
      decideBy(permission => {
        if (permission.type !== 'resource') return DENY;
        return permission.resourceType === 'mesh-request'
          ? ASKED_BY_US
          : OURS_ONLY;
      });
      const response = await mesh.get(path, headers);
      return wholeAnswer(response);
    },
  };
}

/** Headers that the connection and the moment make. */
const PASSING = ['connection', 'date', 'keep-alive'];

/** How far the store's clock is off grows all the time, and is told in charts alone. */
function isPassing({ id }: { id: string }): boolean {
  return id === 'store-note.clock';
}

/** Since when a service is not well is since each of the portals has looked at it. */
const SINCE = /"since":"[^"]+"/g;

async function wholeAnswer(response: Response): Promise<string> {
  const told = await response.text();
  const text = told.replace(SINCE, '"since":""');
  const { request, notes, ...body } = (text ? JSON.parse(text) : {}) as {
    request?: unknown;
    nextCursor?: string;
    notes?: { id: string }[];
  };
  const isOfNow = text !== told || notes?.some(isPassing);
  const passing = isOfNow ? [...PASSING, 'etag'] : PASSING;
  const headers = [...response.headers].filter(
    ([key]) => !passing.includes(key),
  );
  const others = notes?.filter(note => !isPassing(note));
  const cursor = Buffer.from(body.nextCursor ?? '', 'base64url').toString();
  return JSON.stringify(
    [response.status, headers, body, others, cursor],
    null,
    1,
  );
}

/** What somebody tries who knows names, and what somebody tries who knows nothing. */
function guesses(team: Team): string[] {
  return [
    ...team.names,
    ...team.names.slice(0, 3).map(name => name.toUpperCase()),
    ...team.names.slice(0, 3).map(name => name.slice(0, -2)),
    GROUP,
    'quarks',
    'store',
    'q',
    '*',
    '..',
    '%00',
    '\u{1d4e0}\u0301',
    'x'.repeat(250),
  ];
}

/** At a time that does not move on. */
const THEN = 'at=2026-11-14T08:00:00Z';

function pathsFor(guess: string): string[] {
  const value = encodeURIComponent(guess);
  return [
    ...[
      ...['q', 'namespace', 'cluster', 'owner'],
      ...['set', 'mesh', 'state', 'health'],
    ].map(key => `/v1/services?${key}=${value}`),
    ...['q', 'cluster', 'owner', 'ownedBy', 'mesh', 'sort'].map(
      key => `/v1/namespaces?${key}=${value}`,
    ),
    ...[
      ...['q', 'namespace', 'cluster', 'set'],
      ...['mechanism', 'state', 'sort'],
    ].map(key => `/v1/exports?${key}=${value}`),
    `/v1/links?q=${value}`,
    ...['view', 'state', 'kind', 'cursor'].map(
      key => `/v1/requests?${key}=${value}`,
    ),
    `/v1/requests/${value}`,
    `/v1/services/live/${value}/${value}`,
    `/v1/services/live/common/${value}`,
    `/v1/services/${value}/store/cart`,
    `/v1/services/live/common/${value}/metrics?${THEN}`,
    `/v1/entities/component/default/${value}/metrics?${THEN}`,
    ...['q', 'namespace', 'cluster', 'set', 'mesh'].map(
      key => `/v1/graph?${key}=${value}&gateways=true`,
    ),
    `/v1/services/live/common/${value}/dependencies?depth=3`,
    `/v1/entities/component/default/${value}/dependencies?depth=3`,
    `/v1/namespaces/west/${value}`,
    `/v1/namespaces/east/${value}`,
    `/v1/entities/component/default/${value}`,
    `/v1/entities/${value}/default/cart`,
    `/v1/clusters/${value}`,
    `/v1/clusters?q=${value}`,
  ];
}

/** Every way to sort and page every list; also what is not allowed. */
function listPaths(): string[] {
  const orders = ['asc', 'desc'];
  const sorts = {
    services: [
      ...['state', 'name', 'namespace', 'set', 'clusters', 'owner'],
      ...['health', 'rate', 'success', 'p99'],
    ],
    namespaces: [
      ...['name', 'cluster', 'state', 'owner'],
      ...['services', 'workloads', 'pods', 'meshed'],
    ],
    exports: ['state', 'name', 'namespace', 'set', 'mechanism', 'from'],
    links: ['state', 'from', 'to', 'mesh', 'services'],
  };
  const sorted = Object.entries(sorts).flatMap(([list, keys]) =>
    keys.flatMap(sort =>
      orders.flatMap(order => [
        `/v1/${list}?sort=${sort}&order=${order}`,
        `/v1/${list}?sort=${sort}&order=${order}&limit=1`,
      ]),
    ),
  );
  const limits = ['0', '-1', '200', '201', '1e9', 'NaN', ''].flatMap(limit => [
    `/v1/services?limit=${limit}`,
    `/v1/namespaces?limit=${limit}`,
    `/v1/exports?limit=${limit}`,
    `/v1/requests?limit=${limit}`,
  ]);
  const ours = [
    '/v1/services/live/store/cart',
    '/v1/services/live/common/desk',
    `/v1/services/live/store/cart/metrics?${THEN}`,
    `/v1/services/live/common/desk/metrics?${THEN}`,
    `/v1/entities/component/default/cart/metrics?${THEN}`,
    `/v1/entities/component/default/desk/metrics?window=24h&${THEN}`,
    '/v1/graph?limit=500&gateways=true',
    '/v1/services/live/store/cart/dependencies?depth=3&gateways=true',
    '/v1/services/live/common/desk/dependencies?depth=2',
    '/v1/entities/component/default/cart/dependencies?depth=3',
    '/v1/entities/component/default/desk/dependencies',
    '/v1/namespaces/west/common',
    '/v1/namespaces/west/store',
    '/v1/namespaces/east/tills',
    '/v1/entities/component/default/cart',
    '/v1/entities/component/default/desk',
    '/v1/entities/component/default/lonely',
    '/v1/clusters',
    '/v1/setup',
    '/v1/exports',
    '/v1/links',
    ...['all', 'mine', 'to-decide'].map(view => `/v1/requests?view=${view}`),
  ];
  return [...sorted, ...limits, ...ours];
}

function expectNothingOf(team: Team, answer: string, path: string): void {
  const found = [...team.names, 'quarks'].filter(name => answer.includes(name));
  expect({ path, found }).toEqual({ path, found: [] });
}

/** Some thousand questions, which take longer where many tests run. */
jest.setTimeout(60_000);

const AT_ONCE = 20;
const SEEDS = [1, 2, 3, 4];

describe.each(SEEDS)('a team that may see its own only, world %s', seed => {
  const theirs = otherTeam(seed);
  let portal: Awaited<ReturnType<typeof startWith>>;
  let other: Awaited<ReturnType<typeof startWith>>;

  beforeAll(async () => {
    portal = await startWith(theirs);
    other = await startWith(otherTeam(seed + 1000));
  });

  it('finds nothing of the other team in any answer, and the same to the byte whatever they have', async () => {
    const paths = [...listPaths(), ...guesses(theirs).flatMap(pathsFor)];
    const compare = async (path: string) => {
      const answer = await portal.ask(path);
      expectNothingOf(theirs, answer, path);
      const elsewhere = await other.ask(path);
      expect({ path, answer: elsewhere }).toEqual({ path, answer });
    };
    for (let at = 0; at < paths.length; at += AT_ONCE) {
      await Promise.all(paths.slice(at, at + AT_ONCE).map(compare));
    }
  });

  it.each(['services', 'namespaces', 'exports'])(
    'learns nothing from cursors of %s that others were given',
    async list => {
      for (const order of ['asc', 'desc']) {
        const first = `/v1/${list}?limit=2&order=${order}`;
        const cursor = await portal.cursorOf(first);
        expect(cursor).not.toBe('');
        const path = `${first}&cursor=${cursor}`;
        expectNothingOf(theirs, await portal.ask(path), path);
      }
    },
  );

  it('learns nothing from the entity tags of others', async () => {
    for (const path of [
      '/v1/services',
      '/v1/namespaces',
      '/v1/exports',
      '/v1/namespaces/west/common',
      '/v1/services/live/store/cart',
    ]) {
      const tag = await portal.tagOf(path);
      const answer = await portal.ask(path, { 'If-None-Match': tag });
      expect(answer).toBe(await portal.ask(path));
    }
  });

  it.each(['services', 'namespaces', 'exports'])(
    'is one of two that have %s',
    async list => {
      const all = await portal.everythingOf(`/v1/${list}?limit=200`);
      expect(theirs.names.some(name => all.includes(name))).toBe(true);
    },
  );

  it('sees what is its own', async () => {
    const services = await portal.ask('/v1/services');
    expect(services).toMatch(/"total": 3/);
    expect(services).toMatch(/"requestRate": 20/);
    expect(services).toMatch(/cart[^]*desk|desk[^]*cart/);
    const namespaces = await portal.ask('/v1/namespaces');
    expect(namespaces).toMatch(/"total": 4/);
    // `cart` from each of the clusters.
    const exports = await portal.ask('/v1/exports');
    expect(exports).toMatch(/"total": 3/);
    expect(exports).toMatch(/"host": "cart\.store\.svc/);
  });
});

it('asks every route of the contract that reads', () => {
  const asked = [...listPaths(), ...pathsFor('x')].map(
    path => path.split('?')[0],
  );
  const reading = [
    ...Object.values(meshContract),
    ...Object.values(requestContract).filter(({ method }) => method === 'GET'),
  ];
  for (const { path } of reading) {
    const pattern = new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`);
    expect(asked.filter(one => pattern.test(one))).not.toEqual([]);
  }
});
