import type { InventedSituation } from './InventedSituation';
import { anIstiod, injected } from './istioObjects';
import { aLinkerd, HASH_OF_NOTHING, meshed } from './linkerdObjects';
import {
  aNamespace,
  aService,
  aWorkload,
  object,
  type Objects,
  type Workload,
} from './objects';

const ON = { 'linkerd.io/inject': 'enabled' };
const POLICY = 'config.linkerd.io/default-inbound-policy';
const AUTHENTICATED = { [POLICY]: 'cluster-authenticated' };

interface Shop {
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  workload?: Workload;
  mesh?: Objects;
  others?: Objects;
}

function shop(options: Shop): Objects {
  const { labels = {}, annotations = ON, workload, others = [] } = options;
  return [
    ...(options.mesh ?? aLinkerd()),
    aNamespace('shop', labels, annotations),
    aService('shop'),
    ...aWorkload('shop', { pods: [meshed(), meshed()], ...workload }),
    ...others,
  ];
}

function aServer(name: string, port: number | string, accessPolicy: string) {
  return object(
    'policy.linkerd.io/v1beta3',
    'Server',
    { name, namespace: 'shop' },
    {
      spec: {
        podSelector: { matchLabels: { app: 'cart' } },
        port,
        accessPolicy,
      },
    },
  );
}

const ANNOTATIONS: readonly InventedSituation[] = [
  {
    title: 'a label in place of the annotation',
    objects: shop({ labels: ON, annotations: {}, workload: { pods: [{}] } }),
    says: 'linkerd sidecar l7 not-enrolled 0/1 namespace-not-labelled',
    mTLS: 'off',
    fact: 'linkerd.io/inject is an annotation; a label does nothing',
  },
  {
    title: 'Enabled with a capital',
    objects: shop({
      annotations: { 'linkerd.io/inject': 'Enabled' },
      workload: { pods: [{}] },
    }),
    says: 'linkerd sidecar l7 not-enrolled 0/1 namespace-not-labelled',
    mTLS: 'off',
    fix: ['--overwrite'],
    fact: 'report.go: enabled, ingress or disabled; anything else disables',
  },
  {
    title: 'a pod that says true in a namespace that is enabled',
    objects: shop({
      workload: {
        template: { annotations: { 'linkerd.io/inject': 'true' } },
        pods: [{}],
      },
    }),
    says: 'linkerd sidecar l7 opted-out 0/1 pod-opted-out',
    mTLS: 'off',
    fact: 'report.go: any other value disables injection',
  },
  {
    title: 'ingress mode is injection',
    objects: shop({ annotations: { 'linkerd.io/inject': 'ingress' } }),
    says: 'linkerd sidecar l7 enrolled 2/2 -',
    mTLS: 'permissive',
    fact: 'report.go: enabled or ingress',
  },
  {
    title: 'a pod that is enabled in a namespace that is disabled',
    objects: shop({
      annotations: { 'linkerd.io/inject': 'disabled' },
      workload: { template: { annotations: ON } },
    }),
    says: 'linkerd sidecar l7 enrolled 2/2 -',
    mTLS: 'permissive',
    fact: 'report.go: the pod wins in both directions',
  },
  {
    title: 'the webhook leaves the namespace out',
    objects: shop({
      labels: { 'config.linkerd.io/admission-webhooks': 'disabled' },
      workload: { pods: [{}] },
    }),
    says: 'linkerd sidecar l7 misconfigured 0/1 namespace-ignored-by-mesh',
    mTLS: 'off',
    fact: 'namespaceSelector of the injector',
  },
];

const PROXIES: readonly InventedSituation[] = [
  {
    title: 'the trust anchors were rotated, the proxies have the old ones',
    objects: shop({
      workload: { pods: [meshed({ anchors: 'a'.repeat(64) })] },
    }),
    says: 'linkerd sidecar l7 pending-restart 1/1 pod-has-old-revision',
    mTLS: 'permissive',
    fix: ['rollout restart'],
    fact: 'trust-root-sha256 differs from the hash of the present anchors: restart',
  },
  {
    title: 'an authority from outside: all pods have the hash of nothing',
    objects: shop({
      mesh: aLinkerd({ values: 'identity:\n  externalCA: true' }),
      workload: { pods: [meshed({ anchors: HASH_OF_NOTHING })] },
    }),
    says: 'linkerd sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    fact: 'identity.externalCA: the comparison says nothing',
  },
  {
    title: 'the proxy beside the application, as before 2.20',
    objects: shop({ workload: { pods: [meshed({ native: false })] } }),
    says: 'linkerd sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    fact: 'linkerd-proxy in containers or initContainers',
  },
  {
    title: 'enabled for two meshes; the other proxy was first',
    objects: [
      ...anIstiod(),
      ...shop({
        labels: { 'istio-injection': 'enabled' },
        workload: { pods: [injected()] },
      }),
    ],
    says: 'istio sidecar l7 misconfigured 1/1 conflicting-labels + linkerd sidecar l7 misconfigured 0/1 conflicting-labels',
    mTLS: 'permissive',
    fact: 'sidecar.go: a pod that has istio-proxy is skipped',
  },
];

