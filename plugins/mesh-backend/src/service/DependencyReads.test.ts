import { type Dependencies, meshContract } from '@meshport/plugin-mesh-common';
import { parse } from 'yaml';
import type { CatalogEntity } from '../core/catalog/EntityMatch';
import type { MetricsState } from '../core/metrics/MetricsState';
import { healthOf } from '../core/metrics/healthOf';
import {
  type ChosenObjectives,
  objectivesOf,
} from '../core/metrics/objectives';
import type { MeshObservation } from '../core/metrics/StoreTick';
import type { MayRead, Reader } from '../core/views/serviceAnswers';
import { readablePart } from '../core/views/serviceAnswers';
import { serviceKey, type World } from '../core/views/World';
import {
  aCall,
  aCallGraph,
  aDeployment,
  aShopWorld,
} from '../testing/callBuilders';
import { aMembership } from '../testing/modelBuilders';
import { finished } from '../testing/finished';
import {
  aMetricsState,
  anObservation,
  aStore,
  aTick,
  someTraffic,
  TICK_AT,
} from '../testing/trafficBuilders';
import { DependencyReads } from './DependencyReads';

const EVERYBODY: Reader = { mayRead: () => true, readsAll: true };

const seeing = (mayRead: MayRead): Reader => ({ mayRead, readsAll: false });

const SHOPS = {
  west: ['shop/front', 'shop/cart', 'pay/till', 'books/ledger'],
  east: ['shop/stock', 'vault/secret'],
};

function anEntity(
  name: string,
  fields: Partial<CatalogEntity> = {},
): CatalogEntity {
  return {
    ref: `component:default/${name}`,
    kind: 'component',
    namespace: 'default',
    name,
    annotations: {
      'backstage.io/managed-by-location': `url:https://git.example/${name}.yaml`,
    },
    owners: [],
    parts: [],
    ...fields,
  };
}

const FAILURES: readonly Record<string, number>[] = [
  {},
  { timeout: 8 },
  { denied: 9 },
];

interface Asked {
  readonly calls: readonly MeshObservation[];
  readonly service?: { namespace: string; name: string };
  readonly reader?: Reader;
  readonly depth?: number;
  readonly gateways?: 'true' | 'false';
  readonly catalog?: readonly CatalogEntity[];
  readonly world?: World;
  readonly then?: {
    readonly at: string;
    readonly calls: readonly MeshObservation[];
    /** What the store of each cluster noted. */
    readonly noted?: Readonly<Record<string, string>>;
  };
  /** What the platform asks of services. */
  readonly chosen?: ChosenObjectives;
  /** Since when it does as it does. */
  readonly since?: string;
  /** What was seen at an earlier refresh. */
  readonly before?: readonly MeshObservation[];
}

/** Clusters with a store of their own each, of the same name. */
function notingState(noted: Readonly<Record<string, string>>): MetricsState {
  const stores = Object.entries(noted).map(([store, message]) =>
    aStore({
      store,
      tick: aTick([], { notes: [{ id: message, params: {}, message }] }),
    }),
  );
  return aMetricsState(stores, { storeOf: cluster => cluster });
}

function stateOf(calls: readonly MeshObservation[], at: number): MetricsState {
  return aMetricsState(
    [aStore({ tick: aTick(calls, { at }), receivedAt: at })],
    {
      at,
    },
  );
}

