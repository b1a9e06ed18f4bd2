import {
  namespaceDetailsSchema,
  type MembershipState,
} from '@meshport/plugin-mesh-common';
import {
  aCluster,
  aMatch,
  aMembership,
  aModel,
  aNamespaceModel,
  aReason,
  aServiceModel,
  aWorkload,
} from '../../testing/modelBuilders';
import { buildWorld } from './buildWorld';
import {
  namespaceAnswer,
  namespaceSummary,
  readableNamespace,
} from './namespaceAnswers';
import { namespaceEntries } from './namespaceEntries';
import type { MayRead } from './serviceAnswers';

const SETS = [{ name: 'live', title: 'Live' }];
const EVERYBODY: MayRead = () => true;

function workload(
  name: string,
  state: MembershipState,
  pods = { enrolled: 2, total: 2 },
) {
  const isOutside = state === 'not-enrolled';
  const reasons = state === 'enrolled' ? [] : [aReason({ code: name })];
  return aWorkload({
    name,
    pods: pods.total,
    membership: [
      aMembership({ state, pods, reasons, mesh: isOutside ? '' : 'istio' }),
    ],
  });
}

const CART = workload('cart', 'enrolled');
const STOCK = workload('stock', 'misconfigured', { enrolled: 0, total: 3 });
const BATCH = workload('batch', 'not-enrolled', { enrolled: 0, total: 1 });

function worldOf(
  options: {
    namespaces?: ReturnType<typeof aNamespaceModel>[];
    matches?: ReturnType<typeof aMatch>[];
  } = {},
) {
  const serviceOf = ({ name, key, membership }: typeof CART) =>
    aServiceModel({ name, workloads: [key], membership });
  return buildWorld({
    sets: SETS,
    systems: [],
    matches: options.matches ?? [],
    clusters: [
      aCluster({
        model: aModel({
          namespaces: options.namespaces ?? [aNamespaceModel()],
          workloads: [CART, STOCK, BATCH],
          services: [serviceOf(CART), serviceOf(STOCK)],
        }),
      }),
    ],
  });
}

function shop(world = worldOf()) {
  const entry = namespaceEntries(world).get('west/shop');
  if (!entry) throw new Error('There is no such namespace');
  return entry;
}

function rowFor(mayRead: MayRead, world = worldOf()) {
  const visible = readableNamespace(shop(world), mayRead);
  return visible && namespaceSummary(visible);
}

describe('a namespace', () => {
  it('fits the contract', () => {
    const world = worldOf({ matches: [aMatch()] });
    const reader = { mayRead: EVERYBODY, readsAll: true };
    const answer = namespaceAnswer(world, shop(world), reader);
    expect(namespaceDetailsSchema.strict().parse(answer)).toEqual(answer);
  });

  it('sums what is in it, by mesh and mode', () => {
    expect(rowFor(EVERYBODY)).toMatchObject({
      set: 'live',
      cluster: 'west',
      name: 'shop',
      state: 'misconfigured',
      services: 2,
      workloads: 3,
      pods: 6,
      meshes: [{ mesh: 'istio', mode: 'sidecar', enrolled: 2, total: 5 }],
      needs: { workload: STOCK.ref, code: 'stock' },
    });
  });

  it('counts only what the caller may read', () => {
    expect(rowFor(({ name }) => name === 'cart')).toMatchObject({
      state: 'enrolled',
      services: 1,
      workloads: 1,
      pods: 2,
      meshes: [{ enrolled: 2, total: 2 }],
    });
    expect(rowFor(({ name }) => name === 'cart')).not.toHaveProperty('needs');
  });

  it('lists its workloads worst first, and the services that stand in it', () => {
    const world = worldOf();
    const reader = { mayRead: EVERYBODY, readsAll: true };
    const answer = namespaceAnswer(world, shop(world), reader);
    expect(answer?.workloads.map(({ ref }) => ref.name)).toEqual([
      'stock',
      'batch',
      'cart',
    ]);
    expect(answer?.services.map(({ name, state }) => [name, state])).toEqual([
      ['cart', 'enrolled'],
      ['stock', 'misconfigured'],
    ]);
  });

  it('is not there for whoever may see nothing of it, nor the namespace itself', () => {
    expect(rowFor(() => false)).toBeUndefined();
  });

  it('is seen by whoever may read in it, though nothing is in it', () => {
    const world = worldOf({
      namespaces: [aNamespaceModel(), aNamespaceModel({ name: 'empty' })],
    });
    const entry = namespaceEntries(world).get('west/empty');
    const visible =
      entry &&
      readableNamespace(entry, ({ namespace }) => namespace === 'empty');
    expect(visible && namespaceSummary(visible)).toMatchObject({
      state: 'idle',
      services: 0,
      workloads: 0,
      pods: 0,
    });
  });

  it('is not listed where the configuration ignores it', () => {
    const namespaces = [
      aNamespaceModel({ name: 'kube-system', ignored: true }),
    ];
    const world = buildWorld({
      sets: SETS,
      systems: [],
      matches: [],
      clusters: [aCluster({ model: aModel({ namespaces }) })],
    });
    expect([...namespaceEntries(world).keys()]).toEqual([]);
  });

  it('is known by what is in it where namespaces may not be read', () => {
    const entries = namespaceEntries(worldOf({ namespaces: [] }));
    expect([...entries.keys()]).toEqual(['west/shop']);
  });
});

