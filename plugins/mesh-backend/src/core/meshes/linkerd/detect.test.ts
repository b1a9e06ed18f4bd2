import {
  aDaemonSet,
  aDeployment,
  aNamespace,
  aPod,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { adapt } from './adapt';
import { detect, leftovers } from './detect';
import { enrol } from './enrol';
import {
  aCart,
  aControlPlane,
  aLinkerdConfig,
  aLinkerdPod,
  anInjectorWebhook,
  type ControlPlaneOptions,
  linkerdSnapshot,
} from './testing/linkerdObjects';

function detected(
  options: ControlPlaneOptions = {},
  objects: readonly KubeObject[] = [],
) {
  return detect(linkerdSnapshot([...aControlPlane(options), ...objects]));
}

it('knows an installation by its values', () => {
  expect(detected()).toMatchObject({
    mesh: 'linkerd',
    modes: ['sidecar'],
    versions: ['edge-26.8.3'],
    health: 'healthy',
    reasons: [],
    trustDomain: 'cluster.local',
    features: [{ id: 'native-sidecars', state: 'on' }],
    parts: [],
  });
});

it('knows the version by its images where it may not read the values', () => {
  const snapshot = linkerdSnapshot(aControlPlane({ values: null }), {
    states: { configmaps: { status: 'forbidden' } },
  });
  expect(detect(snapshot)).toMatchObject({
    versions: ['edge-26.8.3'],
    trustDomain: undefined,
    reasons: [{ code: 'input-unreadable' }],
  });
});

describe('health of the control plane', () => {
  it.each<[string, ControlPlaneOptions, string, string[]]>([
    [
      'an injector scaled to zero',
      { wanted: { 'proxy-injector': 0 }, available: { 'proxy-injector': 0 } },
      'failing',
      ['control-plane-down.component-scaled-to-zero'],
    ],
    [
      'an identity that does not run',
      { available: { identity: 0 } },
      'failing',
      ['control-plane-down.component-down'],
    ],
    [
      'a destination that is gone',
      { available: { destination: null } },
      'failing',
      ['control-plane-down.component-missing'],
    ],
    [
      'one of three destinations down',
      { wanted: { destination: 3 }, available: { destination: 2 } },
      'degraded',
      ['control-plane-degraded.component'],
    ],
  ])('%s', (_, options, health, ids) => {
    const found = detected(options);
    expect(found?.health).toBe(health);
    expect(found?.reasons.map(({ text }) => text.id)).toEqual(
      ids.map(id => `reason.${id}`),
    );
  });

  it('is unknown where Deployments cannot be read', () => {
    const snapshot = linkerdSnapshot(
      [anInjectorWebhook(), aLinkerdConfig(), aLinkerdPod()],
      { states: { 'deployments.apps': { status: 'forbidden' } } },
    );
    expect(detect(snapshot)?.health).toBe('unknown');
  });
});

describe('what comes with it', () => {
  const extension = (name: string, available = 1) => [
    aNamespace({ name, labels: { 'linkerd.io/extension': name } }),
    aDeployment({ name: 'main', namespace: name, available }),
  ];
  const link: KubeObject = {
    apiVersion: 'multicluster.linkerd.io/v1alpha3',
    kind: 'Link',
    metadata: { name: 'east', namespace: 'multi' },
    spec: { targetClusterName: 'east' },
  };
  const gateway = aDeployment({
    name: 'linkerd-gateway',
    podLabels: { app: 'linkerd-gateway' },
    replicas: 2,
  });
  const agent = aDaemonSet({
    name: 'linkerd-cni',
    podLabels: { 'k8s-app': 'linkerd-cni' },
  });

  it.each<[string, KubeObject[], string[]]>([
    ['viz', extension('viz'), ['viz on']],
    ['a viz that does not run', extension('viz', 0), ['viz degraded']],
    ['multicluster', extension('multicluster'), ['multicluster on']],
    ['links alone', [link], ['multicluster on']],
    ['the CNI plugin', [agent], ['cni on']],
  ])('%s', (_, objects, features) => {
    expect(
      detected({}, objects)?.features.map(({ id, state }) => `${id} ${state}`),
    ).toEqual(['native-sidecars on', ...features]);
  });

  it('is degraded where proxies wait for a CNI plugin that is not there', () => {
    const found = detected({ values: { cniEnabled: true } });
    expect(found?.features).toContainEqual(
      expect.objectContaining({ id: 'cni', state: 'degraded' }),
    );
  });

  it('is a part with its ready pods, which degrades the mesh', () => {
    const found = detected({}, [
      gateway,
      aLinkerdPod({ owner: gateway, name: 'gateway-1' }),
      aLinkerdPod({ owner: gateway, name: 'gateway-2', ready: false }),
    ]);
    expect(found).toMatchObject({
      health: 'degraded',
      parts: [
        { part: 'gateway', ready: 1, wanted: 2, versions: ['edge-26.8.3'] },
      ],
      reasons: [{ code: 'data-plane-degraded' }],
    });
  });
});

it('is not there by what it left behind', () => {
  const snapshot = linkerdSnapshot([anInjectorWebhook()]);
  expect(detect(snapshot)).toBeUndefined();
  expect(leftovers(snapshot).map(({ text }) => text.message)).toEqual([
    'Linkerd is not installed in cluster west, but its custom resources are.',
    'Linkerd is not installed in cluster west, but its webhook linkerd-proxy-injector-webhook-config is.',
  ]);
});

it('leaves nothing where nothing is served', () => {
  const absent = { status: 'absent' } as const;
  const states = {
    'servers.policy.linkerd.io': absent,
    'links.multicluster.linkerd.io': absent,
  };
  expect(leftovers(linkerdSnapshot([], { states }))).toEqual([]);
});

it('asks for what its proxies, gateways and control plane request', () => {
  const requests = { cpu: '200m', memory: '64Mi' };
  const [controller] = aControlPlane();
  const cart = aCart();
  const { footprint } = adapt(
    linkerdSnapshot([
      ...aControlPlane(),
      ...cart,
      aLinkerdPod(),
      aLinkerdPod({ name: 'cart-2', proxy: 'none' }),
      aPod({
        owner: controller,
        namespace: 'linkerd',
        containers: [{ name: 'destination', resources: { requests } }],
      }),
    ]),
  );
  const MiB = 1024 * 1024;
  expect(footprint).toEqual([
    {
      mesh: 'linkerd',
      part: 'proxies',
      pods: 1,
      cpuMillicores: 100,
      memoryBytes: 20 * MiB,
    },
    {
      mesh: 'linkerd',
      part: 'control-plane',
      pods: 1,
      cpuMillicores: 200,
      memoryBytes: 64 * MiB,
    },
  ]);
});

describe('enrolling a namespace', () => {
  it('annotates it', () => {
    const snapshot = linkerdSnapshot([...aControlPlane(), aNamespace()]);
    expect(enrol(snapshot, 'shop')).toMatchObject({
      command:
        'kubectl --context west annotate namespace shop linkerd.io/inject=enabled --overwrite',
      manifest:
        'apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  annotations:\n    linkerd.io/inject: enabled\n',
    });
  });

  it.each<[string, KubeObject[], string]>([
    ['that Linkerd ignores', aControlPlane(), 'kube-system'],
    ['without an injector', aControlPlane({ webhook: false }), 'shop'],
  ])('does nothing for one %s', (_, objects, namespace) => {
    expect(enrol(linkerdSnapshot(objects), namespace)).toBeUndefined();
  });
});

it('names the namespaces that ask for it', () => {
  const asks = (name: string, value: string) =>
    aNamespace({ name, annotations: { 'linkerd.io/inject': value } });
  const { namespaces } = adapt(
    linkerdSnapshot([
      asks('shop', 'enabled'),
      asks('edge', 'ingress'),
      asks('tools', 'disabled'),
    ]),
  );
  expect(namespaces).toEqual([
    { namespace: 'shop', mode: 'sidecar' },
    { namespace: 'edge', mode: 'sidecar' },
  ]);
});