function dependencies({
  calls,
  service = { namespace: 'shop', name: 'cart' },
  reader = EVERYBODY,
  depth = 1,
  gateways = 'false',
  catalog,
  world = aShopWorld(SHOPS),
  then,
  chosen = {},
  since = '2026-11-14T07:50:00.000Z',
  before,
}: Asked): Dependencies {
  const reads = new DependencyReads({
    clock: { now: () => TICK_AT },
    objectives: {},
    healthSince: () => since,
  });
  const trafficAt = (seen: readonly MeshObservation[], time: number) =>
    someTraffic(world, {
      state: stateOf(seen, time),
      objectives: () => objectivesOf([], chosen),
    });
  const callsThen = ({
    at,
    calls: seen,
    noted,
  }: NonNullable<Asked['then']>) => {
    const time = Date.parse(at);
    return {
      at: time,
      graph: aCallGraph(world, stateOf(seen, time)),
      traffic: noted
        ? someTraffic(world, { state: notingState(noted) })
        : trafficAt(seen, time),
      notes: [{ id: 'dependencies.past', params: {}, message: 'Of then.' }],
    };
  };
  if (before) {
    finished(reads.prepare(world, trafficAt(before, TICK_AT - 60_000)));
    finished(reads.prepare(world, trafficAt(calls, TICK_AT)));
  }
  const entry = world.services.get(serviceKey({ set: 'live', ...service }));
  const visible = entry && readablePart(entry, reader.mayRead);
  const answer = reads.dependencies(world, {
    services: visible ? [visible] : [],
    workloads: [],
    query: { depth, gateways },
    ...(then ? { then: callsThen(then) } : {}),
    reader,
    traffic: trafficAt(calls, TICK_AT),
    catalog,
  });
  expect(meshContract.getServiceDependencies.response.parse(answer)).toEqual(
    answer,
  );
  return answer;
}

/** Inbound requests of shop/cart, some of which failed. */
function served(to: string, failed: number, requests = 10): MeshObservation {
  const [cluster, namespace, service] = to.split('/');
  return anObservation({
    to: { cluster, namespace, service },
    calls: {
      requests,
      failures: failed > 0 ? { 'server-error': failed } : {},
    },
  });
}

function failing(
  from: string,
  to: string,
  failures: Record<string, number>,
  requests = 10,
): MeshObservation {
  return aCall(from, to, { calls: { requests, failures } });
}

const CART = 'west/shop/cart';
const FRONT = 'west/shop/front';
const STOCK = 'east/shop/stock';
const SECRET = 'east/vault/secret';

describe('dependencies', () => {
  const chain = [
    aCall(FRONT, CART),
    aCall(CART, STOCK),
    aCall(STOCK, SECRET),
    aCall(SECRET, 'west/books/ledger'),
  ];

  it.each([
    [1, ['front -1', 'cart 0', 'stock 1']],
    [2, ['front -1', 'cart 0', 'stock 1', 'secret 2']],
    [3, ['front -1', 'cart 0', 'stock 1', 'secret 2', 'ledger 3']],
  ])('go %s calls far in both directions', (depth, expected) => {
    const { nodes, distance } = dependencies({ calls: chain, depth });
    const found = nodes.map(({ id, name }) => `${name} ${distance[id]}`);
    expect(found.sort()).toEqual([...expected].sort());
  });

  it('are at most 200 nodes, the worst first, and say how many there are', () => {
    const shops = Array.from({ length: 300 }, (_, at) => `shop/s${at}`);
    const world = aShopWorld({ west: ['shop/cart', ...shops] });
    const calls = shops.map((name, at) =>
      failing(CART, `west/${name}`, at === 299 ? { timeout: 10 } : {}),
    );
    const { nodes, truncated } = dependencies({ calls, world });
    expect(nodes).toHaveLength(200);
    expect(nodes.map(({ name }) => name)).toContain('s299');
    expect(truncated).toEqual({ nodes: 301, edges: 300 });
  });

  it('are there without any calls, too', () => {
    const { nodes, edges, focus } = dependencies({ calls: [] });
    expect(nodes.map(({ id }) => id)).toEqual(focus);
    expect(edges).toEqual([]);
  });
});

