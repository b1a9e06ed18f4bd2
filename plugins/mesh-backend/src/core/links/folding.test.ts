import type { ServiceFragment } from '@meshport/plugin-mesh-node';
import {
  aCluster,
  aMatch,
  aMembership,
  aMeshInstallation,
  aModel,
  aServiceModel,
} from '../../testing/modelBuilders';
import type { EntityMatch } from '../catalog/EntityMatch';
import type { ServiceModel } from '../model/ClusterModel';
import { buildWorld } from '../views/buildWorld';
import { clusterAnswer } from '../views/clusterAnswers';
import type { ClusterView } from '../views/ClusterView';
import { serviceSummary } from '../views/serviceAnswers';

/** Three clusters: two of them belong together, the third is for trials. */
const SETS = [
  { name: 'live', title: 'Live' },
  { name: 'trial', title: 'Trial' },
];

function standIn(
  name: string,
  standsFor: NonNullable<ServiceFragment['standsFor']>,
): ServiceModel {
  return aServiceModel({
    name,
    standsFor,
    membership: [
      aMembership({
        mesh: '',
        mode: '',
        state: 'idle',
        pods: { enrolled: 0, total: 0 },
      }),
    ],
  });
}

function mirrorOf(alias: string, name = 'cart'): ServiceModel {
  const of = [{ system: 'linkerd', alias, namespace: 'shop', name }];
  return standIn(`${name}-${alias}`, { kind: 'mirror', of });
}

function cluster(
  name: string,
  services: readonly ServiceModel[],
  fields: Partial<ClusterView> = {},
): ClusterView {
  return aCluster({
    name,
    model: aModel({ cluster: name, services }),
    ...fields,
  });
}

const CART = aServiceModel();

function world(clusters: readonly ClusterView[], matches: EntityMatch[] = []) {
  return buildWorld({ sets: SETS, clusters, matches, systems: [] });
}

/** What every service of the world has where. */
function instances(clusters: readonly ClusterView[]) {
  return Object.fromEntries(
    [...world(clusters).services].map(([key, entry]) => [
      key,
      entry.instances.map(({ instance }) => {
        const { of, unresolved, kind } = instance;
        const target = of && `of ${of.cluster} ${of.namespace}/${of.name}`;
        const unknown = unresolved && `of unknown ${unresolved}`;
        return [instance.cluster, instance.name, kind, target ?? unknown]
          .filter(Boolean)
          .join(' ');
      }),
    ]),
  );
}

describe('a mirror', () => {
  it('is an instance of the service that it stands for', () => {
    expect(
      instances([
        cluster('east', [mirrorOf('west')]),
        cluster('west', [CART]),
        cluster('lab', [], { set: 'trial' }),
      ]),
    ).toEqual({
      'live/shop/cart': [
        'west cart local',
        'east cart-west mirror of west shop/cart',
      ],
    });
  });

  it('stands beside a service of the same name in its own cluster', () => {
    expect(
      instances([
        cluster('east', [CART, mirrorOf('west')]),
        cluster('west', [CART]),
      ]),
    ).toEqual({
      'live/shop/cart': [
        'east cart local',
        'west cart local',
        'east cart-west mirror of west shop/cart',
      ],
    });
  });

  it('is of a service that is not there any more, too', () => {
    expect(
      instances([cluster('east', [mirrorOf('west')]), cluster('west', [])]),
    ).toEqual({
      'live/shop/cart': ['east cart-west mirror of west shop/cart'],
    });
  });

  it('of another set stays what it is called', () => {
    expect(
      instances([
        cluster('west', [CART]),
        cluster('lab', [CART, mirrorOf('west')], { set: 'trial' }),
      ]),
    ).toEqual({
      'live/shop/cart': ['west cart local'],
      'trial/shop/cart': ['lab cart local'],
      'trial/shop/cart-west': ['lab cart-west mirror of west shop/cart'],
    });
  });

  it('of a cluster that nobody knows stays what it is called', () => {
    expect(instances([cluster('east', [CART, mirrorOf('mars')])])).toEqual({
      'live/shop/cart': ['east cart local'],
      'live/shop/cart-mars': ['east cart-mars mirror of unknown mars'],
    });
  });

  it('finds its cluster by the configured name', () => {
    expect(
      instances([
        cluster('east', [mirrorOf('w1')]),
        cluster('west', [CART], { aliases: { linkerd: 'w1' } }),
      ]),
    ).toEqual({
      'live/shop/cart': [
        'west cart local',
        'east cart-w1 mirror of west shop/cart',
      ],
    });
  });

  it('finds a cluster of which nothing has been read yet', () => {
    expect(
      instances([
        cluster('east', [mirrorOf('west')]),
        aCluster({ name: 'west', model: undefined }),
      ]),
    ).toEqual({
      'live/shop/cart': ['east cart-west mirror of west shop/cart'],
    });
  });

  it('does not count for the state of the service', () => {
    const { services } = world([
      cluster('east', [mirrorOf('west')]),
      cluster('west', [CART]),
    ]);
    const entry = services.get('live/shop/cart');
    const summary = entry && serviceSummary(entry);
    expect(summary).toMatchObject({ state: 'enrolled' });
    expect(summary).not.toHaveProperty('needs');
  });

  it('may be read by whoever may read the service in the cluster where it stands', () => {
    const { services } = world(
      [cluster('east', [mirrorOf('west')]), cluster('west', [CART])],
      [aMatch()],
    );
    const [, mirror] = services.get('live/shop/cart')?.instances ?? [];
    expect(mirror?.resource).toEqual({
      cluster: 'east',
      set: 'live',
      namespace: 'shop',
      name: 'cart',
      owners: ['group:default/shop'],
      namespaceOwners: [],
      meshes: ['linkerd'],
    });
  });
});

