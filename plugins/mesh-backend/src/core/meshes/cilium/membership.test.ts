import type { Membership, Posture } from '@meshport/plugin-mesh-common';
import type { KindState } from '@meshport/plugin-mesh-node';
import {
  aDeployment,
  aNamespace,
  aPod,
  aService,
  aSnapshot,
  aStatefulSet,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { cilium } from './cilium';
import {
  aCilium,
  aDaemon,
  aPolicy,
  aServiceRoute,
  anEnvoyConfig,
  theAgents,
  theZtunnels,
} from './testing/ciliumObjects';

type States = Readonly<Record<string, Omit<KindState, 'items'>>>;

const CART = 'apps/StatefulSet/shop/cart';
const asking = aNamespace({ labels: { 'mtls-enabled': 'true' } });

/** A workload with a pod on each of these nodes. */
function carts(
  nodes: readonly (string | undefined)[] = ['node-1', 'node-2'],
  options: Parameters<typeof aStatefulSet>[0] = {},
): KubeObject[] {
  const owner = aStatefulSet({ ...options, replicas: nodes.length });
  return [
    owner,
    ...nodes.map((nodeName, index) =>
      aPod({
        name: `cart-${index}`,
        labels: { app: 'cart' },
        ...options,
        owner,
        nodeName,
      }),
    ),
  ];
}

function fragment(objects: readonly KubeObject[], states?: States) {
  const snapshot = aSnapshot(objects, { kinds: cilium.kinds, states });
  return cilium.adapt(snapshot);
}

function entry(
  objects: readonly KubeObject[],
  states?: States,
): { membership?: Membership; posture?: Posture } | undefined {
  return fragment(objects, states).workloads.find(
    ({ workload }) => workload === CART,
  );
}

function summary(membership: Membership | undefined): string {
  if (!membership) return 'no entry';
  const { mode, layer, state, pods, reasons } = membership;
  const codes = reasons.map(({ code }) => code);
  const count = `${pods.enrolled}/${pods.total}`;
  return [mode, layer, state, count, ...codes].join(' ');
}

const ON = { 'enable-ztunnel': 'true' };

describe("a namespace that asks for Cilium's ztunnel", () => {
  it.each<[string, KubeObject[], string, Posture['inbound']]>([
    [
      'ready on all nodes',
      [...aCilium(ON), ...theZtunnels(), ...carts()],
      'ambient l4 enrolled 2/2',
      'permissive',
    ],
    [
      'not ready on one node',
      [
        ...aCilium(ON),
        ...theZtunnels({ notReady: ['node-2'] }),
        ...carts(['node-1', 'node-2', 'node-2']),
      ],
      'ambient l4 misconfigured 1/3 ztunnel-not-ready-on-node',
      'off',
    ],
    [
      'not there on one node',
      [...aCilium(ON), ...theZtunnels({ nodes: ['node-1'] }), ...carts()],
      'ambient l4 misconfigured 1/2 ztunnel-not-ready-on-node',
      'off',
    ],
    [
      'not ready where none of its pods runs',
      [
        ...aCilium(ON),
        ...theZtunnels({ notReady: ['node-2'] }),
        ...carts(['node-1']),
      ],
      'ambient l4 enrolled 1/1',
      'permissive',
    ],
    [
      'with a pod that has no node yet',
      [...aCilium(ON), ...theZtunnels(), ...carts(['node-1', undefined])],
      'ambient l4 enrolled 2/2',
      'permissive',
    ],
    [
      'not switched on',
      [...aCilium(), ...carts()],
      'ambient l4 misconfigured 0/2 mode-not-installed',
      'off',
    ],
    [
      'with a workload on the host network',
      [
        ...aCilium(ON),
        ...theZtunnels(),
        ...carts(['node-1'], { hostNetwork: true }),
      ],
      'ambient l4 misconfigured 0/1 host-network',
      'off',
    ],
    [
      'with nothing running',
      [...aCilium(ON), ...theZtunnels(), ...carts([])],
      'ambient l4 idle 0/0 no-pods',
      'unknown',
    ],
  ])('%s', (_, objects, expected, inbound) => {
    const found = entry([asking, ...objects]);
    expect(summary(found?.membership)).toBe(expected);
    expect(found?.posture?.inbound).toBe(inbound);
  });

  it("and for Istio's ambient mode has two that redirect", () => {
    const both = aNamespace({
      labels: { 'mtls-enabled': 'true', 'istio.io/dataplane-mode': 'ambient' },
    });
    const objects = [both, ...aCilium(ON), ...theZtunnels(), ...carts()];
    const istios = aDaemon({
      name: 'ztunnel',
      labels: { app: 'ztunnel' },
      container: 'istio-proxy',
      image: 'istio.test/ztunnel:1.31.0',
    });
    const found = entry([...objects, ...istios]);
    expect(summary(found?.membership)).toBe(
      'ambient l4 misconfigured 2/2 conflicting-labels',
    );
    expect(summary(entry(objects)?.membership)).toBe('ambient l4 enrolled 2/2');
    expect(found?.membership?.reasons[0]?.fix?.command).toBe(
      'kubectl --context west label namespace shop mtls-enabled- --overwrite',
    );
  });

  it.each<[Record<string, string>]>([
    [{ 'mtls-enabled': 'false' }],
    [{ 'mtls-enabled': '' }],
    [{}],
  ])('and one labelled %j does not', labels => {
    const objects = [aNamespace({ labels }), ...aCilium(ON), ...carts()];
    expect(entry(objects)).toBeUndefined();
    expect(fragment(objects).namespaces).toEqual([]);
  });

  it('asks nobody where Cilium does not run', () => {
    const { workloads, namespaces } = fragment([asking, ...carts()]);
    expect([workloads, namespaces ?? []]).toEqual([[], []]);
  });

  it('is listed as asking, in vain too', () => {
    expect(fragment([asking, ...aCilium()]).namespaces).toEqual([
      { namespace: 'shop', mode: 'ambient' },
    ]);
  });

  it('says which ztunnel the traffic goes through', () => {
    const ztunnels = [
      ...theZtunnels({ nodes: ['node-1'], version: '1.1.0' }),
      ...theZtunnels({ nodes: ['node-2'], version: '1.2.0' }).slice(1),
    ];
    const objects = [asking, ...aCilium(ON), ...ztunnels];
    expect(
      entry([...objects, ...carts(['node-1'])])?.membership?.proxyVersions,
    ).toEqual(['1.1.0']);
    expect(entry([...objects, ...carts()])?.membership?.proxyVersions).toEqual([
      '1.1.0',
      '1.2.0',
    ]);
  });

  it('says where ztunnel is missing, and replaces those that are there', () => {
    const found = entry([
      asking,
      ...aCilium(ON),
      ...theZtunnels({ notReady: ['node-2'] }),
      ...carts(),
    ]);
    expect(found?.membership?.reasons[0]).toMatchObject({
      text: {
        message:
          "1 pod runs on a node where Cilium's ztunnel is not ready (node-2), so its traffic is not encrypted.",
      },
      fix: {
        command:
          'kubectl --context west -n kube-system delete pod ztunnel-cilium-node-2',
      },
      evidence: [{ name: 'ztunnel-cilium' }, { kind: 'Pod', name: 'cart-1' }],
    });
    expect(found?.posture).toMatchObject({ podsWithoutProxy: 1 });
  });

  it('has commands to check it with', () => {
    const objects = [asking, ...aCilium(ON), ...theZtunnels(), ...carts()];
    expect(
      entry(objects)?.membership?.verify.map(({ command }) => command),
    ).toEqual([
      'kubectl --context west get namespace shop -L mtls-enabled',
      'kubectl --context west -n shop get pods -l app=cart -o custom-columns=POD:.metadata.name,NODE:.spec.nodeName',
      'kubectl --context west -n kube-system get pods -l app=ztunnel-cilium -o wide',
    ]);
  });

  it.each<[string, KubeObject[], States]>([
    [
      'the configuration',
      [asking, ...theAgents(), ...carts()],
      { configmaps: { status: 'forbidden' } },
    ],
    [
      'a configuration that is not there',
      [asking, ...theAgents(), ...carts()],
      {},
    ],
    [
      'the pods',
      [asking, ...aCilium(ON), ...carts()],
      { pods: { status: 'forbidden' } },
    ],
    [
      'its controller',
      [asking, ...aCilium(ON), ...theZtunnels(), ...carts().slice(1)],
      { 'statefulsets.apps': { status: 'forbidden' } },
    ],
  ])('is not known without %s', (_, objects, states) => {
    const found = entry(objects, states);
    expect(found?.membership).toMatchObject({
      state: 'unknown',
      reasons: [{ code: 'input-unreadable' }],
    });
    expect(found?.posture?.inbound).toBe('unknown');
  });
});

const shop = aNamespace({ labels: { tier: 'gold' } });
const CLUSTERWIDE = 'CiliumClusterwideNetworkPolicy';

describe('a rule of layer 7', () => {
  const ENROLLED = 'proxyless l7 enrolled 2/2';
  it.each<[string, KubeObject[], string]>([
    ['that selects its pods', [aPolicy()], ENROLLED],
    ['under specs', [aPolicy({ asList: true })], ENROLLED],
    ['for Kafka', [aPolicy({ rules: { kafka: [{}] } })], ENROLLED],
    ['of an extension', [aPolicy({ rules: { l7: [{}] } })], ENROLLED],
    ['that selects all pods', [aPolicy({ selector: {} })], ENROLLED],
    [
      'by labels with their source',
      [aPolicy({ selector: { matchLabels: { 'k8s:app': 'cart' } } })],
      ENROLLED,
    ],
    [
      'by an expression',
      [
        aPolicy({
          selector: {
            matchExpressions: [
              { key: 'any:app', operator: 'In', values: ['cart'] },
            ],
          },
        }),
      ],
      ENROLLED,
    ],
    [
      'by namespace, in the whole cluster',
      [
        aPolicy({
          kind: CLUSTERWIDE,
          selector: {
            matchLabels: { 'k8s:io.kubernetes.pod.namespace': 'shop' },
          },
        }),
      ],
      ENROLLED,
    ],
    [
      'by a label of the namespace',
      [
        aPolicy({
          kind: CLUSTERWIDE,
          selector: {
            matchLabels: { 'io.cilium.k8s.namespace.labels.tier': 'gold' },
          },
        }),
      ],
      ENROLLED,
    ],
    [
      'by the cluster',
      [
        aPolicy({
          selector: { matchLabels: { 'io.cilium.k8s.policy.cluster': 'west' } },
        }),
      ],
      ENROLLED,
    ],
    ['that Cilium accepted', [aPolicy({ valid: true })], ENROLLED],
    ['that Cilium refused', [aPolicy({ valid: false })], 'no entry'],
    ['on what goes out', [aPolicy({ egress: true })], 'no entry'],
    ['for DNS', [aPolicy({ rules: { dns: [{}] } })], 'no entry'],
    ['for no port in particular', [aPolicy({ rules: {} })], 'no entry'],
    ['in another namespace', [aPolicy({ namespace: 'pay' })], 'no entry'],
    [
      'for other pods',
      [aPolicy({ selector: { matchLabels: { app: 'till' } } })],
      'no entry',
    ],
    [
      'for identities that no pod has',
      [aPolicy({ selector: { matchLabels: { 'reserved:host': '' } } })],
      'no entry',
    ],
    ['for nodes', [aPolicy({ selector: undefined })], 'no entry'],
    ['for nonsense', [aPolicy({ selector: 'all' })], 'no entry'],
  ])('%s', (_, objects, expected) => {
    const found = entry([shop, ...aCilium(), ...carts(), ...objects]);
    expect(summary(found?.membership)).toBe(expected);
  });

  it('gives no identity: what decides about encryption is another thing', () => {
    const found = entry([shop, ...aCilium(), ...carts(), aPolicy()]);
    expect(found?.membership?.proxyVersions).toEqual([]);
    expect(found?.posture).toBeUndefined();
  });

  it('is shown by a command', () => {
    const found = entry([shop, ...aCilium(), ...carts(), aPolicy()]);
    expect(found?.membership?.verify).toMatchObject([
      {
        command:
          'kubectl --context west -n shop get ciliumnetworkpolicies.cilium.io cart-http -o yaml',
      },
    ]);
  });

  it('does nothing while the L7 proxy is switched off', () => {
    const flags = { 'enable-l7-proxy': 'false' };
    const found = entry([shop, ...aCilium(flags), ...carts(), aPolicy()]);
    expect(summary(found?.membership)).toBe(
      'proxyless l7 misconfigured 0/2 mode-not-installed',
    );
  });

  it('says so where it selects some of the pods', () => {
    const other = aPod({
      name: 'cart-9',
      labels: { app: 'cart-old' },
      owner: aStatefulSet(),
    });
    const found = entry([
      shop,
      ...aCilium(),
      ...carts(['node-1']),
      other,
      aPolicy(),
    ]);
    expect(summary(found?.membership)).toBe(
      'proxyless l7 partial 1/2 namespace-not-labelled',
    );
    expect(found?.membership?.reasons[0]?.text.message).toBe(
      '1 pod of StatefulSet cart is not selected by CiliumNetworkPolicy cart-http, as its labels differ.',
    );
  });

  it('waits for pods', () => {
    const found = entry([shop, ...aCilium(), ...carts([]), aPolicy()]);
    expect(summary(found?.membership)).toBe('proxyless l7 idle 0/0 no-pods');
  });

  it('selects no pod on the host network', () => {
    const onHost = carts(['node-1'], { hostNetwork: true });
    expect(entry([shop, ...aCilium(), ...onHost, aPolicy()])).toBeUndefined();
  });

  it('beside ztunnel is not seen by Envoy', () => {
    const found = entry([
      asking,
      ...aCilium(ON),
      ...theZtunnels(),
      ...carts(),
      aPolicy(),
    ]);
    expect(summary(found?.membership)).toBe('ambient l4 enrolled 2/2');
  });

  it.each<[string, Record<string, string>]>([
    ['ciliumnetworkpolicies.cilium.io', {}],
    ['ciliumclusterwidenetworkpolicies.cilium.io', {}],
    ['ciliumenvoyconfigs.cilium.io', { 'enable-envoy-config': 'true' }],
    ['httproutes.gateway.networking.k8s.io', { 'enable-gateway-api': 'true' }],
  ])('may be there while %s cannot be read', (part, flags) => {
    const found = fragment([shop, ...aCilium(flags), ...carts()], {
      [part]: { status: 'forbidden' },
    });
    expect(found.unreadable).toMatchObject([{ code: 'input-unreadable' }]);
  });

  it('may be there while the configuration cannot be read', () => {
    const found = fragment([shop, ...theAgents(), ...carts()], {
      configmaps: { status: 'forbidden' },
    });
    expect(found.unreadable).toMatchObject([{ code: 'input-unreadable' }]);
  });

  it.each([
    'ciliumenvoyconfigs.cilium.io',
    'httproutes.gateway.networking.k8s.io',
  ])('is not in %s where Cilium takes none of them', part => {
    const found = fragment([shop, ...aCilium(), ...carts()], {
      [part]: { status: 'forbidden' },
    });
    expect(found.unreadable).toEqual([]);
  });
});

describe('Envoy for a Service', () => {
  const service = aService();
  const ENVOY = { 'enable-envoy-config': 'true' };
  const GATEWAY = { 'enable-gateway-api': 'true' };
  it.each<[string, Record<string, string>, KubeObject[], boolean]>([
    ['by a configuration', ENVOY, [anEnvoyConfig([{ name: 'cart' }])], true],
    [
      'by a clusterwide one',
      ENVOY,
      [anEnvoyConfig([{ name: 'cart', namespace: 'shop' }], true)],
      true,
    ],
    [
      'by a clusterwide one for namespace default',
      ENVOY,
      [anEnvoyConfig([{ name: 'cart' }], true)],
      false,
    ],
    [
      'by one for another Service',
      ENVOY,
      [anEnvoyConfig([{ name: 'till' }])],
      false,
    ],
    ['that is not taken', {}, [anEnvoyConfig([{ name: 'cart' }])], false],
    ['by a route', GATEWAY, [aServiceRoute()], true],
    ['by a gRPC route', GATEWAY, [aServiceRoute({ kind: 'GRPCRoute' })], true],
    [
      'by a route that another controller took',
      GATEWAY,
      [aServiceRoute({ controller: 'istio.io/mesh-controller' })],
      false,
    ],
    [
      'by a route that was refused',
      GATEWAY,
      [aServiceRoute({ accepted: false })],
      false,
    ],
    [
      'by a route to a Service elsewhere',
      GATEWAY,
      [aServiceRoute({ serviceNamespace: 'pay' })],
      false,
    ],
    ['by a route while Cilium takes none', {}, [aServiceRoute()], false],
  ])('%s', (_, flags, objects, isMember) => {
    const found = entry([
      shop,
      service,
      ...aCilium(flags),
      ...carts(),
      ...objects,
    ]);
    expect(summary(found?.membership)).toBe(
      isMember ? 'proxyless l7 enrolled 2/2' : 'no entry',
    );
  });

  it('without a selector has no workload here', () => {
    const bare = aService({ selector: {} });
    const config = anEnvoyConfig([{ name: 'cart' }]);
    expect(
      entry([shop, bare, ...aCilium(ENVOY), ...carts(), config]),
    ).toBeUndefined();
  });

  it('is not known while Services cannot be read', () => {
    const config = anEnvoyConfig([{ name: 'cart' }]);
    const found = fragment([shop, ...aCilium(ENVOY), ...carts(), config], {
      services: { status: 'forbidden' },
    });
    expect(found.unreadable).toMatchObject([{ code: 'input-unreadable' }]);
  });
});

describe('as a network alone', () => {
  it('has no entry of any workload but its own', () => {
    const { workloads } = fragment([
      shop,
      ...aCilium({ 'enable-wireguard': 'true' }),
      ...carts(),
      aDeployment({ name: 'till' }),
    ]);
    expect(
      workloads.map(({ workload, membership }) => [
        workload,
        membership?.mode,
        membership?.state,
        membership?.reasons.map(({ code }) => code),
      ]),
    ).toEqual([
      [
        'apps/DaemonSet/kube-system/cilium',
        'control-plane',
        'not-enrolled',
        ['part-of-the-mesh'],
      ],
      [
        'apps/Deployment/kube-system/cilium-operator',
        'control-plane',
        'not-enrolled',
        ['part-of-the-mesh'],
      ],
    ]);
  });
});
