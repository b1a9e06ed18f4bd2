import {
  aDeployment,
  aNamespace,
  aPod,
  aSnapshot,
  type KubeObject,
  type SnapshotOptions,
} from '@meshport/plugin-mesh-node/testing';
import { istio } from './istio';
import {
  aCniConfig,
  anAmbientCart,
  anAmbientIstio,
  anIstioCni,
  aWaypoint,
  aZtunnel,
} from './testing/ambientObjects';
import {
  aMeshConfig,
  anInjectedPod,
  anInjector,
  anIstio,
  anIstiod,
} from './testing/istioObjects';

function snapshotOf(
  objects: readonly KubeObject[],
  options: SnapshotOptions = {},
) {
  return aSnapshot(objects, { kinds: istio.kinds, ...options });
}

const detect = (...objects: readonly KubeObject[]) =>
  istio.detect(snapshotOf(objects));

function aNode(kubelet: string, name = 'node-1'): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    status: { nodeInfo: { kubeletVersion: kubelet } },
  };
}

function features(...objects: readonly KubeObject[]): string[] {
  const found = detect(...objects)?.features ?? [];
  return found.map(({ id, state }) => `${id} ${state}`);
}

const withEnv = (env: Record<string, string>) => [
  aNamespace({ name: 'istio-system' }),
  anIstiod({ version: '1.31.1', env }),
  anInjector(),
];

const EAST_WEST = aDeployment({
  ...{ name: 'istio-eastwestgateway', namespace: 'istio-system' },
  podLabels: { istio: 'eastwestgateway' },
  podAnnotations: { 'inject.istio.io/templates': 'gateway' },
});

describe('modes', () => {
  it.each<[string, KubeObject[], string[]]>([
    ['sidecars', anIstio(), ['sidecar']],
    ['both', anAmbientIstio(), ['ambient', 'sidecar']],
    [
      'istio-cni without ambient mode',
      [...anIstio(), ...anIstioCni(), aCniConfig({ AMBIENT_ENABLED: 'false' })],
      ['sidecar'],
    ],
    [
      'ztunnel whose istiod is elsewhere',
      [...aZtunnel(), ...anIstioCni(), aCniConfig()],
      ['ambient'],
    ],
  ])('%s', (_, objects, modes) => {
    expect(detect(...objects)?.modes).toEqual(modes);
  });
});

describe('features', () => {
  it.each<[string, KubeObject[], string[]]>([
    ['nothing that could be told', withEnv({}), []],
    [
      'native sidecars by themselves, on kubelets from 1.33 on',
      [...withEnv({}), aNode('v1.33.0')],
      ['native-sidecars on'],
    ],
    [
      'no native sidecars while one node is too old',
      [...withEnv({}), aNode('v1.33.0'), aNode('v1.32.9', 'node-2')],
      ['native-sidecars off'],
    ],
    [
      'native sidecars switched on',
      withEnv({ ENABLE_NATIVE_SIDECARS: 'true' }),
      ['native-sidecars on'],
    ],
    [
      'native sidecars switched off',
      [...withEnv({ ENABLE_NATIVE_SIDECARS: 'false' }), aNode('v1.36.0')],
      ['native-sidecars off'],
    ],
    ['ambient mode', anAmbientIstio(), ['ambient on']],
    [
      'ambient mode on some nodes only',
      anAmbientIstio({ ztunnel: { nodes: { 'node-1': false } } }),
      ['ambient degraded'],
    ],
    [
      'an east-west gateway of sidecars',
      [...withEnv({}), EAST_WEST],
      ['multi-cluster on'],
    ],
    [
      'an east-west gateway and a network of its own',
      [
        aNamespace({
          name: 'istio-system',
          labels: { 'topology.istio.io/network': 'net-1' },
        }),
        anIstiod(),
        EAST_WEST,
      ],
      ['multi-cluster on', 'multi-network on'],
    ],
    [
      'an east-west gateway of ambient mode',
      [
        ...withEnv({ AMBIENT_ENABLE_MULTI_NETWORK: 'true' }),
        aWaypoint({ name: 'east-west', gatewayClass: 'istio-east-west' }),
      ],
      ['multi-cluster on', 'multi-network on'],
    ],
    [
      'a door to the network of another cluster',
      [...withEnv({}), aWaypoint({ gatewayClass: 'istio-remote' })],
      ['multi-cluster on'],
    ],
  ])('%s', (_, objects, expected) => {
    expect(features(...objects)).toEqual(expected);
  });

  it('are not known while nodes cannot be read', () => {
    const snapshot = snapshotOf(withEnv({}), {
      states: { nodes: { status: 'forbidden' } },
    });
    expect(istio.detect(snapshot)?.features).toMatchObject([
      { id: 'native-sidecars', state: 'unknown' },
    ]);
  });
});