describe('changes', () => {
  const change = (at: string, kind: string, name: string) => ({
    at,
    kind: 'rollout' as const,
    object: {
      cluster: 'west',
      apiVersion: 'apps/v1',
      kind,
      namespace: 'shop',
      name,
    },
    writer: { kind: 'helm' as const, name: 'shop' },
  });
  const world = aShopWorld(SHOPS, {
    west: {
      changes: [
        change('2026-11-14T07:59:00Z', 'Deployment', 'cart'),
        change('2026-11-14T07:58:00Z', 'Deployment', 'other'),
        change('2026-11-14T07:57:00Z', 'Policy', 'all'),
        change('2026-11-14T06:30:00Z', 'Deployment', 'cart'),
      ],
    },
  });
  const told = (fields: Partial<Asked>) =>
    dependencies({ calls: [], world, ...fields }).changes.map(
      ({ at, object }) => `${at.slice(11, 16)} ${object.name}`,
    );

  it('of the last hour stand beside it, with those of its namespace', () => {
    expect(told({})).toEqual(['07:59 cart', '07:57 all']);
  });

  it('of a namespace are told to whoever sees all services in it', () => {
    const reader = seeing(({ name }) => name === 'cart');
    expect(told({ reader })).toEqual(['07:59 cart']);
  });

  it('of the hour before stand beside calls of the past', () => {
    const then = { at: '2026-11-14T07:00:00Z', calls: [] };
    expect(told({ then })).toEqual(['06:30 cart']);
  });
});

describe('calls of the past', () => {
  const at = '2026-11-14T07:00:00Z';
  const then = {
    at,
    calls: [served(CART, 5), failing(CART, SECRET, { timeout: 5 })],
  };

  it('are told as they were, whatever is called now', () => {
    const found = dependencies({ calls: [aCall(FRONT, CART)], then });
    expect(found.at).toBe('2026-11-14T07:00:00.000Z');
    expect(found.edges.map(({ from, to }) => [from, to])).toEqual([
      [expect.stringContaining('cart'), expect.stringContaining('secret')],
    ]);
    const focus = found.nodes.find(({ name }) => name === 'cart');
    expect(focus?.health).toBe('failing');
    expect(found.verdicts).toMatchObject([{ place: 'theirs', share: 1 }]);
    // Since when it had been so is not known.
    expect(found.verdicts[0]).not.toHaveProperty('since');
    expect(found.notes.map(({ id }) => id)).toEqual(['dependencies.past']);
  });

  it('tell nothing of whom the reader may not see', () => {
    const reader = seeing(({ namespace }) => namespace === 'shop');
    const found = dependencies({ calls: [], then, reader });
    expect(JSON.stringify(found)).not.toMatch(/secret|vault/);
    expect(found.nodes.map(({ kind }) => kind).sort()).toEqual([
      'hidden',
      'service',
    ]);
    expect(found.verdicts[0].text.message).toContain('you cannot see');
  });

  it('have the notes of the stores that have numbers of what the reader sees', () => {
    const noted = { west: 'West hangs.', east: 'East hangs.' };
    const told = (reader?: Reader) =>
      dependencies({ calls: [], then: { ...then, noted }, reader }).notes.map(
        ({ message }) => message,
      );
    expect(told()).toEqual(['Of then.', 'West hangs.', 'East hangs.']);
    const reader = seeing(({ namespace }) => namespace === 'shop');
    expect(told(reader)).toEqual(['Of then.', 'West hangs.']);
  });
});

