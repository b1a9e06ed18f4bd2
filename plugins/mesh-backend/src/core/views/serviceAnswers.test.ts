import {
  entityMeshSchema,
  serviceSummarySchema,
  text,
  type MembershipState,
} from '@meshport/plugin-mesh-common';
import {
  aCluster,
  aMatch,
  aMembership,
  aModel,
  aReason,
  aServiceModel,
  aWorkload,
} from '../../testing/modelBuilders';
import { someTraffic } from '../../testing/trafficBuilders';
import { buildWorld } from './buildWorld';
import type { ClusterView } from './ClusterView';
import {
  entityAnswer,
  readablePart,
  serviceSummary,
  type MayRead,
} from './serviceAnswers';
import { listServices, serviceRow } from './serviceList';

const SETS = [
  { name: 'live', title: 'Live' },
  { name: 'trial', title: 'Trial' },
];

const CART = { namespace: 'shop', name: 'cart' };
const STOCK = { namespace: 'shop', name: 'stock' };

/** `cart` in west, east and (other set) lab; `stock` in lab; a workload in west. */
function shopWorld(west: Partial<ClusterView> = {}) {
  const loose = aWorkload({ name: 'batch' });
  const model = (
    cluster: string,
    services: ReturnType<typeof aServiceModel>[],
  ) =>
    aModel({ cluster, services, workloads: cluster === 'west' ? [loose] : [] });
  return buildWorld({
    sets: SETS,
    clusters: [
      aCluster({
        name: 'west',
        model: model('west', [aServiceModel(CART)]),
        ...west,
      }),
      aCluster({
        name: 'east',
        model: model('east', [aServiceModel({ ...CART, state: 'partial' })]),
      }),
      aCluster({
        name: 'lab',
        set: 'trial',
        model: model('lab', [
          aServiceModel(CART),
          aServiceModel({ ...STOCK, state: 'misconfigured' }),
        ]),
      }),
    ],
    systems: [],
    matches: [
      aMatch({
        services: [
          { cluster: 'lab', ...CART },
          { cluster: 'lab', ...STOCK },
          { cluster: 'west', ...CART },
          { cluster: 'east', ...CART },
        ],
        workloads: [{ cluster: 'west', key: loose.key }],
      }),
    ],
  });
}

function answer(
  mayRead: MayRead,
  { readsAll = false, world = shopWorld() } = {},
) {
  const entity = world.entities.get('component:default/cart');
  return (
    entity &&
    entityAnswer(world, entity, {
      reader: { mayRead, readsAll },
      traffic: someTraffic(world),
    })
  );
}

describe('entityAnswer', () => {
  it('fits the contract', () => {
    expect(entityMeshSchema.strict().parse(answer(() => true))).toBeDefined();
  });

  it('lists services by set, and the worst first within a set', () => {
    const services = answer(() => true)?.services ?? [];
    expect(services.map(({ set, name }) => `${set} ${name}`)).toEqual([
      'live cart',
      'trial stock',
      'trial cart',
    ]);
  });

  it('counts what the caller may not see, without a name', () => {
    const seen = answer(({ cluster }) => cluster === 'east');
    expect(seen?.services).toHaveLength(1);
    expect(seen?.services[0]).toMatchObject({ hiddenInstances: 1 });
    expect(seen?.services[0].instances.map(({ cluster }) => cluster)).toEqual([
      'east',
    ]);
    expect(seen?.hidden).toBe(3);
    expect(JSON.stringify([seen?.services, seen?.workloads])).not.toMatch(
      /stock|batch/,
    );
  });

  it('shows nothing, not even a count, to whoever may see nothing of it', () => {
    expect(answer(() => false)).toBeUndefined();
  });

  describe('of an entity that has nothing', () => {
    const world = buildWorld({
      sets: SETS,
      clusters: [aCluster()],
      systems: [],
      matches: [aMatch({ services: [], matchedBy: 'none' })],
    });

    it.each<[string, MayRead]>([
      ['its owner', ({ owners }) => owners.includes('group:default/shop')],
      ['whoever may read in a cluster', ({ cluster }) => cluster === 'west'],
    ])('says so to %s', (_, mayRead) => {
      expect(answer(mayRead, { world })).toMatchObject({
        matchedBy: 'none',
        services: [],
        hidden: 0,
      });
    });

    it('says no more to others than of one that has something', () => {
      expect(answer(() => false, { world })).toBeUndefined();
    });
  });

  it('keeps what annotations name from who sees a part by another right', () => {
    const inNamespace: MayRead = ({ namespace }) => namespace === 'shop';
    const world = shopWorld();
    expect(answer(() => true, { world })?.lookedFor.id).toBe(
      'lookedFor.services',
    );
    expect(answer(inNamespace, { world })?.lookedFor).toMatchObject({
      id: 'lookedFor.withheld',
      params: {},
    });
  });
});