describe('parts', () => {
  it('count the pods that are ready of those that are wanted', () => {
    const nodes = { 'node-1': true, 'node-2': false };
    const mesh = detect(...anAmbientIstio({ ztunnel: { nodes } }));
    expect(mesh?.parts).toMatchObject([
      { part: 'cni', ready: 1, wanted: 1, versions: ['1.31.1'] },
      { part: 'ztunnel', ready: 1, wanted: 2, versions: ['1.31.1'] },
    ]);
    expect(mesh?.health).toBe('degraded');
    expect(mesh?.reasons).toMatchObject([{ code: 'data-plane-degraded' }]);
  });

  it('count wanted pods that do not exist', () => {
    const [daemonSet, , ...pods] = aZtunnel({
      nodes: { 'node-1': true, 'node-2': true },
    });
    const rest = anAmbientIstio().filter(
      ({ metadata }) => !metadata.name.startsWith('ztunnel'),
    );
    const objects = [...rest, ...(daemonSet ? [daemonSet] : []), ...pods];
    expect(detect(...objects)?.parts[1]).toMatchObject({ ready: 1, wanted: 2 });
  });
});

describe('how others call the cluster', () => {
  it('is what istiod is told', () => {
    const mesh = detect(...withEnv({ CLUSTER_ID: 'west-1' }));
    expect(mesh?.aliases).toEqual({ istio: 'west-1' });
  });

  it('is in the path under which an istiod elsewhere is asked', () => {
    const url = 'https://istiod.example/inject/cluster/west-1/net/net-7';
    const mesh = detect(
      anInjector({ url }),
      anInjectedPod({ name: 'cart-1', revision: 'default' }),
    );
    expect(mesh).toMatchObject({
      aliases: { istio: 'west-1' },
      network: 'net-7',
      features: [{ id: 'multi-cluster', state: 'on' }],
    });
  });
});

describe('versions', () => {
  function reasons(...objects: readonly KubeObject[]): string[] {
    const found = detect(...objects)?.reasons ?? [];
    return found.map(({ code, text }) => `${code}: ${text.message}`);
  }
  const proxy = (version: string) =>
    anInjectedPod({ proxyImage: `x/proxyv2:${version}-distroless` });

  it.each([
    ['the same', '1.31.0'],
    ['one minor version behind', '1.30.4'],
    ['unreadable', 'latest'],
  ])('of a proxy that is %s are fine', (_, version) => {
    expect(reasons(...anIstio(), proxy(version))).toEqual([]);
  });

  it('of a proxy that is newer than its istiod are not', () => {
    expect(reasons(...anIstio(), proxy('1.32.0'))).toEqual([
      'version-skew: 1 pod runs sidecar 1.32.0, which is newer than its istiod (1.31.1, revision default). Istio does not support that.',
    ]);
  });

  it('of a proxy that is two minor versions behind are not', () => {
    expect(reasons(...anIstio(), proxy('1.29.4'))).toEqual([
      'version-skew: 1 pod runs sidecar 1.29.4, more than one minor version behind its istiod (1.31.1, revision default).',
    ]);
  });

  it('of ztunnel are compared as well', () => {
    const nodes = { 'node-1': true, 'node-2': true };
    expect(
      reasons(...anAmbientIstio({ ztunnel: { nodes, version: '1.32.0' } })),
    ).toEqual([
      'version-skew: 2 pods run ztunnel 1.32.0, which is newer than their istiod (1.31.1, revision default). Istio does not support that.',
    ]);
  });

  it('of istio-cni are compared with the newest istiod', () => {
    const objects = [...anIstio(), ...anIstioCni({ version: '1.32.0' })];
    const canary = anIstiod({ revision: 'canary', version: '1.32.0' });
    expect(reasons(...objects, canary)).toEqual([]);
    expect(reasons(...objects)).toHaveLength(1);
  });

  it('of istiod that nobody can read are said', () => {
    expect(reasons(anIstiod({ version: 'latest' }), proxy('1.31.0'))).toEqual([
      'version-unknown: istiod of revision default calls its version latest, which the portal cannot compare with others.',
    ]);
  });
});