describe('what a reader may not see', () => {
  const shopOnly = seeing(({ namespace }) => namespace === 'shop');

  it('has numbers and nothing else', () => {
    const { nodes, edges } = dependencies({
      calls: [aCall(CART, 'west/pay/till')],
      reader: shopOnly,
    });
    expect(nodes).toContainEqual({
      id: 'hidden-1',
      kind: 'hidden',
      health: 'unknown',
    });
    expect(edges).toEqual([
      expect.objectContaining({
        to: 'hidden-1',
        golden: expect.objectContaining({ requestRate: 10 }),
      }),
    ]);
  });

  it.each([
    ['is left out, where it is called by hidden ones alone', FRONT, []],
    ['is named, where a visible one calls it', CART, ['pay.example.com']],
  ])('host outside: %s', (_, caller, hosts) => {
    const calls = [
      aCall(caller, '', { to: { host: 'pay.example.com' } }),
      aCall(FRONT, CART),
    ];
    const reader = seeing(({ name }) => name === 'cart');
    const { nodes } = dependencies({ calls, reader, depth: 3 });
    expect(
      nodes.filter(({ kind }) => kind === 'external').map(({ name }) => name),
    ).toEqual(hosts);
  });

  it('has no calls among itself, not even through gateways that are asked for', () => {
    const gateway = aDeployment('east', 'mesh/gateway', {
      labelSets: [{ istio: 'eastwestgateway' }],
      membership: [aMembership({ mode: 'gateway' })],
    });
    const calls = [
      aCall(CART, 'east/vault/secret'),
      aCall('east/mesh/gateway', 'east/vault/secret', {
        protocol: 'tcp',
        calls: { connections: 2 },
      }),
    ];
    const world = aShopWorld(SHOPS, { east: { workloads: [gateway] } });
    const edges = (reader?: Reader) =>
      dependencies({ calls, world, reader, gateways: 'true' }).edges;
    expect(edges()).toHaveLength(2);
    expect(edges(shopOnly)).toHaveLength(1);
  });

  it('is not in any string of any answer', () => {
    // A generator that gives the same in every run.
    let state = 7;
    const choose = <T>(items: readonly T[]): T => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return items[Math.floor((state / 2_147_483_648) * items.length)];
    };
    const ends = Object.entries(SHOPS).flatMap(([cluster, names]) =>
      names.map(name => `${cluster}/${name}`),
    );
    for (let run = 0; run < 60; run++) {
      const calls = Array.from({ length: 12 }, () => {
        const [from, to] = [choose(ends), choose(ends)];
        const host = { host: `api.${from.split('/')[2]}.example.com` };
        return choose([true, true, false])
          ? failing(from, to, choose(FAILURES))
          : aCall(from, '', { to: host });
      });
      const hidden = ends.filter(end => end !== CART && choose([true, false]));
      const names = hidden.map(end => end.split('/')[2]);
      const text = JSON.stringify(
        dependencies({
          calls: [...calls, served(CART, choose([0, 5]))],
          reader: seeing(({ name }) => !names.includes(name)),
          depth: choose([1, 2, 3]),
          catalog: ends.map(end =>
            anEntity(end.split('/')[2], {
              dependsOn: [`component:default/${choose(ends).split('/')[2]}`],
            }),
          ),
        }),
      );
      expect(names.filter(name => text.includes(name))).toEqual([]);
    }
  });
});

