import type { Membership } from '@meshport/plugin-mesh-common';
import {
  aCronJob,
  aDaemonSet,
  aNamespace,
  aPod,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { adapt } from './adapt';
import {
  aCart,
  aControlPlane,
  aLinkerdPod,
  anInjectorWebhook,
  type ControlPlaneOptions,
  linkerdSnapshot,
} from './testing/linkerdObjects';

const ANNOTATED = aNamespace({
  annotations: { 'linkerd.io/inject': 'enabled' },
});
const PLAIN = aNamespace();

function membershipOf(
  objects: readonly KubeObject[],
  controlPlane: ControlPlaneOptions = {},
  states: NonNullable<Parameters<typeof linkerdSnapshot>[1]>['states'] = {},
): Membership | undefined {
  const snapshot = linkerdSnapshot(
    [...aControlPlane(controlPlane), ...objects],
    { kubectlContext: 'admin@west', states },
  );
  return adapt(snapshot).workloads.find(
    ({ workload }) => !workload.includes('/linkerd/'),
  )?.membership;
}

function summary(membership: Membership | undefined): string {
  if (!membership) return 'outside';
  const { state, pods, reasons } = membership;
  const codes = reasons.map(({ code }) => code);
  return [state, `${pods.enrolled}/${pods.total}`, ...codes].join(' ');
}

function inject(value: string): Record<string, string> {
  return value ? { 'linkerd.io/inject': value } : {};
}

describe('what the annotations of namespace and template make of a pod', () => {
  it.each<[namespace: string, template: string, expected: string]>([
    ['enabled', '', 'pending-restart 0/1 pod-predates-injection'],
    ['ingress', '', 'pending-restart 0/1 pod-predates-injection'],
    ['enabled', 'enabled', 'pending-restart 0/1 pod-predates-injection'],
    ['enabled', 'disabled', 'opted-out 0/1 pod-opted-out'],
    ['enabled', 'true', 'opted-out 0/1 pod-opted-out'],
    ['disabled', 'enabled', 'pending-restart 0/1 pod-predates-injection'],
    ['', 'ingress', 'pending-restart 0/1 pod-predates-injection'],
    ['disabled', '', 'not-enrolled 0/1 namespace-not-labelled'],
    ['true', '', 'not-enrolled 0/1 namespace-not-labelled'],
    ['true', 'enabled', 'misconfigured 0/1 conflicting-labels'],
    ['', 'disabled', 'outside'],
    ['', '', 'outside'],
  ])('%s and %s: %s', (namespace, template, expected) => {
    const membership = membershipOf([
      aNamespace({ annotations: inject(namespace) }),
      ...aCart({ podAnnotations: inject(template) }),
      aLinkerdPod({ proxy: 'none', annotations: inject(template) }),
    ]);
    expect(summary(membership)).toBe(expected);
  });
});

describe('membership by the pods that run', () => {
  it.each<[what: string, pods: KubeObject[], expected: string]>([
    ['a native sidecar', [aLinkerdPod()], 'enrolled 1/1'],
    [
      'a proxy beside the others',
      [aLinkerdPod({ proxy: 'beside' })],
      'enrolled 1/1',
    ],
    [
      'the proxy of another version',
      [aLinkerdPod({ version: 'edge-26.5.2' })],
      'pending-restart 1/1 pod-has-old-revision',
    ],
    [
      'other trust anchors',
      [aLinkerdPod({ trustRoot: 'f00d' })],
      'pending-restart 1/1 pod-has-old-revision',
    ],
    [
      'one without a proxy and one of another version',
      [
        aLinkerdPod({ proxy: 'none' }),
        aLinkerdPod({ name: 'cart-2', version: 'edge-26.5.2' }),
      ],
      'pending-restart 1/2 pod-predates-injection pod-has-old-revision',
    ],
  ])('%s', (_, pods, expected) => {
    expect(summary(membershipOf([ANNOTATED, ...aCart(), ...pods]))).toBe(
      expected,
    );
  });

  it('outlives the annotation until the pods restart', () => {
    const membership = membershipOf([PLAIN, ...aCart(), aLinkerdPod()]);
    expect(summary(membership)).toBe(
      'pending-restart 1/1 pod-outlives-injection',
    );
    expect(membership?.reasons[0]?.fix?.command).toBe(
      'kubectl --context admin@west -n shop rollout restart deployment/cart',
    );
  });

  it('compares no trust anchors where an external CA keeps them', () => {
    const objects = [
      ANNOTATED,
      ...aCart(),
      aLinkerdPod({ trustRoot: 'e3b0c442' }),
    ];
    const values = { identity: { externalCA: true } };
    expect(summary(membershipOf(objects, { values }))).toBe('enrolled 1/1');
  });

  it('takes a version that the workload asks for as the right one', () => {
    const pinned = { 'config.linkerd.io/proxy-version': 'edge-26.5.2' };
    const membership = membershipOf([
      ANNOTATED,
      ...aCart({ podAnnotations: pinned }),
      aLinkerdPod({ version: 'edge-26.5.2', annotations: pinned }),
    ]);
    expect(summary(membership)).toBe('enrolled 1/1');
  });
});

describe('what keeps a workload out', () => {
  it('is the host network, for which a node agent has to say that it stays out', () => {
    const agent = aDaemonSet({ hostNetwork: true });
    const membership = membershipOf([
      ANNOTATED,
      agent,
      aPod({ name: 'agent-1', owner: agent, hostNetwork: true }),
    ]);
    expect(summary(membership)).toBe('misconfigured 0/1 host-network');
    expect(membership?.reasons[0]?.fix?.manifest).toContain(
      'linkerd.io/inject: disabled',
    );
  });

  it.each<[string, string, Record<string, string>, string]>([
    [
      'its name',
      'cert-manager',
      {},
      'kubectl --context admin@west annotate namespace cert-manager linkerd.io/inject- --overwrite',
    ],
    [
      'its label',
      'shop',
      { 'config.linkerd.io/admission-webhooks': 'disabled' },
      'kubectl --context admin@west label namespace shop config.linkerd.io/admission-webhooks- --overwrite',
    ],
  ])('is a namespace ignored for %s', (_, name, labels, command) => {
    const membership = membershipOf([
      aNamespace({ name, labels, annotations: inject('enabled') }),
      ...aCart({ namespace: name }),
      aPod({ namespace: name, owner: aCart({ namespace: name })[0] }),
    ]);
    expect(summary(membership)).toBe(
      'misconfigured 0/1 namespace-ignored-by-mesh',
    );
    expect(membership?.reasons[0]?.fix?.command).toBe(command);
  });

  it('is a label where the annotation counts, which the fix makes it', () => {
    const membership = membershipOf([
      aNamespace({ labels: inject('enabled') }),
      ...aCart(),
      aLinkerdPod({ proxy: 'none' }),
    ]);
    expect(summary(membership)).toBe('not-enrolled 0/1 namespace-not-labelled');
    expect(membership?.reasons[0]?.fix?.command).toBe(
      'kubectl --context admin@west annotate namespace shop linkerd.io/inject=enabled --overwrite' +
        ' && kubectl --context admin@west label namespace shop linkerd.io/inject- --overwrite',
    );
  });

  it('is a label on the pod template just so', () => {
    const membership = membershipOf([
      PLAIN,
      ...aCart({ podLabels: { app: 'cart', ...inject('enabled') } }),
      aLinkerdPod({ proxy: 'none', labels: inject('enabled') }),
    ]);
    expect(summary(membership)).toBe('not-enrolled 0/1 namespace-not-labelled');
    expect(membership?.reasons[0]?.fix?.command).toContain(
      '{"labels":{"linkerd.io/inject":null},"annotations":{"linkerd.io/inject":"enabled"}}',
    );
  });

  it('is a Linkerd that is not there', () => {
    const snapshot = linkerdSnapshot([
      ANNOTATED,
      ...aCart(),
      aLinkerdPod({ proxy: 'none' }),
    ]);
    const [fragment] = adapt(snapshot).workloads;
    expect(summary(fragment?.membership)).toBe(
      'misconfigured 0/1 mode-not-installed',
    );
    expect(fragment?.membership?.reasons[0]?.fix?.command).toBe(
      'kubectl --context west annotate namespace shop linkerd.io/inject- --overwrite',
    );
  });
});

describe('two meshes', () => {
  const istio = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'MutatingWebhookConfiguration',
    metadata: { name: 'istio-sidecar-injector' },
    webhooks: [
      {
        name: 'namespace.sidecar-injector.istio.io',
        namespaceSelector: { matchLabels: { 'istio-injection': 'enabled' } },
        objectSelector: {},
      },
    ],
  };
  const ztunnel = aDaemonSet({
    name: 'ztunnel',
    namespace: 'linkerd',
    podLabels: { app: 'ztunnel' },
  });
  const both = (labels: Record<string, string>) =>
    aNamespace({ labels, annotations: inject('enabled') });
  const injected = both({ 'istio-injection': 'enabled' });

  it.each<[string, KubeObject[], string, string]>([
    [
      'whose pods Istio has leave it to Istio',
      [
        injected,
        aLinkerdPod({
          proxy: 'none',
          containers: [{ name: 'app' }, { name: 'istio-proxy' }],
        }),
      ],
      'misconfigured 0/1 conflicting-labels',
      'kubectl --context admin@west annotate namespace shop linkerd.io/inject- --overwrite',
    ],
    [
      'whose pods Linkerd has leave it to Linkerd',
      [injected, aLinkerdPod()],
      'misconfigured 1/1 conflicting-labels',
      'kubectl --context admin@west label namespace shop istio-injection- --overwrite',
    ],
    [
      'ambient with sidecars of Linkerd',
      [both({ 'istio.io/dataplane-mode': 'ambient' }), ztunnel, aLinkerdPod()],
      'misconfigured 1/1 conflicting-labels',
      'kubectl --context admin@west label namespace shop istio.io/dataplane-mode- --overwrite',
    ],
  ])('%s', (_, objects, expected, command) => {
    const membership = membershipOf([istio, ...aCart(), ...objects]);
    expect(summary(membership)).toBe(expected);
    expect(membership?.reasons[0]?.fix?.command).toBe(command);
  });

  it.each<[string, KubeObject[]]>([
    ['a pod that Istio leaves alone', [istio, ANNOTATED]],
    [
      'an ambient label without a ztunnel',
      [both({ 'istio.io/dataplane-mode': 'ambient' })],
    ],
  ])('are none for %s', (_, objects) => {
    expect(summary(membershipOf([...objects, ...aCart(), aLinkerdPod()]))).toBe(
      'enrolled 1/1',
    );
  });
});

