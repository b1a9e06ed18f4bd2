import type { Membership } from '@meshport/plugin-mesh-common';
import type {
  KindState,
  Mesh,
  ServiceFragment,
} from '@meshport/plugin-mesh-node';
import {
  aNamespace,
  anEndpointSlice,
  aPod,
  aService,
  aSnapshot,
  aStatefulSet,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { aMembership, aReason } from '../../testing/modelBuilders';
import { buildModel } from '../buildModel';

/** A mesh that has the only workload, and says this of Services. */
function aMesh(
  services: readonly ServiceFragment[],
  membership: Membership | undefined = aMembership({ mesh: 'kuma' }),
): Mesh {
  return {
    id: 'kuma',
    title: 'Kuma',
    kinds: [],
    keys: [],
    detect: () => undefined,
    adapt: snapshot => ({
      workloads: snapshot.workloads.map(({ key }) => ({
        workload: key,
        membership,
      })),
      services,
    }),
  };
}

const owner = aStatefulSet();
const cart = [
  aNamespace(),
  owner,
  aPod({ owner, labels: { app: 'cart' } }),
  aService(),
];

function serviceOf(
  objects: readonly KubeObject[],
  meshes: readonly Mesh[],
  states?: Readonly<Record<string, Omit<KindState, 'items'>>>,
) {
  return buildModel(aSnapshot(objects, { states }), meshes).services[0];
}

const waypoint = {
  cluster: 'west',
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'Gateway',
  namespace: 'shop',
  name: 'waypoint',
};

describe('what a mesh says of a service as such', () => {
  it('is put to what its workloads are in that mesh', () => {
    const reason = aReason({ code: 'waypoint-missing' });
    const mesh = aMesh([
      {
        namespace: 'shop',
        name: 'cart',
        layer: 'l4',
        waypoint,
        reasons: [reason],
      },
    ]);
    expect(serviceOf(cart, [mesh])).toMatchObject({
      waypoint,
      membership: [
        {
          mesh: 'kuma',
          state: 'enrolled',
          layer: 'l4',
          waypoint,
          reasons: [reason],
        },
      ],
    });
  });

  it.each<[string, ServiceFragment]>([
    ['another service', { namespace: 'shop', name: 'till', layer: 'l4' }],
    [
      'one in another namespace',
      { namespace: 'pay', name: 'cart', layer: 'l4' },
    ],
  ])('is not put to %s', (_, fragment) => {
    expect(serviceOf(cart, [aMesh([fragment])])?.membership).toMatchObject([
      { layer: 'l7', reasons: [] },
    ]);
  });

  it('is not put to memberships in other meshes', () => {
    const silent = { ...aMesh([], aMembership({ mesh: 'osm' })), id: 'osm' };
    const mesh = aMesh([{ namespace: 'shop', name: 'cart', layer: 'l4' }]);
    expect(serviceOf(cart, [mesh, silent])?.membership).toMatchObject([
      { mesh: 'kuma', layer: 'l4' },
      { mesh: 'osm', layer: 'l7' },
    ]);
  });
});

describe('a Service that stands for others', () => {
  const remote = { system: 'kuma', namespace: 'shop', name: 'cart' };
  const standing = (
    kind: NonNullable<ServiceFragment['standsFor']>['kind'],
    ...aliases: (string | undefined)[]
  ) => {
    const of = aliases.map(alias => ({ ...remote, alias }));
    return aMesh([
      { namespace: 'shop', name: 'cart', standsFor: { kind, of } },
    ]);
  };

  it.each<[string, Mesh, string]>([
    [
      'a mirror',
      standing('mirror', 'east'),
      'This is shop/cart of cluster east, where its pods run.',
    ],
    [
      'a federated one',
      standing('federated', 'east', undefined, 'north'),
      'This is shop/cart of all clusters that offer it (east, north), where its pods run.',
    ],
    [
      'an imported one',
      standing('imported', 'east'),
      'This is shop/cart as it is exported by east, where its pods run.',
    ],
    [
      'one of clusters without a name',
      standing('imported', ''),
      'This stands for shop/cart of other clusters, where its pods run.',
    ],
  ])('has no pods by design: %s', (_, mesh, sentence) => {
    const found = serviceOf([aNamespace(), aService({ selector: {} })], [mesh]);
    expect(found?.membership).toMatchObject([
      { mesh: '', state: 'idle', pods: { enrolled: 0, total: 0 } },
    ]);
    expect(
      found?.membership[0]?.reasons.map(({ text }) => text.message),
    ).toEqual([sentence]);
  });

  it('does not count the pods that it selects a second time', () => {
    const found = serviceOf(cart, [standing('imported', 'east')]);
    expect(found).toMatchObject({
      workloads: [],
      membership: [{ state: 'idle' }],
      standsFor: { kind: 'imported' },
    });
  });

  it('is known, whatever else cannot be read', () => {
    const objects = [aNamespace(), aService({ selector: {} })];
    const states = { pods: { status: 'forbidden' } } as const;
    const found = serviceOf(objects, [standing('mirror', 'east')], states);
    expect(found?.membership).toMatchObject([{ state: 'idle' }]);
    const selecting = [aNamespace(), aService()];
    const local = serviceOf(selecting, [aMesh([])], states);
    expect(local?.membership).toMatchObject([{ state: 'unknown' }]);
  });

  it('has the endpoints that it is given', () => {
    const objects = [
      aNamespace(),
      aService({ selector: {} }),
      anEndpointSlice({ ready: [true, false] }),
    ];
    expect(serviceOf(objects, [standing('mirror', 'east')])?.endpoints).toEqual(
      { ready: 1, total: 2 },
    );
  });
});