describe('whom a service belongs to', () => {
  /** `cart` is of one team in west and of another in east; north has a mirror of east's. */
  const at = (cluster: string) => [{ cluster, ...CART }];
  const world = buildWorld({
    sets: SETS,
    clusters: ['west', 'east', 'north'].map(name =>
      aCluster({
        name,
        model: aModel({
          cluster: name,
          services: [
            aServiceModel(
              name === 'north'
                ? {
                    ...CART,
                    standsFor: {
                      kind: 'mirror',
                      of: [{ system: 'linkerd', alias: 'east', ...CART }],
                    },
                  }
                : CART,
            ),
          ],
        }),
      }),
    ),
    systems: [],
    matches: [
      aMatch({ services: at('west') }),
      aMatch({
        entityRef: 'component:default/hidden',
        owners: ['group:default/other'],
        services: at('east'),
      }),
    ],
  });
  const [service] = world.services.values();

  it.each<[string, string[], string[]]>([
    ['all', ['west', 'east', 'north'], ['shop', 'other']],
    ['one of them', ['west'], ['shop']],
    ['the other one', ['east'], ['other']],
    ['a mirror', ['north'], ['other']],
  ])('is told of the instances that are seen: %s', (_, clusters, teams) => {
    const mayRead: MayRead = ({ cluster }) => clusters.includes(cluster);
    const seen = readablePart(service, mayRead);
    expect(seen?.owners).toEqual(
      teams.map(name => `group:default/${name}`).sort(),
    );
    expect(seen?.entityRefs).toHaveLength(teams.length);
  });

  it('is decided by all of its entities, wherever they have it', () => {
    const ofOther: MayRead = ({ owners }) =>
      owners.includes('group:default/other');
    expect(readablePart(service, ofOther)).toBe(service);
  });

  it('is not told of by an entity that has only a part of it', () => {
    const inWest: MayRead = ({ cluster }) => cluster === 'west';
    const seen = answer(inWest, { world });
    expect(seen?.services).toHaveLength(1);
    expect(JSON.stringify(seen)).not.toMatch(/default.(hidden|other)/);
  });

  it('cannot be found out by asking for its owner', () => {
    const list = (owner: string) =>
      listServices(world, {
        filter: { owner: [owner] },
        sort: 'name',
        order: 'asc',
        mayRead: ({ cluster }) => cluster === 'west',
        traffic: someTraffic(world),
      });
    expect(list('group:default/shop')).toHaveLength(1);
    expect(list('group:default/other')).toEqual([]);
  });
});

