import type { Membership } from '@meshport/plugin-mesh-common';
import type { MeshFragment } from '@meshport/plugin-mesh-node';
import {
  aDeployment,
  aNamespace,
  aPod,
  aService,
  aSnapshot,
  type KubeObject,
  type SnapshotOptions,
} from '@meshport/plugin-mesh-node/testing';
import { istio } from '../istio';
import {
  type AmbientCartOptions,
  anAmbientCart,
  anAmbientIstio,
  aWaypoint,
  aZtunnel,
} from '../testing/ambientObjects';
import { aMeshConfig, anInjector, anIstio } from '../testing/istioObjects';

const AMBIENT = { 'istio.io/dataplane-mode': 'ambient' };
const INJECTION = { 'istio-injection': 'enabled' };
const NONE = { 'istio.io/dataplane-mode': 'none' };
const USES = { 'istio.io/use-waypoint': 'waypoint' };
const PLAIN = { is: 'plain' } as const;
const SIDECAR = { is: 'sidecar' } as const;

function adapt(
  objects: readonly KubeObject[],
  options: SnapshotOptions = {},
): MeshFragment {
  return istio.adapt(aSnapshot(objects, { kinds: istio.kinds, ...options }));
}

function membershipIn(
  objects: readonly KubeObject[],
  options: SnapshotOptions = {},
): Membership | undefined {
  return adapt(objects, options).workloads.find(({ workload }) =>
    workload.endsWith('/cart'),
  )?.membership;
}

/** `<mode> <layer> <state> <enrolled>/<total> <reason codes>`. */
function summary(membership: Membership | undefined): string {
  if (!membership) return 'no entry';
  const { mode, layer, state, pods, reasons } = membership;
  return [
    mode,
    layer,
    state,
    `${pods.enrolled}/${pods.total}`,
    ...reasons.map(({ code }) => code),
  ].join(' ');
}

const twoNodes = { 'node-1': true, 'node-2': false };