describe('while the injector is down', () => {
  const available = { 'proxy-injector': 0 };

  it('pods without a proxy wait for the platform team', () => {
    const membership = membershipOf(
      [ANNOTATED, ...aCart(), aLinkerdPod({ proxy: 'none' })],
      { available, wanted: { 'proxy-injector': 0 } },
    );
    expect(summary(membership)).toBe('misconfigured 0/1 injector-unavailable');
    expect(membership?.reasons[0]?.fix?.command).toBe(
      'kubectl --context admin@west -n linkerd scale deployment/linkerd-proxy-injector --replicas=1',
    );
  });

  it('pods with a proxy are none the worse', () => {
    const objects = [ANNOTATED, ...aCart(), aLinkerdPod()];
    expect(summary(membershipOf(objects, { available }))).toBe('enrolled 1/1');
  });

  it('nobody is told to restart pods that have an old proxy', () => {
    const membership = membershipOf(
      [ANNOTATED, ...aCart(), aLinkerdPod({ version: 'edge-26.5.2' })],
      { available },
    );
    expect(summary(membership)).toBe(
      'pending-restart 1/1 pod-has-old-revision',
    );
    expect(membership?.reasons[0]?.fix?.text.id).toBe(
      'fix.bring-back-injector',
    );
  });

  it.each([
    ['Ignore', 'fix.restart.remove-proxy'],
    ['Fail', 'fix.bring-back-injector'],
  ] as const)(
    'pods that lose their proxy restart with failure policy %s: %s',
    (failurePolicy, id) => {
      const objects = [PLAIN, ...aCart(), aLinkerdPod()];
      const membership = membershipOf(objects, { available, failurePolicy });
      expect(membership?.reasons[0]?.fix?.text.id).toBe(id);
    },
  );

  it.each([
    ['Ignore', 'pods would start without a proxy until linkerd-proxy-injector'],
    ['Fail', 'pods cannot start until linkerd-proxy-injector'],
  ] as const)('a CronJob with failure policy %s', (failurePolicy, words) => {
    const membership = membershipOf([ANNOTATED, aCronJob()], {
      available,
      failurePolicy,
    });
    expect(summary(membership)).toBe('idle 0/0 no-pods injector-unavailable');
    expect(membership?.reasons[0]?.text.message).toContain(words);
  });

  it('is not known where neither Deployments nor EndpointSlices are', () => {
    const status = { status: 'forbidden' } as const;
    const snapshot = linkerdSnapshot(
      [anInjectorWebhook(), ANNOTATED, aLinkerdPod({ proxy: 'none' })],
      {
        states: {
          'deployments.apps': status,
          'endpointslices.discovery.k8s.io': status,
        },
      },
    );
    const [fragment] = adapt(snapshot).workloads;
    expect(fragment?.membership?.state).toBe('unknown');
  });
});