describe('calls and catalog', () => {
  const calls = [aCall(CART, STOCK), aCall(FRONT, CART)];

  it('differ where the entity does not say whom it calls', () => {
    const catalog = ['front', 'cart', 'stock'].map(name => anEntity(name));
    const { drift, edges } = dependencies({ calls, catalog });
    expect(drift).toContainEqual(
      expect.objectContaining({
        kind: 'undeclared',
        entityRef: 'component:default/cart',
        dependsOn: 'component:default/stock',
        location: 'url:https://git.example/cart.yaml',
      }),
    );
    expect(edges.map(edge => edge.drift)).toEqual(['undeclared', 'undeclared']);
  });

  it('agree once the line is in the file', () => {
    const catalog = ['front', 'cart', 'stock'].map(name => anEntity(name));
    const { drift } = dependencies({ calls, catalog });
    const mended = catalog.map(entity => {
      const own = drift.filter(({ entityRef }) => entityRef === entity.ref);
      const lines = own.map(({ manifest = '' }) => parse(manifest)) as {
        spec: { dependsOn: string[] };
      }[];
      return {
        ...entity,
        dependsOn: lines.flatMap(({ spec }) => spec.dependsOn),
      };
    });
    expect(drift).toHaveLength(2);
    expect(dependencies({ calls, catalog: mended }).drift).toEqual([]);
  });

  it.each<[string, CatalogEntity[]]>([
    [
      'an API of the callee',
      [
        anEntity('cart', { consumesApis: ['api:default/prices'] }),
        anEntity('prices', {
          ref: 'api:default/prices',
          kind: 'api',
          providers: ['component:default/stock'],
        }),
      ],
    ],
    [
      'a System that the callee is part of',
      [
        anEntity('cart', { dependsOn: ['system:default/goods'] }),
        anEntity('goods', {
          ref: 'system:default/goods',
          kind: 'system',
          parts: ['component:default/stock'],
        }),
      ],
    ],
  ])('agree where the entity names %s', (_, catalog) => {
    const { drift } = dependencies({ calls: [aCall(CART, STOCK)], catalog });
    expect(drift).toEqual([]);
  });

  it('differ where nothing was called that is declared', () => {
    const catalog = [
      anEntity('cart', { dependsOn: ['component:default/till'] }),
      anEntity('till'),
    ];
    const { drift } = dependencies({ calls: [aCall(FRONT, CART)], catalog });
    expect(drift).toContainEqual(
      expect.objectContaining({
        kind: 'silent',
        entityRef: 'component:default/cart',
        dependsOn: 'component:default/till',
      }),
    );
  });

  it.each<[string, Partial<Asked>]>([
    [
      'calls were seen within the hour',
      { before: [aCall(CART, 'west/pay/till')] },
    ],
    [
      'the other end is nothing that runs in a cluster',
      {
        catalog: [
          anEntity('cart', { dependsOn: ['resource:default/bucket'] }),
          anEntity('bucket', {
            ref: 'resource:default/bucket',
            kind: 'resource',
          }),
        ],
      },
    ],
    [
      'the other end may not be seen',
      { reader: seeing(({ namespace }) => namespace === 'shop') },
    ],
  ])('say nothing of silence where %s', (_, fields) => {
    const catalog = [
      anEntity('cart', { dependsOn: ['component:default/till'] }),
      anEntity('till'),
    ];
    const { drift } = dependencies({
      calls: [aCall(FRONT, CART)],
      catalog,
      ...fields,
    });
    expect(drift.filter(({ kind }) => kind === 'silent')).toEqual([]);
  });
});