/** Written from the table of membership states, and that of pods in ambient mode. */
const table: [
  row: string,
  istio: KubeObject[],
  cart: AmbientCartOptions,
  expected: string,
][] = [
  ['captured', anAmbientIstio(), {}, 'ambient l4 enrolled 1/1'],
  [
    'a namespace without the label',
    anAmbientIstio(),
    { namespaceLabels: {}, pods: [PLAIN] },
    'no entry',
  ],
  [
    'asked for by the pods alone',
    anAmbientIstio(),
    { namespaceLabels: {}, podLabels: AMBIENT },
    'ambient l4 enrolled 1/1',
  ],
  [
    'no running pods',
    anAmbientIstio(),
    { pods: [] },
    'ambient l4 idle 0/0 no-pods',
  ],
  [
    'no running pods comes before what is not installed',
    anIstio(),
    { pods: [] },
    'ambient l4 idle 0/0 no-pods',
  ],
  [
    'a pod that is just starting',
    anAmbientIstio(),
    { pods: [{}, { is: 'plain', phase: 'Pending' }] },
    'ambient l4 enrolled 1/2',
  ],
  [
    'nothing but a pod that is just starting',
    anAmbientIstio(),
    { pods: [{ is: 'plain', phase: 'Pending' }] },
    'ambient l4 idle 0/1 no-pods',
  ],
  [
    'no ztunnel, no istio-cni',
    anIstio(),
    { pods: [PLAIN] },
    'ambient l4 misconfigured 0/1 mode-not-installed',
  ],
  [
    'no Istio at all',
    [],
    { pods: [PLAIN] },
    'ambient l4 misconfigured 0/1 mode-not-installed',
  ],
  [
    'istio-cni is told to leave ambient mode off',
    anAmbientIstio({ cniConfig: { AMBIENT_ENABLED: 'false' } }),
    { pods: [PLAIN] },
    'ambient l4 misconfigured 0/1 mode-not-installed',
  ],
  [
    'istiod knows nothing of ambient mode',
    [
      ...anAmbientIstio().filter(({ kind }) => kind !== 'Deployment'),
      ...anIstio(),
    ],
    { pods: [PLAIN] },
    'ambient l4 misconfigured 0/1 mode-not-installed',
  ],
  [
    'host network',
    anAmbientIstio(),
    { hostNetwork: true, pods: [PLAIN] },
    'ambient l4 misconfigured 0/1 host-network',
  ],
  [
    'a namespace that istio-cni leaves out',
    anAmbientIstio({ cniConfig: { EXCLUDE_NAMESPACES: 'kube-system, shop' } }),
    { pods: [PLAIN] },
    'ambient l4 misconfigured 0/1 namespace-ignored-by-mesh',
  ],
  [
    'a namespace that istiod does not see',
    [
      ...anAmbientIstio(),
      aMeshConfig('discoverySelectors:\n- matchLabels: {mesh: "yes"}'),
    ],
    {},
    'ambient l4 misconfigured 1/1 namespace-ignored-by-mesh',
  ],
  [
    'ztunnel is not ready on the node of a captured pod',
    anAmbientIstio({ ztunnel: { nodes: twoNodes } }),
    { pods: [{}, { nodeName: 'node-2' }] },
    'ambient l4 misconfigured 2/2 ztunnel-not-ready-on-node',
  ],
  [
    'ztunnel has not taken a pod over where it is not ready',
    anAmbientIstio({ ztunnel: { nodes: twoNodes } }),
    { pods: [{}, { is: 'pending', nodeName: 'node-2' }] },
    'ambient l4 misconfigured 1/2 ztunnel-not-ready-on-node',
  ],
  [
    'ztunnel is ready and has not taken a pod over',
    anAmbientIstio(),
    { pods: [{ is: 'pending' }] },
    'ambient l4 misconfigured 0/1 ztunnel-not-ready-on-node',
  ],
  [
    'no ztunnel on the node',
    anAmbientIstio(),
    { pods: [{ nodeName: 'node-9' }] },
    'ambient l4 misconfigured 1/1 ztunnel-not-ready-on-node',
  ],
  [
    'istio-cni is not ready on the node of a pod that is not captured',
    anAmbientIstio({ cni: { nodes: { 'node-1': false } } }),
    { pods: [PLAIN] },
    'ambient l4 misconfigured 0/1 cni-not-ready-on-node',
  ],
  [
    'istio-cni is not ready where all is captured already',
    anAmbientIstio({ cni: { nodes: { 'node-1': false } } }),
    {},
    'ambient l4 enrolled 1/1',
  ],
  [
    'both are not ready, on different nodes',
    anAmbientIstio({
      cni: { nodes: twoNodes },
      ztunnel: { nodes: { 'node-1': false, 'node-2': true } },
    }),
    { pods: [{}, { is: 'plain', nodeName: 'node-2' }] },
    'ambient l4 misconfigured 1/2 ztunnel-not-ready-on-node cni-not-ready-on-node',
  ],
  [
    'the pods refuse',
    anAmbientIstio(),
    { podLabels: NONE, pods: [PLAIN] },
    'ambient l4 opted-out 0/1 pod-opted-out',
  ],
  [
    'the pods refuse what nobody asks for',
    anAmbientIstio(),
    { namespaceLabels: {}, podLabels: NONE, pods: [PLAIN] },
    'no entry',
  ],
  [
    'the pods refuse sidecars only',
    anAmbientIstio(),
    {
      namespaceLabels: { ...AMBIENT, ...INJECTION },
      podLabels: { 'sidecar.istio.io/inject': 'false' },
    },
    'ambient l4 enrolled 1/1',
  ],
  [
    'not captured though istio-cni is ready',
    anAmbientIstio(),
    { pods: [{}, PLAIN] },
    'ambient l4 pending-restart 1/2 pod-predates-injection',
  ],
  [
    'pods still have a sidecar',
    anAmbientIstio(),
    { pods: [SIDECAR] },
    'ambient l4 pending-restart 1/1 pod-outlives-injection',
  ],
  [
    'captured though nobody asks any more',
    anAmbientIstio(),
    { namespaceLabels: {} },
    'ambient l4 pending-restart 1/1 pod-outlives-injection',
  ],
  [
    'injection is switched off in words',
    anAmbientIstio(),
    { namespaceLabels: { ...AMBIENT, 'istio-injection': 'disabled' } },
    'ambient l4 enrolled 1/1',
  ],
  [
    'sidecars and ambient mode asked for, sidecars run',
    anAmbientIstio(),
    { namespaceLabels: { ...AMBIENT, ...INJECTION }, pods: [SIDECAR] },
    'sidecar l7 misconfigured 1/1 conflicting-labels',
  ],
  [
    'a revision that does not exist and ambient mode asked for',
    anAmbientIstio(),
    { namespaceLabels: { ...AMBIENT, 'istio.io/rev': 'gone' } },
    'sidecar l7 misconfigured 0/1 conflicting-labels',
  ],
];