describe('owners of a namespace', () => {
  const claimed = [
    aMatch(),
    aMatch({
      entityRef: 'component:default/batch',
      owners: ['group:default/night'],
      services: [],
      workloads: [{ cluster: 'west', key: BATCH.key }],
    }),
  ];

  it.each<[string, string | undefined, typeof claimed, string[], string]>([
    ['the key', 'mall', claimed, ['group:default/mall'], 'key'],
    ['a whole ref', 'user:Acme/Ann', [], ['user:acme/ann'], 'key'],
    [
      'entities',
      undefined,
      claimed,
      ['group:default/night', 'group:default/shop'],
      'entities',
    ],
    [
      'entities where the key is no reference',
      ':/',
      claimed,
      ['group:default/night', 'group:default/shop'],
      'entities',
    ],
    ['nobody', undefined, [], [], 'nobody'],
  ])('are named by %s', (_, owner, matches, owners, ownedBy) => {
    const namespaces = [aNamespaceModel({ ...(owner ? { owner } : {}) })];
    expect(rowFor(EVERYBODY, worldOf({ namespaces, matches }))).toMatchObject({
      owners,
      ownedBy,
    });
  });

  it('are those of what the caller may read, not of what is hidden', () => {
    const world = worldOf({ matches: claimed });
    expect(rowFor(({ name }) => name === 'cart', world)?.owners).toEqual([
      'group:default/shop',
    ]);
  });

  it('are those whose entities have something in this cluster, not in another one', () => {
    const cluster = (name: string) =>
      aCluster({
        name,
        model: aModel({
          cluster: name,
          namespaces: [aNamespaceModel()],
          services: [aServiceModel({ workloads: [CART.key] })],
          workloads: [workload('cart', 'enrolled')],
        }),
      });
    const world = buildWorld({
      sets: SETS,
      systems: [],
      clusters: [cluster('west'), cluster('east')],
      matches: [
        aMatch(),
        aMatch({
          entityRef: 'component:default/abroad',
          owners: ['group:default/abroad'],
          services: [{ cluster: 'east', namespace: 'shop', name: 'cart' }],
        }),
      ],
    });
    const entry = shop(world);
    const reader = { mayRead: EVERYBODY, readsAll: false };
    const told = namespaceAnswer(world, entry, reader);
    expect(told?.namespace.owners).toEqual(['group:default/shop']);
    expect(told?.entityRefs).toEqual(['component:default/cart']);
    // A service is one wherever it runs: that is what decisions are made on.
    expect(entry.services[0].resource.owners).toContain('group:default/abroad');
  });

  it('are told to a decision, for the namespace and for all that is in it', () => {
    const namespaces = [aNamespaceModel({ owner: 'mall' })];
    const entry = shop(worldOf({ namespaces, matches: claimed }));
    const resources = [
      entry.resource,
      ...entry.services.map(({ resource }) => resource),
      ...entry.workloads.map(({ resource }) => resource),
    ];
    expect(resources).toHaveLength(6);
    for (const { namespaceOwners } of resources) {
      expect(namespaceOwners).toEqual(['group:default/mall']);
    }
    const batch = entry.workloads.find(one => one.workload === BATCH);
    expect(batch?.resource.owners).toEqual(['group:default/night']);
    expect(batch?.claimed.entityRefs).toEqual(['component:default/batch']);
  });
});
