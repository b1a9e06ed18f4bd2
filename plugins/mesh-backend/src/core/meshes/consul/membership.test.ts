import type { Membership } from '@meshport/plugin-mesh-common';
import {
  aCronJob,
  aNamespace,
  aPod,
  aStatefulSet,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';
import { adapt } from './adapt';
import {
  aCart,
  aConsulPod,
  aControlPlane,
  consulSnapshot,
  type InjectorOptions,
} from './testing/consulObjects';

const INJECT = 'consul.hashicorp.com/connect-inject';
const STATUS = 'consul.hashicorp.com/connect-inject-status';

function membershipOf(
  objects: readonly KubeObject[],
  injector: InjectorOptions = {},
  states: NonNullable<Parameters<typeof consulSnapshot>[1]>['states'] = {},
): Membership | undefined {
  const snapshot = consulSnapshot(
    [...aControlPlane(injector), aNamespace(), ...objects],
    { kubectlContext: 'admin@west', states },
  );
  return adapt(snapshot).workloads.find(
    ({ workload }) => !workload.includes('/consul/'),
  )?.membership;
}

function summary(membership: Membership | undefined): string {
  if (!membership) return 'outside';
  const { state, pods, reasons } = membership;
  const codes = reasons.map(({ code }) => code);
  return [state, `${pods.enrolled}/${pods.total}`, ...codes].join(' ');
}

const bare = (annotations: Record<string, string>) =>
  aConsulPod({ proxies: [], annotations });

describe('what the injector makes of an annotation', () => {
  const byDefault = ['-default-inject=true', '-allow-k8s-namespace=*'];

  it.each<
    [
      annotation: string | undefined,
      flags: string[] | undefined,
      expected: string,
    ]
  >([
    ['true', undefined, 'pending-restart 0/1 pod-predates-injection'],
    ['1', undefined, 'pending-restart 0/1 pod-predates-injection'],
    [undefined, byDefault, 'pending-restart 0/1 pod-predates-injection'],
    ['false', byDefault, 'opted-out 0/1 pod-opted-out'],
    ['false', undefined, 'opted-out 0/1 pod-opted-out'],
    ['yes', undefined, 'opted-out 0/1 pod-opted-out'],
    [undefined, undefined, 'outside'],
    [
      'true',
      ['-allow-k8s-namespace="*"', '-deny-k8s-namespace="shop"'],
      'misconfigured 0/1 namespace-ignored-by-mesh',
    ],
    [
      'true',
      ['-allow-k8s-namespace="billing"'],
      'misconfigured 0/1 namespace-ignored-by-mesh',
    ],
    [
      'true',
      ['-allow-k8s-namespace="billing"', '-allow-k8s-namespace="shop"'],
      'pending-restart 0/1 pod-predates-injection',
    ],
    [
      undefined,
      ['-default-inject=true', '-allow-k8s-namespace="billing"'],
      'outside',
    ],
  ])('%s with %j: %s', (annotation, flags, expected) => {
    const annotations: Record<string, string> = annotation
      ? { [INJECT]: annotation }
      : {};
    const membership = membershipOf(
      [...aCart({ podAnnotations: annotations }), bare(annotations)],
      { flags },
    );
    expect(summary(membership)).toBe(expected);
  });

  it.each([
    ['openebs', "the injector's webhook leaves out namespace openebs"],
    ['kube-public', 'Consul never adds proxies to namespace kube-public'],
  ])('leaves %s alone whatever it asks', (namespace, words) => {
    const membership = membershipOf([
      aNamespace({ name: namespace }),
      ...aCart({ namespace }),
      aPod({ namespace, owner: aCart({ namespace })[0] }),
    ]);
    expect(summary(membership)).toBe(
      'misconfigured 0/1 namespace-ignored-by-mesh',
    );
    expect(membership?.reasons[0]?.text.message).toContain(words);
  });

  it('takes a template with a copied status for done', () => {
    const annotations = { [INJECT]: 'true', [STATUS]: 'injected' };
    const membership = membershipOf([
      ...aCart({ podAnnotations: annotations }),
      bare(annotations),
    ]);
    expect(summary(membership)).toBe('opted-out 0/1 pod-opted-out');
    expect(membership?.reasons[0]?.fix?.command).toBe(
      `kubectl --context admin@west -n shop patch deployment/cart --type merge -p ` +
        `'{"spec":{"template":{"metadata":{"annotations":{"${STATUS}":null}}}}}'`,
    );
  });

  it('finds nobody where Consul is not installed', () => {
    const annotations = { [INJECT]: 'true' };
    const [fragment] = adapt(
      consulSnapshot([aNamespace(), ...aCart(), bare(annotations)]),
    ).workloads;
    expect(summary(fragment?.membership)).toBe(
      'misconfigured 0/1 mode-not-installed',
    );
  });
});

describe('membership by the pods that run', () => {
  it.each<[string, KubeObject[], string]>([
    ['a proxy beside the others', [aConsulPod()], 'enrolled 1/1'],
    ['a native sidecar', [aConsulPod({ native: true })], 'enrolled 1/1'],
    [
      'a proxy for each of several ports',
      [
        aConsulPod({
          proxies: ['consul-dataplane-web', 'consul-dataplane-api'],
        }),
      ],
      'enrolled 1/1',
    ],
    [
      'the proxy of Consul before 1.14',
      [aConsulPod({ proxies: ['envoy-sidecar'], version: '1.13.2' })],
      'pending-restart 1/1 pod-has-old-revision',
    ],
    [
      'the proxy of an older consul-k8s',
      [aConsulPod({ version: '1.9.2' }), aConsulPod({ name: 'cart-2' })],
      'pending-restart 2/2 pod-has-old-revision',
    ],
    [
      'one without a proxy',
      [aConsulPod(), aConsulPod({ name: 'cart-2', proxies: [] })],
      'pending-restart 1/2 pod-predates-injection',
    ],
  ])('%s', (_, pods, expected) => {
    expect(summary(membershipOf([...aCart(), ...pods]))).toBe(expected);
  });

  it.each(['latest', '2.0.3-ubi'])(
    'compares nothing with an injector whose image says %s',
    version => {
      const objects = [...aCart(), aConsulPod()];
      expect(summary(membershipOf(objects, { version }))).toBe('enrolled 1/1');
    },
  );

  it('outlives an injector that no longer injects by default', () => {
    const membership = membershipOf([
      ...aCart({ podAnnotations: {} }),
      aConsulPod(),
    ]);
    expect(summary(membership)).toBe(
      'pending-restart 1/1 pod-outlives-injection',
    );
    expect(membership?.reasons[0]?.text.message).toBe(
      '1 pod still has a proxy, but Deployment cart no longer asks for one.',
    );
  });

  it('counts since the injector is there where it came last', () => {
    const annotations = { [INJECT]: 'true' };
    const membership = membershipOf(
      [
        ...aCart(),
        aConsulPod({
          proxies: [],
          annotations,
          startedAt: '2026-01-01T00:00:00Z',
        }),
      ],
      { createdAt: '2026-02-01T00:00:00Z' },
    );
    expect(membership?.reasons[0]).toMatchObject({
      since: '2026-02-01T00:00:00Z',
      fix: {
        command:
          'kubectl --context admin@west -n shop rollout restart deployment/cart',
      },
    });
  });
});

describe('pods that no Service selects', () => {
  const pods = [aConsulPod()];

  it('wait, until the Service is there that the fix makes', () => {
    const membership = membershipOf([...aCart({ service: false }), ...pods]);
    expect(summary(membership)).toBe('misconfigured 1/1 service-missing');
    const fix = membership?.reasons[0]?.fix;
    expect(fix?.command).toBe(
      'kubectl --context admin@west -n shop expose deployment/cart --name=cart',
    );
    expect(fix?.manifest).toBe(`apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
spec:
  selector:
    app: cart
  ports:
    - name: http
      port: 8080
      targetPort: 8080
`);
  });

  it('need a headless Service where they declare no port, of their account’s name', () => {
    const set = aStatefulSet({
      serviceAccount: 'basket',
      podAnnotations: { [INJECT]: 'true' },
    });
    const membership = membershipOf([
      set,
      aConsulPod({ owner: set, containers: [{ name: 'consul-dataplane' }] }),
    ]);
    expect(membership?.reasons[0]?.fix).toMatchObject({
      command: undefined,
      manifest: expect.stringMatching(/name: basket[^]*clusterIP: None/),
    });
  });

  it('are not helped by a Service that Consul ignores', () => {
    const [deployment, replicaSet, service] = aCart();
    const ignored = {
      ...service,
      metadata: {
        ...service?.metadata,
        labels: { 'consul.hashicorp.com/service-ignore': 'true' },
      },
    };
    const membership = membershipOf([
      ...[deployment, replicaSet, ignored].map(object => object as KubeObject),
      ...pods,
    ]);
    expect(summary(membership)).toBe('misconfigured 1/1 service-missing');
  });

  it('are not known while Services are not', () => {
    const states = { services: { status: 'forbidden' } as const };
    const membership = membershipOf([...aCart(), ...pods], {}, states);
    expect(summary(membership)).toBe('unknown 1/1 input-unreadable');
  });
});

describe('while the injector is down', () => {
  const down = { available: 0 };

  it('pods without a proxy wait for the platform team', () => {
    const annotations = { [INJECT]: 'true' };
    expect(summary(membershipOf([...aCart(), bare(annotations)], down))).toBe(
      'misconfigured 0/1 injector-unavailable',
    );
  });

  it.each([
    ['an old proxy', aCart(), aConsulPod({ version: '1.9.2' })],
    ['one too many', aCart({ podAnnotations: {} }), aConsulPod()],
  ])('nobody is told to restart pods with %s', (_, cart, pod) => {
    const membership = membershipOf([...cart, pod], down);
    expect(membership?.state).toBe('pending-restart');
    expect(membership?.reasons[0]?.fix?.text.id).toBe(
      'fix.bring-back-injector',
    );
  });

  it.each([
    ['Fail', 'cannot start until consul-connect-injector'],
    ['Ignore', 'without a proxy until consul-connect-injector'],
  ] as const)('a CronJob with failure policy %s', (failurePolicy, words) => {
    const job = aCronJob({ podAnnotations: { [INJECT]: 'true' } });
    const membership = membershipOf([job], { ...down, failurePolicy });
    expect(summary(membership)).toBe('idle 0/0 no-pods injector-unavailable');
    expect(membership?.reasons[0]?.text.message).toContain(words);
  });
});

describe('what Consul itself consists of', () => {
  it('is part of the mesh, a gateway with its proxies', () => {
    const labels = { app: 'consul', component: 'mesh-gateway' };
    const [gateway] = aCart({ labels, podLabels: labels });
    const membership = membershipOf([
      gateway as KubeObject,
      aPod({
        owner: gateway,
        labels,
        containers: [
          { name: 'mesh-gateway', image: 'hashicorp/consul-dataplane:2.0.3' },
        ],
      }),
    ]);
    expect(membership).toMatchObject({
      mode: 'gateway',
      proxyVersions: ['2.0.3'],
    });
    expect(summary(membership)).toBe('enrolled 1/1 part-of-the-mesh');
  });

  it('is part of the mesh, the control plane without', () => {
    const { workloads } = adapt(consulSnapshot(aControlPlane()));
    expect(workloads.map(({ membership }) => summary(membership))).toEqual([
      'idle 0/0 part-of-the-mesh',
      'idle 0/0 part-of-the-mesh',
    ]);
  });
});

it.each([
  'pods',
  'namespaces',
  'deployments.apps',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
])('without %s every workload is unknown', part => {
  const states = { [part]: { status: 'forbidden' } as const };
  const objects = [...aCart(), aConsulPod()];
  expect(membershipOf(objects, {}, states)?.state).toBe('unknown');
});

it('gives commands to check it by hand', () => {
  const membership = membershipOf([...aCart(), aConsulPod()]);
  expect(membership?.verify.map(({ command }) => command)).toEqual([
    String.raw`kubectl --context admin@west -n shop get pods -l app=cart -o 'custom-columns=POD:.metadata.name,STARTED:.status.startTime,ASKED:.metadata.annotations.consul\.hashicorp\.com/connect-inject,INJECTED-BY:.metadata.annotations.consul\.hashicorp\.com/consul-k8s-version,CONTAINERS:.spec.containers[*].name,INIT:.spec.initContainers[*].name'`,
    'consul-k8s proxy list -context admin@west -namespace shop',
  ]);
});