describe('membership of a workload in ambient mode', () => {
  it.each(table)('%s', (_, mesh, cart, expected) => {
    expect(summary(membershipIn([...mesh, ...anAmbientCart(cart)]))).toBe(
      expected,
    );
  });

  it('leaves a workload with Linkerd beside it to a decision', () => {
    const linkerd = {
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name: 'linkerd-proxy-injector-webhook-config' },
      webhooks: [{ name: 'linkerd-proxy-injector.linkerd.io' }],
    };
    const cart = anAmbientCart({
      namespaceAnnotations: { 'linkerd.io/inject': 'enabled' },
    });
    const mesh = anAmbientIstio();
    expect(summary(membershipIn([...mesh, ...cart]))).toBe(
      'ambient l4 enrolled 1/1',
    );
    const beside = membershipIn([...mesh, linkerd, ...cart]);
    expect(summary(beside)).toBe(
      'ambient l4 misconfigured 1/1 conflicting-labels',
    );
    expect(beside?.reasons[0]?.fix?.command).toBe(
      'kubectl --context west annotate namespace shop linkerd.io/inject- --overwrite',
    );
  });

  it("leaves a workload with Cilium's ztunnel beside it to a decision", () => {
    const cart = anAmbientCart({
      namespaceLabels: { ...AMBIENT, 'mtls-enabled': 'true' },
    });
    const mesh = anAmbientIstio();
    expect(summary(membershipIn([...mesh, ...cart]))).toBe(
      'ambient l4 enrolled 1/1',
    );
    const ofCilium = aPod({
      ...{ name: 'ztunnel-cilium', namespace: 'kube-system' },
      labels: { app: 'ztunnel-cilium' },
    });
    const beside = membershipIn([...mesh, ofCilium, ...cart]);
    expect(summary(beside)).toBe(
      'ambient l4 misconfigured 1/1 conflicting-labels',
    );
    expect(beside?.reasons[0]?.fix?.command).toBe(
      'kubectl --context west label namespace shop mtls-enabled- --overwrite',
    );
  });

  it('takes the selectors that istio-cni is given for the only ones', () => {
    const cniConfig = {
      AMBIENT_ENABLEMENT_SELECTOR:
        '- podSelector: {matchLabels: {mesh: "yes"}}\n',
    };
    const mesh = anAmbientIstio({ cniConfig });
    const labelled = anAmbientCart({ pods: [PLAIN] });
    expect(summary(membershipIn([...mesh, ...labelled]))).toBe(
      'ambient l4 misconfigured 0/1 namespace-ignored-by-mesh',
    );
    const selected = anAmbientCart({
      namespaceLabels: {},
      podLabels: { mesh: 'yes' },
    });
    expect(summary(membershipIn([...mesh, ...selected]))).toBe(
      'ambient l4 enrolled 1/1',
    );
  });

  it('says what the label of a namespace should have been', () => {
    const labels = { 'istio.io/dataplane-mode': 'Ambient' };
    const cart = anAmbientCart({ namespaceLabels: labels, pods: [PLAIN] });
    const membership = membershipIn([...anAmbientIstio(), ...cart]);
    expect(summary(membership)).toBe(
      'ambient l4 not-enrolled 0/1 namespace-not-labelled',
    );
    expect(membership?.reasons[0]?.text.message).toContain(
      'istio.io/dataplane-mode=Ambient, which Istio does not understand',
    );
  });

  it("tells the version of the ztunnel on the pods' nodes", () => {
    const nodes = { 'node-1': true };
    const mesh = anAmbientIstio({ ztunnel: { nodes, version: '1.30.3' } });
    expect(membershipIn([...mesh, ...anAmbientCart()])?.proxyVersions).toEqual([
      '1.30.3',
    ]);
  });

  it('knows a ztunnel in any namespace, and not that of Cilium', () => {
    const others = anAmbientIstio().filter(
      ({ metadata }) => !metadata.name.startsWith('ztunnel'),
    );
    const cart = anAmbientCart();
    expect(
      summary(
        membershipIn([
          ...others,
          ...aZtunnel({ namespace: 'kube-system' }),
          ...cart,
        ]),
      ),
    ).toBe('ambient l4 enrolled 1/1');
    const ofCilium = aPod({
      ...{ name: 'ztunnel-cilium', namespace: 'kube-system' },
      labels: { app: 'ztunnel-cilium' },
      containers: [{ name: 'istio-proxy', image: 'x/ztunnel:1.30.3' }],
    });
    expect(summary(membershipIn([...others, ofCilium, ...cart]))).toBe(
      'ambient l4 misconfigured 1/1 mode-not-installed',
    );
  });

  it.each(['configmaps', 'deployments.apps'])(
    'is unknown while %s cannot be read',
    part => {
      const membership = membershipIn(
        [...anAmbientIstio(), ...anAmbientCart({ pods: [PLAIN] })],
        { states: { [part]: { status: 'forbidden' } } },
      );
      expect(membership?.state).toBe('unknown');
      expect(membership?.reasons[0]?.code).toBe('input-unreadable');
    },
  );

  it('is unknown, and still ambient, while injectors cannot be read', () => {
    const part = 'mutatingwebhookconfigurations.admissionregistration.k8s.io';
    const membership = membershipIn([...anAmbientIstio(), ...anAmbientCart()], {
      states: { [part]: { status: 'forbidden' } },
    });
    expect(summary(membership)).toBe('ambient l4 unknown 1/1 input-unreadable');
  });

  it('needs no DaemonSets where the agents themselves are seen', () => {
    expect(
      summary(
        membershipIn([...anAmbientIstio(), ...anAmbientCart()], {
          states: { 'daemonsets.apps': { status: 'forbidden' } },
        }),
      ),
    ).toBe('ambient l4 enrolled 1/1');
  });
});