describe('what Linkerd itself consists of', () => {
  it('is part of the mesh, a gateway with its proxies', () => {
    const gateway = aCart({
      name: 'linkerd-gateway',
      podLabels: { app: 'linkerd-gateway' },
    });
    const membership = membershipOf([
      ANNOTATED,
      ...gateway,
      aLinkerdPod({ owner: gateway[0] }),
    ]);
    expect(membership).toMatchObject({
      mode: 'gateway',
      state: 'enrolled',
      pods: { enrolled: 1, total: 1 },
      proxyVersions: ['edge-26.8.3'],
    });
    expect(summary(membership)).toBe('enrolled 1/1 part-of-the-mesh');
  });

  it('is part of the mesh, the control plane without', () => {
    const { workloads } = adapt(linkerdSnapshot(aControlPlane()));
    expect(workloads.map(({ membership }) => summary(membership))).toEqual([
      'idle 0/0 part-of-the-mesh',
      'idle 0/0 part-of-the-mesh',
      'idle 0/0 part-of-the-mesh',
    ]);
  });
});

describe('what could not be read', () => {
  it.each([
    'pods',
    'namespaces',
    'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  ])('makes every workload unknown: %s', part => {
    const states = { [part]: { status: 'forbidden' } as const };
    const objects = [ANNOTATED, ...aCart(), aLinkerdPod()];
    expect(membershipOf(objects, {}, states)?.state).toBe('unknown');
  });
});