const MTLS: readonly InventedSituation[] = [
  {
    title: 'the default policy of the namespace came after the pods',
    objects: shop({ annotations: { ...ON, ...AUTHENTICATED } }),
    mTLS: 'permissive',
    fact: 'default-inbound-policy is fixed when the proxy starts; the copy on the pod counts',
  },
  {
    title: 'a Server for a port that nobody declares',
    objects: shop({
      annotations: { ...ON, ...AUTHENTICATED },
      workload: { pods: [meshed({ annotations: AUTHENTICATED })] },
      others: [aServer('old', 9999, 'all-unauthenticated')],
    }),
    says: 'linkerd sidecar l7 enrolled 1/1 -',
    mTLS: 'strict',
    fact: 'enforced is what holds on every declared port',
  },
  {
    title: 'a Server that names the port, and lets anybody in',
    objects: shop({
      annotations: { ...ON, ...AUTHENTICATED },
      workload: { pods: [meshed({ annotations: AUTHENTICATED })] },
      others: [aServer('web', 'http', 'all-unauthenticated')],
    }),
    says: 'linkerd sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    fact: 'a Server takes the place of the default policy of its port',
  },
  {
    title: 'a Server in audit mode refuses nobody',
    objects: shop({
      annotations: { ...ON, ...AUTHENTICATED },
      workload: { pods: [meshed({ annotations: AUTHENTICATED })] },
      others: [aServer('web', 8080, 'audit')],
    }),
    says: 'linkerd sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    fact: 'accessPolicy audit lets unauthorised requests through and says so',
  },
  {
    title: 'the application’s port goes past the proxy',
    objects: shop({
      workload: {
        pods: [
          meshed({
            annotations: {
              ...AUTHENTICATED,
              'config.linkerd.io/skip-inbound-ports': '7000-9000',
            },
          }),
        ],
      },
    }),
    mTLS: 'off',
    fact: 'skip-inbound-ports takes ranges; what is skipped has no mTLS',
  },
  {
    title: 'opaque ports are still encrypted',
    objects: shop({
      annotations: { ...ON, ...AUTHENTICATED },
      workload: {
        pods: [
          meshed({
            annotations: {
              ...AUTHENTICATED,
              'config.linkerd.io/opaque-ports': '8080',
            },
          }),
        ],
      },
    }),
    mTLS: 'strict',
    fact: 'mTLS is for all TCP, opaque ports as well',
  },
];

const HALF: readonly { ready: boolean }[] = [
  { ready: true },
  { ready: true },
  { ready: false },
];

const CONTROL: readonly InventedSituation[] = [
  {
    title: 'high availability with a replica down',
    objects: shop({
      mesh: aLinkerd({ injector: HALF, failurePolicy: 'Fail' }),
    }),
    says: 'linkerd sidecar l7 enrolled 2/2 -',
    mTLS: 'permissive',
    meshes: ['linkerd degraded control-plane-degraded'],
    fact: 'the Deployment is available with fewer replicas than wanted',
  },
  {
    title: 'the injector is down and pods are not refused',
    objects: shop({
      mesh: aLinkerd({ injector: [{ ready: false }] }),
      workload: { pods: [{}] },
    }),
    says: 'linkerd sidecar l7 misconfigured 0/1 injector-unavailable',
    mTLS: 'off',
    neverFix: ['rollout restart deployment/cart', '-n shop'],
    fact: 'webhookFailurePolicy Ignore: pods start without a proxy',
  },
  {
    title: 'the injector is down and pods are refused',
    objects: shop({
      mesh: aLinkerd({ injector: [{ ready: false }], failurePolicy: 'Fail' }),
      workload: { replicas: 2, pods: [] },
    }),
    says: 'linkerd sidecar l7 idle 0/0 no-pods, injector-unavailable',
    mTLS: 'unknown',
    fact: 'failurePolicy Fail without an endpoint: creating pods fails',
  },
  {
    title: 'the injector is down, and who has a proxy does not care',
    objects: shop({ mesh: aLinkerd({ injector: [{ ready: false }] }) }),
    says: 'linkerd sidecar l7 enrolled 2/2 -',
    mTLS: 'permissive',
    fact: 'the injector is asked only when a pod is created',
  },
];

export const LINKERD_SITUATIONS: readonly InventedSituation[] = [
  ...ANNOTATIONS,
  ...PROXIES,
  ...MTLS,
  ...CONTROL,
];
