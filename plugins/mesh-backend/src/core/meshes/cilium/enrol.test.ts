import { aNamespace, aSnapshot } from '@meshport/plugin-mesh-node/testing';
import { cilium } from './cilium';
import {
  aCilium,
  aServiceImport,
  theClusterMesh,
  theEnvoys,
  theZtunnels,
} from './testing/ciliumObjects';

describe('enrolling a namespace in Cilium', () => {
  it('is a label where ztunnel is on', () => {
    const snapshot = aSnapshot(
      [aNamespace(), ...aCilium({ 'enable-ztunnel': 'true' })],
      { kinds: cilium.kinds, kubectlContext: 'west-admin' },
    );
    expect(cilium.enrol?.(snapshot, 'shop')).toMatchObject({
      text: {
        message:
          "Label namespace shop to have Cilium's ztunnel encrypt what its pods and those of other such namespaces say to each other.",
      },
      command:
        'kubectl --context west-admin label namespace shop mtls-enabled=true --overwrite',
      manifest:
        'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  labels:\n    mtls-enabled: "true"\n',
    });
  });

  it.each([
    ['is the network alone', aCilium()],
    ['is not there', []],
  ])('is not possible where Cilium %s', (_, objects) => {
    const snapshot = aSnapshot(objects, { kinds: cilium.kinds });
    expect(cilium.enrol?.(snapshot, 'shop')).toBeUndefined();
  });
});

describe('what Cilium asks for', () => {
  it('is what its proxies and controllers request, without its agents', () => {
    const snapshot = aSnapshot(
      [
        ...aCilium(),
        ...theEnvoys(),
        ...theZtunnels({ nodes: ['node-1'] }),
        ...theClusterMesh(),
      ],
      { kinds: cilium.kinds },
    );
    const MiB = 2 ** 20;
    expect(cilium.adapt(snapshot).footprint).toEqual([
      {
        mesh: 'cilium',
        part: 'node-proxies',
        pods: 3,
        cpuMillicores: 150,
        memoryBytes: 192 * MiB,
      },
      {
        mesh: 'cilium',
        part: 'control-plane',
        pods: 2,
        cpuMillicores: 200,
        memoryBytes: 256 * MiB,
      },
    ]);
  });
});

describe('a Service that was derived for an import', () => {
  const standsFor = (clusters: readonly string[], derived?: string) =>
    cilium.adapt(
      aSnapshot([aServiceImport(clusters, derived)], { kinds: cilium.kinds }),
    ).services;

  it('stands for the service of that name in the clusters that export it', () => {
    const of = { system: 'cilium', namespace: 'shop', name: 'cart' };
    expect(standsFor(['east', 'north'])).toEqual([
      {
        namespace: 'shop',
        name: 'derived-4k2p',
        standsFor: {
          kind: 'imported',
          of: [
            { ...of, alias: 'east' },
            { ...of, alias: 'north' },
          ],
        },
      },
    ]);
  });

  it('keeps its name where nobody exports it any more', () => {
    expect(standsFor([])).toMatchObject([
      { standsFor: { of: [{ alias: '', name: 'cart' }] } },
    ]);
  });

  it('is not there for imports that have none', () => {
    expect(standsFor(['east'], '')).toEqual([]);
  });
});