describe('what is left of an Istio', () => {
  const leftovers = (
    objects: readonly KubeObject[],
    served: 'live' | 'absent',
  ) =>
    (
      istio.leftovers?.(
        snapshotOf(objects, {
          states: {
            'peerauthentications.security.istio.io': { status: served },
          },
        }),
      ) ?? []
    ).map(({ code, text }) => `${code}: ${text.message}`);

  it('is nothing where it runs', () => {
    expect(leftovers(anIstio(), 'live')).toEqual([]);
  });

  it('is nothing where it never was', () => {
    expect(leftovers([], 'absent')).toEqual([]);
  });

  it('is its kinds, and webhooks that nobody answers', () => {
    expect(leftovers([anInjector()], 'live')).toEqual([
      'crds-only: Istio is not installed in cluster west, but its custom resources are.',
      'crds-only: Istio is not installed in cluster west, but its webhook istio-sidecar-injector is.',
    ]);
  });
});

describe('footprint', () => {
  const resources = { requests: { cpu: '100m', memory: '128Mi' } };
  const proxy = { name: 'istio-proxy', image: 'x/proxyv2:1.31.1', resources };

  it('adds up proxies, node proxies, waypoints, gateways and the control plane', () => {
    const alone = (name: string, labels: Record<string, string>) =>
      aPod({ name, labels, containers: [proxy] });
    const objects = [
      ...anAmbientIstio(),
      aPod({
        name: 'cart-1',
        containers: [{ name: 'app', resources }, proxy],
      }),
      aPod({
        name: 'cart-2',
        containers: [{ name: 'app', resources }],
        initContainers: [{ ...proxy, restartPolicy: 'Always' }],
      }),
      alone('waypoint-1', {
        'gateway.istio.io/managed': 'istio.io-mesh-controller',
      }),
      alone('ingress-1', { istio: 'ingressgateway' }),
      alone('east-west-1', { istio: 'eastwestgateway' }),
    ];
    const mebibytes = (count: number) => count * 2 ** 20;
    expect(istio.adapt(snapshotOf(objects)).footprint).toEqual(
      [
        ['proxies', 2, 200, 256],
        ['node-proxies', 1, 200, 512],
        ['waypoints', 1, 100, 128],
        ['gateways', 2, 200, 256],
        ['control-plane', 1, 200, 512],
      ].map(([part, pods, cpuMillicores, memory]) => ({
        ...{ mesh: 'istio', part, pods, cpuMillicores },
        memoryBytes: mebibytes(Number(memory)),
      })),
    );
  });
});

describe('what namespaces ask for', () => {
  const modes = (labels: Record<string, string>) =>
    (
      istio.adapt(snapshotOf([aNamespace({ name: 'shop', labels })]))
        .namespaces ?? []
    ).map(({ mode }) => mode);

  it.each<[string, Record<string, string>, string[]]>([
    ['nothing', {}, []],
    ['injection', { 'istio-injection': 'enabled' }, ['sidecar']],
    ['no injection', { 'istio-injection': 'disabled' }, []],
    ['a revision, be it there or not', { 'istio.io/rev': 'gone' }, ['sidecar']],
    [
      'ambient mode, installed or not',
      { 'istio.io/dataplane-mode': 'ambient' },
      ['ambient'],
    ],
    [
      'both',
      { 'istio.io/dataplane-mode': 'ambient', 'istio-injection': 'enabled' },
      ['ambient', 'sidecar'],
    ],
  ])('%s', (_, labels, expected) => {
    expect(modes(labels)).toEqual(expected);
  });
});