describe('is it me?', () => {
  const verdict = (calls: readonly MeshObservation[], more?: Partial<Asked>) =>
    dependencies({ calls, ...more }).verdicts[0];

  it('no, where nothing is wrong', () => {
    expect(verdict([served(CART, 0), aCall(CART, STOCK)])).toMatchObject({
      place: 'fine',
    });
  });

  it('no: the one that most failing calls go to, with its share', () => {
    const found = verdict([
      served(CART, 5),
      failing(CART, STOCK, { 'server-error': 4 }),
      aCall(CART, 'west/pay/till'),
    ]);
    expect(found).toMatchObject({
      place: 'theirs',
      share: 0.8,
      reason: 'server-error',
      since: '2026-11-14T07:50:00.000Z',
      text: {
        message:
          '80 % of the errors are calls to stock in east, which answers with server errors.',
      },
    });
  });

  it.each<
    [
      string,
      number,
      readonly Record<string, number>[],
      number,
      string | undefined,
    ]
  >([
    ['all of them', 5, [{ timeout: 5 }], 1, undefined],
    ['never more than all of them', 5, [{ timeout: 5.9 }], 1, undefined],
    ['a part, and the rest its own', 5, [{ timeout: 3 }], 0.6, undefined],
    [
      'its own part, whatever others fail in the same request',
      5,
      [{ timeout: 4 }, { timeout: 3 }],
      0.8,
      undefined,
    ],
    [
      'a bound, where more calls than requests fail',
      3,
      [{ timeout: 9 }],
      1,
      'most',
    ],
  ])('the share is %s', (_title, failed, calls, share, bound) => {
    const callees = [STOCK, SECRET];
    const found = verdict([
      served(CART, failed),
      ...calls.map((failures, at) => failing(CART, callees[at], failures)),
    ]);
    expect(found).toMatchObject({ place: 'theirs', share });
    expect(found.bound).toBe(bound);
    const isBound = found.text.message.startsWith('Up to ');
    expect(isBound).toBe(bound === 'most');
  });

  it('the share is no bound, however young the trouble is', () => {
    const calls = [served(CART, 5), failing(CART, STOCK, { timeout: 4 })];
    const found = verdict(calls, { since: '2026-11-14T07:58:00.000Z' });
    expect(found.text.message).toMatch(
      /^80 % of the errors are calls to stock/,
    );
    expect(found.bound).toBeUndefined();
  });

  it('no: a policy, from the first call on that it refuses', () => {
    const found = verdict([
      served(CART, 1),
      aCall(CART, STOCK, { calls: { requests: 10, failures: {}, refused: 1 } }),
    ]);
    expect(found).toMatchObject({
      place: 'theirs',
      reason: 'denied',
      share: 1,
    });
    expect(found.text.message).toBe(
      '100 % of the errors are calls to stock in east, which refuses them.',
    );
  });

  it('yes, where it had been refused as much while it did well', () => {
    const refused = aCall(CART, STOCK, {
      calls: { requests: 10, failures: {}, refused: 1 },
    });
    const found = verdict([served(CART, 1), refused], {
      before: [served(CART, 0), refused],
    });
    expect(found).toMatchObject({ place: 'mine' });
  });

  it('no, also where an objective allowed it to pass on as many errors before', () => {
    const broken = failing(CART, STOCK, { timeout: 1 });
    const found = verdict(
      [served(CART, 3), failing(CART, STOCK, { timeout: 3 })],
      {
        before: [served(CART, 1), broken],
        chosen: { successRatio: 0.8 },
      },
    );
    expect(found).toMatchObject({ place: 'theirs', share: 1 });
  });

  it('no: the root, where the one that is called only passes errors on', () => {
    const { text } = verdict([
      served(CART, 5),
      failing(CART, STOCK, { 'server-error': 5 }),
      failing(STOCK, SECRET, { 'no-healthy-upstream': 5 }),
    ]);
    expect(text.message).toBe(
      '100 % of the errors are calls to stock in east, which fails through secret in east, which has no healthy endpoint.',
    );
  });

  it('no: somebody that the reader may not see, without a name', () => {
    const { text } = verdict(
      [served(CART, 5), failing(CART, SECRET, { timeout: 5 })],
      { reader: seeing(({ name }) => name === 'cart') },
    );
    expect(text.message).toBe(
      '100 % of the errors are calls to a service you cannot see, which does not answer in time.',
    );
  });

  it('yes, where nothing that it calls explains the errors', () => {
    expect(verdict([served(CART, 5), aCall(CART, STOCK)])).toMatchObject({
      place: 'mine',
      share: 1,
    });
  });

  it('yes, where what fails had always failed while it did well', () => {
    const broken = failing(CART, STOCK, { 'no-healthy-upstream': 4 }, 4);
    const found = verdict([served(CART, 5), broken], {
      before: [served(CART, 0), broken],
    });
    expect(found).toMatchObject({ place: 'mine' });
  });

  it('no: callers that never get there', () => {
    const found = verdict([
      served(CART, 0),
      failing(FRONT, CART, { 'tls-failure': 3 }),
    ]);
    expect(found).toMatchObject({ place: 'callers', reason: 'tls-failure' });
    expect(found.text.message).toContain('front in west');
    expect(found).not.toHaveProperty('since');
  });

  it('unclear, where no place has half of the errors', () => {
    const found = verdict([
      served(CART, 9),
      failing(CART, STOCK, { timeout: 3 }),
      failing(CART, SECRET, { timeout: 3 }),
      failing(CART, 'west/pay/till', { timeout: 3 }),
    ]);
    expect(found.place).toBe('unclear');
  });

  it('is asked of traffic that there is enough of', () => {
    const counts = {
      state: 'ok',
      requests: 0.01,
      failures: {},
      missing: [],
    } as const;
    const { objectives } = objectivesOf([], {});
    const { causes } = healthOf(counts, objectives, {
      now: TICK_AT,
      windowSeconds: 300,
    });
    const found = verdict([served(CART, 0, 0.01)]);
    expect(found).toMatchObject({
      place: 'unclear',
      text: { id: causes[0].id },
    });
  });
});