describe('a federated service', () => {
  const remote = { system: 'linkerd', namespace: 'shop', name: 'cart' };
  const joining = (...aliases: (string | undefined)[]) =>
    standIn('cart-federated', {
      kind: 'federated',
      of: aliases.map(alias => ({ ...remote, alias })),
    });

  it.each<[string, ServiceModel, string]>([
    ['another cluster', joining(undefined, 'west'), 'of west shop/cart'],
    ['this cluster alone', joining(undefined), 'of east shop/cart'],
    [
      'an unknown one and another',
      joining('mars', 'west'),
      'of west shop/cart',
    ],
    ['unknown ones', joining('mars', 'venus'), 'of unknown mars'],
  ])('is an instance of what it joins from %s', (_, service, target) => {
    expect(
      instances([cluster('east', [CART, service]), cluster('west', [])]),
    ).toEqual({
      'live/shop/cart': [
        'east cart local',
        `east cart-federated federated ${target}`,
      ],
    });
  });
});

describe('an imported service', () => {
  const importOf = (...aliases: string[]) =>
    standIn('derived-4k2p', {
      kind: 'imported',
      of: aliases.map(alias => ({
        system: 'cilium',
        alias,
        namespace: 'shop',
        name: 'cart',
      })),
    });

  it('is the service of its name in every cluster of the set, the exporting one too', () => {
    const west = aModel({
      cluster: 'west',
      services: [CART, importOf('w1')],
      meshes: [aMeshInstallation({ aliases: { cilium: 'w1' } })],
    });
    expect(
      instances([
        cluster('east', [importOf('w1')]),
        aCluster({ name: 'west', model: west }),
      ]),
    ).toEqual({
      'live/shop/cart': [
        'west cart local',
        'east cart imported of west shop/cart',
        'west cart imported of west shop/cart',
      ],
    });
  });

  it('is that also where nobody exports it any more', () => {
    expect(instances([cluster('east', [importOf('')])])).toEqual({
      'live/shop/cart': ['east cart imported'],
    });
  });
});

describe('an entity', () => {
  const clusters = [
    cluster('east', [CART, mirrorOf('west')]),
    cluster('west', [CART]),
    cluster('north', [mirrorOf('west')]),
  ];
  const shown = (match: Partial<EntityMatch>) => {
    const { entities } = world(clusters, [aMatch(match)]);
    return entities
      .get('component:default/cart')
      ?.services.flatMap(service =>
        service.instances.map(
          ({ instance }) => `${instance.cluster} ${instance.name}`,
        ),
      );
  };
  const all = ['east', 'west', 'north'];
  const at = (name: string, service = 'cart') => ({
    cluster: name,
    namespace: 'shop',
    name: service,
  });

  it.each<[string, Partial<EntityMatch>, string[]]>([
    [
      'has what stands for its service elsewhere',
      { clusters: all, services: [at('west')] },
      ['west cart', 'east cart-west', 'north cart-west'],
    ],
    [
      'has it only where it was looked for',
      { clusters: ['west', 'north'], services: [at('west')] },
      ['west cart', 'north cart-west'],
    ],
    [
      'can name what stands for its service',
      { clusters: all, services: [at('north', 'cart-west')] },
      ['north cart-west'],
    ],
    [
      'has what stands beside its service in the same cluster',
      { clusters: all, services: [at('east')] },
      ['east cart', 'east cart-west'],
    ],
  ])('%s', (_, match, expected) => {
    expect(shown(match)).toEqual(expected);
  });
});

describe('the names of clusters', () => {
  it('are told with every cluster, and clashes to whoever runs them', () => {
    const named = (name: string) =>
      aCluster({
        name,
        model: aModel({
          cluster: name,
          meshes: [aMeshInstallation({ aliases: { consul: 'dc1' } })],
        }),
      });
    const built = world([named('east'), named('west')]);
    const { clusters } = built;
    expect(clusters.map(clusterAnswer)).toMatchObject([
      { aliases: { consul: 'dc1' }, reasons: [{ code: 'alias-conflict' }] },
      { aliases: { consul: 'dc1' }, reasons: [{ code: 'alias-conflict' }] },
    ]);
    expect(
      clusters.map(({ name, names, reasons }) => [
        name,
        names?.map(({ alias }) => alias),
        reasons?.map(({ code }) => code),
      ]),
    ).toEqual([
      ['east', ['dc1'], ['alias-conflict']],
      ['west', ['dc1'], ['alias-conflict']],
    ]);
  });
});