describe('fixes in ambient mode', () => {
  function fixOf(mesh: KubeObject[], cart: AmbientCartOptions) {
    return membershipIn([...mesh, ...anAmbientCart(cart)])?.reasons[0]?.fix;
  }

  it.each<[string, KubeObject[], AmbientCartOptions, string]>([
    [
      'removes the label where the mode is not installed',
      anIstio(),
      { pods: [PLAIN] },
      'kubectl --context west label namespace shop istio.io/dataplane-mode- --overwrite',
    ],
    [
      'removes it from the template where that asks',
      anIstio(),
      { namespaceLabels: {}, podLabels: AMBIENT, pods: [PLAIN] },
      `kubectl --context west -n shop patch deployment/cart --type merge -p '{"spec":{"template":{"metadata":{"labels":{"istio.io/dataplane-mode":null}}}}}'`,
    ],
    [
      'restarts ztunnel on the node',
      anAmbientIstio({ ztunnel: { nodes: { 'node-1': false } } }),
      {},
      'kubectl --context west -n istio-system delete pod ztunnel-node-1',
    ],
    [
      'restarts istio-cni on the node',
      anAmbientIstio({ cni: { nodes: { 'node-1': false } } }),
      { pods: [PLAIN] },
      'kubectl --context west -n istio-system delete pod istio-cni-node-node-1',
    ],
    [
      'captured still, as istio-cni is down on the node',
      anAmbientIstio({ cni: { nodes: { 'node-1': false } } }),
      { namespaceLabels: {} },
      'kubectl --context west -n istio-system delete pod istio-cni-node-node-1',
    ],
    [
      'lets istiod see the namespace',
      [
        ...anAmbientIstio(),
        aMeshConfig(
          'discoverySelectors:\n- matchExpressions:\n  - {key: mesh, operator: NotIn, values: ["off"]}',
        ),
      ],
      { namespaceLabels: { ...AMBIENT, mesh: 'off' } },
      'kubectl --context west label namespace shop mesh- --overwrite',
    ],
    [
      'keeps what runs where two modes are asked for: ambient mode',
      anAmbientIstio(),
      { namespaceLabels: { ...AMBIENT, ...INJECTION } },
      'kubectl --context west label namespace shop istio-injection- --overwrite',
    ],
    [
      'keeps what runs where two modes are asked for: sidecars',
      anAmbientIstio(),
      { namespaceLabels: { ...AMBIENT, ...INJECTION }, pods: [SIDECAR] },
      'kubectl --context west label namespace shop istio.io/dataplane-mode- --overwrite',
    ],
    [
      'restarts what ambient mode has missed',
      anAmbientIstio(),
      { pods: [PLAIN] },
      'kubectl --context west -n shop rollout restart deployment/cart',
    ],
  ])('%s', (_, mesh, cart, command) => {
    expect(fixOf(mesh, cart)?.command).toBe(command);
  });

  it('names the node where there is no ztunnel to restart', () => {
    const fix = fixOf(anAmbientIstio(), { pods: [{ nodeName: 'node-9' }] });
    expect(fix).toEqual({
      text: expect.objectContaining({
        message:
          'The platform team has to let ztunnel run on node node-9: its DaemonSet has no pod there.',
      }),
    });
  });
});

