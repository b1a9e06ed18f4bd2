import {
  aNamespace,
  anEndpointSlice,
  aSnapshot,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { istio } from './istio';
import {
  aMeshConfig,
  anInjectedPod,
  anInjector,
  anIstio,
  anIstiod,
  aPeerAuthentication,
} from './testing/istioObjects';

const detect = (...objects: readonly KubeObject[]) =>
  istio.detect(aSnapshot(objects, { kinds: istio.kinds }));

describe('Istio in a cluster', () => {
  it.each<[string, KubeObject[]]>([
    ['nothing', []],
    ['objects of its CRDs alone', [aPeerAuthentication()]],
    ['an injector without istiod that has injected nothing', [anInjector()]],
    [
      'pods of a mesh that is gone',
      [anInjectedPod({ name: 'old', revision: 'gone' })],
    ],
  ])('is not installed where there is: %s', (_, objects) => {
    expect(detect(...objects)).toBeUndefined();
  });

  it('is known by its istiod', () => {
    expect(detect(...anIstio())).toEqual({
      mesh: 'istio',
      modes: ['sidecar'],
      versions: ['1.31.1'],
      health: 'healthy',
      reasons: [],
      revisions: [
        { name: 'default', version: '1.31.1', tags: [], health: 'healthy' },
      ],
      features: [],
      parts: [],
      aliases: {},
    });
  });

  it('reads the version from the image where no label says it', () => {
    expect(detect(anIstiod())?.versions).toEqual(['1.31.1']);
  });

  it('tells revisions and the tags that point to them', () => {
    const installation = detect(
      ...anIstio(),
      anInjector({ tag: 'default' }),
      anIstiod({ revision: 'canary', version: '1.32.0' }),
      anInjector({ revision: 'canary' }),
      anInjector({ revision: 'canary', tag: 'next' }),
      anInjector({ revision: 'canary', tag: 'edge' }),
    );
    expect(installation).toMatchObject({
      versions: ['1.31.1', '1.32.0'],
      revisions: [
        { name: 'canary', version: '1.32.0', tags: ['edge', 'next'] },
        { name: 'default', version: '1.31.1', tags: ['default'] },
      ],
    });
  });

  it('reads trust domain, mesh id and network', () => {
    expect(
      detect(
        anIstiod(),
        aNamespace({
          name: 'istio-system',
          labels: { 'topology.istio.io/network': 'net-1' },
        }),
        aMeshConfig('trustDomain: corp.example\ndefaultConfig:\n  meshId: m1'),
      ),
    ).toMatchObject({
      trustDomain: 'corp.example',
      meshId: 'm1',
      network: 'net-1',
    });
  });

  it('takes the default trust domain of a configuration that names none', () => {
    expect(detect(anIstiod(), aMeshConfig('{}'))?.trustDomain).toBe(
      'cluster.local',
    );
  });

  it.each<[string, KubeObject[], string, string[]]>([
    ['one revision, all available', [anIstiod({ replicas: 2 })], 'healthy', []],
    [
      'some replicas missing',
      [anIstiod({ replicas: 2, available: 1 })],
      'degraded',
      ['control-plane-degraded'],
    ],
    [
      'no replica available',
      [anIstiod({ available: 0 })],
      'failing',
      ['control-plane-down'],
    ],
    [
      'scaled to zero',
      [anIstiod({ replicas: 0 })],
      'failing',
      ['control-plane-down'],
    ],
    [
      'one of two revisions down',
      [anIstiod(), anIstiod({ revision: 'canary', available: 0 })],
      'degraded',
      ['control-plane-down'],
    ],
    [
      'an injector left behind',
      [anIstiod(), anInjector({ revision: 'gone' })],
      'degraded',
      ['control-plane-down'],
    ],
    [
      'istiod outside of the cluster',
      [anInjector({ url: 'https://istiod.example.test' }), anInjectedPod()],
      'unknown',
      [],
    ],
    [
      'istiod outside, behind a Service',
      [
        anInjector(),
        anInjectedPod(),
        anEndpointSlice({ namespace: 'istio-system', service: 'istiod' }),
      ],
      'unknown',
      [],
    ],
  ])('is as healthy as its istiods: %s', (_, objects, health, codes) => {
    const installation = detect(...objects);
    expect(installation?.health).toBe(health);
    expect(installation?.reasons.map(({ code }) => code)).toEqual(codes);
  });
});

describe('Istio in a cluster of which not all can be read', () => {
  const forbidden = (...parts: readonly string[]) =>
    Object.fromEntries(
      parts.map(part => [part, { status: 'forbidden' as const }]),
    );
  const withoutReading = (
    objects: readonly KubeObject[],
    ...parts: readonly string[]
  ) =>
    istio.detect(
      aSnapshot(objects, { kinds: istio.kinds, states: forbidden(...parts) }),
    );
  const outside = [anInjector(), anInjectedPod()];

  it.each([
    ['deployments.apps'],
    ['endpointslices.discovery.k8s.io'],
    ['deployments.apps', 'endpointslices.discovery.k8s.io'],
  ])('has a control plane of unknown health without %s, %s', (...parts) => {
    const installation = withoutReading(outside, ...parts);
    expect(installation?.health).toBe('unknown');
    expect(installation?.reasons).toMatchObject(
      parts.map(resource => ({
        code: 'input-unreadable',
        text: { params: { resource } },
      })),
    );
  });

  it('does not have an istiod fail of which only the endpoints are seen', () => {
    const endpoints = anEndpointSlice({
      namespace: 'istio-system',
      service: 'istiod',
    });
    expect(
      withoutReading([...outside, endpoints], 'deployments.apps')?.health,
    ).toBe('unknown');
  });

  it.each([
    ['deployments.apps', ['deployments.apps']],
    ['peerauthentications.security.istio.io', undefined],
  ])('may be there unseen where %s are not read', (part, resources) => {
    const snapshot = aSnapshot([anInjector()], {
      kinds: istio.kinds,
      states: forbidden(part),
    });
    expect(istio.detect(snapshot)).toBeUndefined();
    const missing = istio
      .adapt(snapshot)
      .unreadable?.map(({ text }) => text.params.resource);
    expect(missing).toEqual(resources ?? []);
  });
});