describe('clusters of an answer', () => {
  const forbidden: Partial<ClusterView> = {
    displayName: 'West',
    region: 'eu-1',
    kubectlContext: 'west-admin',
    reachability: {
      status: 'forbidden',
      observedAt: '2026-01-01T00:00:00.000Z',
      reason: text('source.forbidden', { user: 'portal-account' }, 'No.'),
    },
  };
  const inEast: MayRead = ({ cluster }) => cluster === 'east';

  it('are all, with all that is known of them, for whoever may read everything', () => {
    const world = shopWorld(forbidden);
    const seen = answer(() => true, { readsAll: true, world });
    expect(seen?.clusters.map(({ name }) => name)).toEqual([
      'west',
      'east',
      'lab',
    ]);
    expect(seen?.clusters[0]).toMatchObject({
      region: 'eu-1',
      kubectlContext: 'west-admin',
    });
    expect(seen?.sources).toContainEqual({
      cluster: 'west',
      part: 'objects',
      ...forbidden.reachability,
    });
  });

  it('are those of which something may be read', () => {
    const seen = answer(inEast);
    expect(seen?.clusters.map(({ name }) => name)).toEqual(['east']);
    expect(seen?.sources).toEqual([
      { cluster: 'east', part: 'objects', status: 'live' },
    ]);
  });

  it('and those that could not be looked into, without any detail', () => {
    const seen = answer(inEast, { world: shopWorld(forbidden) });
    expect(entityMeshSchema.strict().parse(seen)).toEqual(seen);
    expect(seen?.clusters).toEqual([
      { name: 'west', displayName: 'West', set: 'live', status: 'forbidden' },
      expect.objectContaining({ name: 'east', kubectlContext: 'east' }),
    ]);
    expect(seen?.sources).toEqual([
      { cluster: 'west', part: 'objects', status: 'forbidden' },
      { cluster: 'east', part: 'objects', status: 'live' },
    ]);
  });

  it('are told in full where something of them may be read', () => {
    const seen = answer(({ cluster }) => cluster === 'west', {
      world: shopWorld(forbidden),
    });
    expect(seen?.clusters).toEqual([
      expect.objectContaining({ name: 'west', region: 'eu-1' }),
    ]);
    expect(seen?.sources[0].reason).toEqual(forbidden.reachability?.reason);
  });
});

describe('serviceSummary', () => {
  function summaryOf(
    ...instances: { cluster: string; states: MembershipState[] }[]
  ) {
    const world = buildWorld({
      sets: SETS,
      clusters: instances.map(({ cluster, states }) =>
        aCluster({
          name: cluster,
          model: aModel({
            cluster,
            services: [
              aServiceModel({
                membership: states.map(state =>
                  aMembership({
                    state,
                    reasons:
                      state === 'enrolled' ? [] : [aReason({ code: state })],
                  }),
                ),
              }),
            ],
          }),
        }),
      ),
      systems: [],
      matches: [],
    });
    const [service] = world.services.values();
    const row = { summary: serviceSummary(service), visible: service };
    return serviceSummarySchema
      .strict()
      .parse(serviceRow(row, someTraffic(world)));
  }

  it.each<[MembershipState, string | undefined]>([
    ['misconfigured', 'misconfigured'],
    ['pending-restart', 'pending-restart'],
    ['partial', 'partial'],
    ['unknown', 'unknown'],
    ['not-enrolled', undefined],
    ['opted-out', undefined],
    ['idle', undefined],
    ['enrolled', undefined],
  ])('state %s needs %s', (state, code) => {
    const { needs } = summaryOf({ cluster: 'west', states: [state] });
    expect(needs?.code).toBe(code);
  });

  it('needs somebody where nothing runs because nothing can start', () => {
    const membership = aMembership({
      state: 'idle',
      reasons: [
        aReason({ code: 'no-pods' }),
        aReason({ code: 'injector-unavailable' }),
      ],
    });
    const model = aModel({
      services: [aServiceModel({ membership: [membership] })],
    });
    const world = buildWorld({
      sets: SETS,
      clusters: [aCluster({ name: 'west', model })],
      systems: [],
      matches: [],
    });
    const [service] = world.services.values();
    expect(serviceSummary(service).needs?.code).toBe('injector-unavailable');
  });

  it('has the state and the need of the worst cluster', () => {
    const summary = summaryOf(
      { cluster: 'west', states: ['partial'] },
      { cluster: 'east', states: ['pending-restart'] },
      { cluster: 'north', states: ['enrolled'] },
    );
    expect(summary.state).toBe('pending-restart');
    expect(summary.needs).toMatchObject({
      cluster: 'east',
      fix: { message: 'Restart them.' },
    });
    expect(summary.clusters.map(({ cluster }) => cluster)).toEqual([
      'east',
      'west',
      'north',
    ]);
  });

  it('is partly enrolled when it is enrolled in one cluster and outside in another', () => {
    const summary = summaryOf(
      { cluster: 'west', states: ['enrolled'] },
      { cluster: 'east', states: ['not-enrolled'] },
    );
    expect(summary.state).toBe('partial');
  });
});