/** `<layer> <waypoint> <codes>` of the workload, then of the Service. */
function handlingIn(objects: readonly KubeObject[], service = 'cart') {
  const { workloads, services = [] } = adapt(objects);
  const membership = workloads.find(({ workload }) =>
    workload.endsWith('/cart'),
  )?.membership;
  const fragment = services.find(({ name }) => name === service);
  return [membership, fragment].map(one =>
    one
      ? [
          one.layer,
          one.waypoint
            ? `${one.waypoint.namespace}/${one.waypoint.name}`
            : 'none',
          ...(one.reasons ?? []).map(({ code }) => code),
        ].join(' ')
      : 'nothing',
  );
}

describe('waypoints', () => {
  const mesh = anAmbientIstio();
  const cart = (labels = {}, more: AmbientCartOptions = {}) =>
    anAmbientCart({ serviceLabels: labels, ...more });

  it.each<[string, KubeObject[], string, string]>([
    ['none is asked for', cart(), 'l4 none', 'l4 none'],
    [
      'the Service asks',
      [...cart(USES), aWaypoint()],
      'l7 shop/waypoint',
      'l7 shop/waypoint',
    ],
    [
      'the namespace asks',
      [...cart({}, { namespaceLabels: { ...AMBIENT, ...USES } }), aWaypoint()],
      'l7 shop/waypoint',
      'l7 shop/waypoint',
    ],
    [
      'the Service refuses what its namespace asks for',
      [
        ...cart(
          { 'istio.io/use-waypoint': 'none' },
          { namespaceLabels: { ...AMBIENT, ...USES } },
        ),
        aWaypoint(),
      ],
      'l4 none',
      'l4 none',
    ],
    ['it does not exist', cart(USES), 'l4 none waypoint-missing', 'l4 none'],
    [
      "the namespace's does not exist",
      cart({}, { namespaceLabels: { ...AMBIENT, ...USES } }),
      'l4 none waypoint-missing',
      'l4 none',
    ],
    [
      'it is a gateway of another class',
      [...cart(USES), aWaypoint({ gatewayClass: 'istio' })],
      'l4 none waypoint-missing',
      'l4 none',
    ],
    [
      'it is not programmed',
      [...cart(USES), aWaypoint({ programmed: false })],
      'l4 none waypoint-not-attached',
      'l4 none',
    ],
    [
      'it handles workloads only',
      [
        ...cart(USES),
        aWaypoint({ labels: { 'istio.io/waypoint-for': 'workload' } }),
      ],
      'l4 none waypoint-not-attached',
      'l4 none',
    ],
    [
      'it handles everything',
      [
        ...cart(USES),
        aWaypoint({ labels: { 'istio.io/waypoint-for': 'all' } }),
      ],
      'l7 shop/waypoint',
      'l7 shop/waypoint',
    ],
    [
      "the Service's own is not ready, its namespace's is",
      [
        ...cart(
          { 'istio.io/use-waypoint': 'own' },
          { namespaceLabels: { ...AMBIENT, ...USES } },
        ),
        aWaypoint(),
        aWaypoint({ name: 'own', programmed: false }),
      ],
      'l4 none waypoint-not-attached',
      'l4 none',
    ],
    [
      'the workload asks for one of its own',
      [
        ...cart({}, { podLabels: USES }),
        aWaypoint({ labels: { 'istio.io/waypoint-for': 'workload' } }),
      ],
      'l7 shop/waypoint',
      'l4 none',
    ],
    [
      'the workload asks for one that handles services',
      [...cart({}, { podLabels: USES }), aWaypoint()],
      'l4 none waypoint-not-attached',
      'l4 none',
    ],
  ])('%s', (_, objects, workload, service) => {
    expect(handlingIn([...mesh, ...objects])).toEqual([workload, service]);
  });

  const ELSEWHERE = { ...USES, 'istio.io/use-waypoint-namespace': 'gateways' };

  it.each<[string, Record<string, unknown>, string]>([
    [
      'only its own namespace',
      { from: 'Same' },
      'l4 none waypoint-not-attached',
    ],
    ['all', { from: 'All' }, 'l7 gateways/waypoint'],
    [
      'those of a label',
      { from: 'Selector', selector: { matchLabels: { team: 'shop' } } },
      'l4 none waypoint-not-attached',
    ],
    [
      'this one by its name',
      {
        from: 'Selector',
        selector: { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } },
      },
      'l7 gateways/waypoint',
    ],
  ])('of another namespace that admits %s', (_, admits, expected) => {
    const objects = [
      ...mesh,
      aNamespace({ name: 'gateways' }),
      ...cart(ELSEWHERE),
      aWaypoint({ namespace: 'gateways', admits }),
    ];
    expect(handlingIn(objects)[0]).toBe(expected);
  });

  it('are told of a Service where another one of the workload has its own', () => {
    const objects = [
      ...mesh,
      ...cart(USES),
      aWaypoint(),
      aService({
        ...{ name: 'beta', selector: { app: 'cart' } },
        labels: { 'istio.io/use-waypoint': 'gone' },
      }),
    ];
    expect(handlingIn(objects)).toEqual([
      'l7 shop/waypoint',
      'l7 shop/waypoint',
    ]);
    expect(handlingIn(objects, 'beta')[1]).toBe('l4 none waypoint-missing');
  });

  it('cannot be told while Gateways cannot be read', () => {
    const membership = membershipIn([...mesh, ...cart(USES)], {
      states: { 'gateways.gateway.networking.k8s.io': { status: 'forbidden' } },
    });
    expect(summary(membership)).toBe(
      'ambient l4 enrolled 1/1 input-unreadable',
    );
  });

  function fixOf(...objects: KubeObject[]) {
    const membership = membershipIn([...mesh, ...objects]);
    return membership?.reasons[0]?.fix;
  }

  it('that are missing are made as istioctl makes them', () => {
    const manifest = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata:
  name: waypoint
  namespace: shop
spec:
  gatewayClassName: istio-waypoint
  listeners:
    - name: mesh
      port: 15008
      protocol: HBONE
`;
    expect(fixOf(...cart(USES))).toMatchObject({
      manifest,
      command: `kubectl --context west apply -f - <<'EOF'\n${manifest}EOF`,
    });
  });

  it('are made for the revision that there is', () => {
    const named = [
      ...anAmbientIstio().filter(
        ({ kind }) => kind !== 'MutatingWebhookConfiguration',
      ),
      anInjector({ revision: 'blue' }),
    ];
    const membership = membershipIn([...named, ...cart(USES)]);
    expect(membership?.reasons[0]?.fix?.manifest).toContain(
      '  labels:\n    istio.io/rev: blue\n',
    );
  });

  it.each<[string, KubeObject[], string]>([
    [
      'a Gateway of another class is not one: the label goes',
      [...cart(USES), aWaypoint({ gatewayClass: 'istio' })],
      'kubectl --context west -n shop label service cart istio.io/use-waypoint- istio.io/use-waypoint-namespace-',
    ],
    [
      'none can be made in a namespace that does not exist',
      cart({ ...USES, 'istio.io/use-waypoint-namespace': 'gone' }),
      'kubectl --context west -n shop label service cart istio.io/use-waypoint- istio.io/use-waypoint-namespace-',
    ],
    [
      'a namespace is let in',
      [
        aNamespace({ name: 'gateways' }),
        ...cart(ELSEWHERE),
        aWaypoint({ namespace: 'gateways' }),
      ],
      `kubectl --context west -n gateways patch gateways.gateway.networking.k8s.io waypoint --type json -p '[{"op":"add","path":"/spec/listeners/0/allowedRoutes","value":{"namespaces":{"from":"Selector","selector":{"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"In","values":["gateways","shop"]}]}}}}]'`,
    ],
    [
      'one for workloads handles services as well',
      [
        ...cart(USES),
        aWaypoint({ labels: { 'istio.io/waypoint-for': 'workload' } }),
      ],
      'kubectl --context west -n shop label gateways.gateway.networking.k8s.io waypoint istio.io/waypoint-for=all --overwrite',
    ],
    [
      'one that was scaled to zero is scaled up',
      [
        ...cart(USES),
        aWaypoint({ programmed: false }),
        aDeployment({
          ...{ name: 'waypoint', replicas: 0 },
          labels: { 'gateway.networking.k8s.io/gateway-name': 'waypoint' },
        }),
      ],
      'kubectl --context west -n shop scale deployment/waypoint --replicas=1',
    ],
  ])('%s', (_, objects, command) => {
    expect(fixOf(...objects)?.command).toBe(command);
  });
});