it('tells since when injection is on, and who asks for it', () => {
  const time = '2026-03-01T00:00:00Z';
  const membership = membershipOf([
    aNamespace({
      annotations: inject('enabled'),
      writers: [{ field: 'metadata.annotations.linkerd.io/inject', time }],
    }),
    ...aCart(),
    aLinkerdPod({ proxy: 'none' }),
  ]);
  expect(membership?.reasons[0]).toMatchObject({
    since: time,
    text: {
      message:
        '1 pod started on 2026-01-01 at 00:00 UTC, before injection was switched on (on 2026-03-01 at 00:00 UTC).',
    },
    evidence: [
      { kind: 'Namespace', name: 'shop' },
      { kind: 'MutatingWebhookConfiguration' },
      { kind: 'Pod', name: 'cart-1' },
    ],
  });
});

it('gives commands to check it by hand', () => {
  const membership = membershipOf([ANNOTATED, ...aCart(), aLinkerdPod()]);
  expect(membership?.verify.map(({ command }) => command)).toEqual([
    String.raw`kubectl --context admin@west -n shop get pods -l app=cart -o 'custom-columns=POD:.metadata.name,STARTED:.status.startTime,PROXY:.metadata.annotations.linkerd\.io/proxy-version,CONTAINERS:.spec.containers[*].name,INIT:.spec.initContainers[*].name'`,
    String.raw`kubectl --context admin@west get namespace shop -o 'custom-columns=NAME:.metadata.name,INJECT:.metadata.annotations.linkerd\.io/inject'`,
    'linkerd --context admin@west check --proxy --namespace shop',
  ]);
});