describe('what stands in the way of injection', () => {
  const INJECTION = { 'istio-injection': 'enabled' };
  const plain = { is: 'plain' } as const;

  function membership(
    objects: readonly KubeObject[],
    options: SnapshotOptions = {},
  ) {
    const { workloads } = istio.adapt(snapshotOf(objects, options));
    const entry = workloads.find(({ workload }) => workload.endsWith('/cart'));
    return entry?.membership;
  }

  function cart(
    options: {
      namespace?: Record<string, string>;
      pod?: Record<string, string>;
      has?: boolean;
    } = {},
  ) {
    return anAmbientCart({
      namespaceLabels: { ...INJECTION, ...options.namespace },
      podLabels: options.pod,
      pods: [options.has ? { is: 'sidecar' } : plain],
    });
  }

  const summary = (entry: ReturnType<typeof membership>) =>
    [entry?.state, ...(entry?.reasons.map(({ code }) => code) ?? [])].join(' ');

  const discovery = aMeshConfig(
    'discoverySelectors:\n- matchExpressions:\n  - {key: mesh, operator: NotIn, values: ["off"]}\n- matchLabels: {kubernetes.io/metadata.name: edge}',
  );

  it('is a namespace that istiod does not see', () => {
    const objects = [...anIstio(), discovery];
    const off = { namespace: { mesh: 'off' } };
    const entry = membership([...objects, ...cart(off)]);
    expect(summary(entry)).toBe('misconfigured namespace-ignored-by-mesh');
    expect(entry?.reasons[0]?.fix?.command).toBe(
      'kubectl --context west label namespace shop mesh- --overwrite',
    );
    expect(summary(membership([...objects, ...cart()]))).toBe(
      'pending-restart pod-predates-injection',
    );
    expect(
      summary(membership([...objects, ...cart({ ...off, has: true })])),
    ).toBe('enrolled');
  });

  const injectorConfig = (config: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      ...{ name: 'istio-sidecar-injector', namespace: 'istio-system' },
      labels: { 'istio.io/rev': 'default' },
    },
    data: { config, values: '{}' },
  });

  it.each<[string, string, Record<string, string>, string]>([
    [
      'enabled',
      'policy: enabled',
      {},
      'pending-restart pod-predates-injection',
    ],
    [
      'disabled',
      'policy: disabled',
      {},
      'misconfigured namespace-ignored-by-mesh',
    ],
    [
      'disabled, but the pod asks itself',
      'policy: disabled',
      { 'sidecar.istio.io/inject': 'true' },
      'pending-restart pod-predates-injection',
    ],
    [
      'disabled, but not for such pods',
      'policy: disabled\nalwaysInjectSelector:\n- matchLabels: {app: cart}',
      {},
      'pending-restart pod-predates-injection',
    ],
    [
      'enabled, but not for such pods',
      'policy: enabled\nneverInjectSelector:\n- matchLabels: {app: cart}',
      {},
      'misconfigured namespace-ignored-by-mesh',
    ],
  ])('is a policy of the injector that is %s', (_, config, pod, expected) => {
    const objects = [...anIstio(), injectorConfig(config), ...cart({ pod })];
    expect(summary(membership(objects))).toBe(expected);
  });

  it('is not known of an injector with conditions in CEL', () => {
    const injector = anInjector();
    const webhooks = injector.webhooks as object[];
    const matchConditions = [{ name: 'some', expression: 'true' }];
    const conditional = {
      ...injector,
      webhooks: webhooks.map(hook => ({ ...hook, matchConditions })),
    };
    const rest = anIstio().filter(({ kind }) => kind !== injector.kind);
    expect(summary(membership([...rest, conditional, ...cart()]))).toBe(
      'unknown input-unreadable',
    );
    const proxied = [...rest, conditional, ...cart({ has: true })];
    expect(summary(membership(proxied))).toBe('enrolled');
  });

  it('is not known while the configuration cannot be read', () => {
    const unread = { states: { configmaps: { status: 'forbidden' } } } as const;
    const objects = [...anIstio(), ...cart()];
    expect(summary(membership(objects, unread))).toMatch(/^unknown /);
    const proxied = [...anIstio(), ...cart({ has: true })];
    expect(summary(membership(proxied, unread))).toBe('enrolled');
  });

  it('is Linkerd, where it is asked to take the same pods', () => {
    const linkerd = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'linkerd-proxy-injector-webhook-config' },
      webhooks: [{ name: 'linkerd-proxy-injector.linkerd.io' }],
    };
    const both = anAmbientCart({
      namespaceLabels: INJECTION,
      namespaceAnnotations: { 'linkerd.io/inject': 'enabled' },
      pods: [{ is: 'sidecar' }],
    });
    const entry = membership([...anIstio(), linkerd, ...both]);
    expect(summary(entry)).toBe('misconfigured conflicting-labels');
    expect(entry?.reasons[0]?.fix?.command).toBe(
      'kubectl --context west annotate namespace shop linkerd.io/inject- --overwrite',
    );
  });
});

describe('how to enrol a namespace', () => {
  const enrol = (...objects: KubeObject[]) =>
    istio.enrol?.(snapshotOf(objects), 'shop');

  it('is a label for ambient mode, where that is installed', () => {
    expect(enrol(...anAmbientIstio(), aNamespace())).toMatchObject({
      text: { id: 'fix.label-namespace-ambient' },
      effect: { id: 'effect.at-once' },
      command:
        'kubectl --context west label namespace shop istio.io/dataplane-mode=ambient --overwrite',
    });
  });

  it('does not exist where istio-cni leaves the namespace out', () => {
    const cniConfig = { EXCLUDE_NAMESPACES: 'shop' };
    expect(enrol(...anAmbientIstio({ cniConfig }), aNamespace())).toBe(
      undefined,
    );
  });
});
