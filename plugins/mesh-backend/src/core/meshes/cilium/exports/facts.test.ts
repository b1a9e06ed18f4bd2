import {
  aNamespace,
  anEndpointSlice,
  aService,
  aSnapshot,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { cilium } from '../cilium';
import {
  aCilium,
  aServiceImport,
  theClusterMesh,
} from '../testing/ciliumObjects';
import type { CiliumExportDetails } from './details';

const GLOBAL = { 'service.cilium.io/global': 'true' };
const FROM_EAST = {
  'endpointslice.kubernetes.io/managed-by':
    'endpointslice-mesh-controller.cilium.io',
  'multicluster.kubernetes.io/source-cluster': 'east',
};

function factsOf(
  objects: readonly KubeObject[],
  flags: Readonly<Record<string, string>> = {},
) {
  const snapshot = aSnapshot(
    [...aCilium(flags), ...theClusterMesh(), aNamespace(), ...objects],
    { kinds: cilium.kinds },
  );
  return cilium.adapt(snapshot).exports;
}

function declared(...objects: KubeObject[]) {
  return factsOf(objects)?.declared.map(({ name }) => name);
}

const detailsOf = (...args: Parameters<typeof factsOf>) =>
  factsOf(...args)?.details as CiliumExportDetails;

describe('a Service is exported', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['that says so', GLOBAL, ['cart']],
    ['that says so loudly', { 'service.cilium.io/global': 'TRUE' }, ['cart']],
    [
      'that says so as of old',
      { 'io.cilium/global-service': 'true' },
      ['cart'],
    ],
    ['not that says nothing', {}, []],
    [
      'not that says so as of old and not today',
      { 'io.cilium/global-service': 'true', 'service.cilium.io/global': 'no' },
      [],
    ],
  ])('%s', (_, annotations, names) => {
    expect(declared(aService({ annotations }))).toEqual(names);
  });

  it('not that has only what others have', () => {
    const joining = aService({ annotations: GLOBAL, selector: {} });
    expect(declared(joining)).toEqual([]);
    expect(declared(joining, anEndpointSlice({ labels: FROM_EAST }))).toEqual(
      [],
    );
    expect(declared(joining, anEndpointSlice({ ready: [] }))).toEqual([]);
    expect(declared(joining, anEndpointSlice())).toEqual(['cart']);
  });

  it('not that was made for an import', () => {
    const derived = aService({ name: 'derived-4k2p', annotations: GLOBAL });
    expect(declared(derived, aServiceImport(['east']))).toEqual([]);
  });
});

it('only endpoints of its own cluster are what it offers', () => {
  const [one] =
    factsOf([
      aService({ annotations: GLOBAL }),
      anEndpointSlice({ ready: [true, false] }),
      anEndpointSlice({ name: 'cart-east', labels: FROM_EAST }),
    ])?.declared ?? [];
  expect(one).toMatchObject({
    ports: [{ name: 'http', port: 80, protocol: 'TCP' }],
    endpoints: { ready: 1, total: 2 },
  });
});

describe('of the cluster is known', () => {
  it('whether endpoints are written, and namespaces take part', () => {
    expect(detailsOf([])).toMatchObject({
      member: { name: 'west' },
      ...{ endpointSync: false, globalByDefault: true, namespaces: {} },
    });
    const annotations = { 'clustermesh.cilium.io/global': 'false' };
    const objects = [aNamespace({ name: 'crypt', annotations })];
    const flags = {
      'clustermesh-enable-endpoint-sync': 'true',
      'clustermesh-default-global-namespace': 'false',
    };
    expect(detailsOf(objects, flags)).toMatchObject({
      ...{ endpointSync: true, globalByDefault: false },
      namespaces: { crypt: false },
    });
  });

  it('of which others something has been seen', () => {
    expect(
      detailsOf([
        anEndpointSlice({ labels: FROM_EAST }),
        aServiceImport(['north', 'west']),
      ]).seen,
    ).toEqual(['east', 'north']);
  });

  it('nothing where it is no member of a mesh of clusters', () => {
    expect(factsOf([], { 'cluster-id': '0' })).toBeUndefined();
  });
});
