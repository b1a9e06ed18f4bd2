import type { InventedSituation } from './InventedSituation';
import {
  aPeerAuthentication,
  aTag,
  anIstiod,
  ground,
  injected,
} from './istioObjects';
import {
  aNamespace,
  aPod,
  aService,
  aWorkload,
  object,
  type Workload,
} from './objects';

const ON = { 'istio-injection': 'enabled' };
const INJECT = 'sidecar.istio.io/inject';
const BARE = [{}, { node: 'node-2' }];
const BOTH = [injected(), { ...injected(), node: 'node-2' }];
const STRICT = aPeerAuthentication('shop', 'default', {
  mtls: { mode: 'STRICT' },
});

function shop(labels: Record<string, string>, workload: Workload) {
  return [
    ...ground,
    ...anIstiod(),
    aNamespace('shop', labels),
    aService('shop'),
    ...aWorkload('shop', workload),
  ];
}

const LABELS: readonly InventedSituation[] = [
  {
    title: 'a label in capitals selects nothing',
    objects: shop({ 'istio-injection': 'Enabled' }, { pods: BARE }),
    says: 'istio sidecar l7 not-enrolled 0/2 namespace-not-labelled',
    mTLS: 'off',
    fix: ['--overwrite'],
    fact: 'mutatingwebhook.yaml: istio-injection In [enabled], compared letter by letter; kubectl label refuses a value over another one',
  },
  {
    title: 'a pod that asks with True where nothing selects it',
    objects: shop(
      {},
      { template: { labels: { [INJECT]: 'True' } }, pods: [{}] },
    ),
    says: ' none l4 not-enrolled 0/1 namespace-not-labelled',
    mTLS: 'off',
    fact: 'mutatingwebhook.yaml: object webhook wants inject In [true]',
  },
  {
    title: 'a pod that says True where the namespace selects it',
    objects: shop(ON, {
      template: { labels: { [INJECT]: 'True' } },
      pods: BOTH,
    }),
    says: 'istio sidecar l7 enrolled 2/2 -',
    mTLS: 'permissive',
    fact: 'inject.go injectRequired: y, yes, true, on in any case',
  },
  {
    title: 'the label on the Deployment instead of its pods',
    objects: shop(ON, { labels: { [INJECT]: 'false' }, pods: BARE }),
    says: 'istio sidecar l7 pending-restart 0/2 pod-predates-injection',
    mTLS: 'off',
    fix: ['rollout restart'],
    fact: 'webhooks look at pods',
  },
  {
    title: 'everything is injected unless it says otherwise',
    objects: [
      ...[...ground, ...anIstiod({ auto: true }), aNamespace('shop')],
      ...aWorkload('shop', { pods: BOTH }),
    ],
    says: 'istio sidecar l7 enrolled 2/2 -',
    mTLS: 'permissive',
    fact: 'enableNamespacesByDefault: webhook auto.sidecar-injector.istio.io',
  },
  {
    title: 'everything is injected, but this started before',
    objects: [
      ...[...ground, ...anIstiod({ auto: true }), aNamespace('shop')],
      ...aWorkload('shop', { pods: BARE }),
    ],
    says: 'istio sidecar l7 pending-restart 0/2 pod-predates-injection',
    mTLS: 'off',
    fact: 'enableNamespacesByDefault: webhook auto.sidecar-injector.istio.io',
  },
];

const REVISIONS: readonly InventedSituation[] = [
  {
    title: 'a tag whose revision was uninstalled',
    objects: [
      ...[...ground, ...anIstiod(), aTag('prod', '1-29')],
      aNamespace('shop', { 'istio.io/rev': 'prod' }),
      ...aWorkload('shop', {
        pods: [injected('1-29', { version: '1.29.4' })],
      }),
    ],
    says: 'istio sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    meshes: ['istio degraded control-plane-down'],
    fact: 'a tag is a webhook of its own; the Service behind it selects pods of a revision that is gone',
  },
  {
    title: 'an upgrade half way: a StatefulSet of three pods, one replaced',
    objects: [
      ...ground,
      ...anIstiod({ revision: '1-30', version: '1.30.3' }),
      ...anIstiod({ revision: '1-31', version: '1.31.0' }),
      aNamespace('shop', { 'istio.io/rev': '1-31' }),
      ...aWorkload('shop', {
        kind: 'StatefulSet',
        pods: [
          injected('1-30', { version: '1.30.3' }),
          injected('1-30', { version: '1.30.3' }),
          injected('1-31', { version: '1.31.0' }),
        ],
      }),
    ],
    says: 'istio sidecar l7 pending-restart 3/3 pod-has-old-revision',
    mTLS: 'permissive',
    proxies: '1.30.3, 1.31.0',
    fix: ['rollout restart'],
    fact: 'pod annotation istio.io/rev against what the namespace asks for',
  },
  {
    title: 'an upgrade in place of which the proxies know nothing',
    objects: shop(ON, {
      pods: [injected('default', { version: '1.30.3' })],
    }),
    says: 'istio sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    meshes: ['istio healthy -'],
    proxies: '1.30.3',
    fact: 'the control plane may be one minor version ahead of its proxies',
  },
  {
    title: 'two upgrades in place of which the proxies know nothing',
    objects: shop(ON, {
      pods: [injected('default', { version: '1.29.4' })],
    }),
    says: 'istio sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    meshes: ['istio healthy version-skew'],
    proxies: '1.29.4',
    fact: 'the control plane may be one minor version ahead of its proxies',
  },
  {
    title:
      'two control planes, and a pod that the other one injected by its own label',
    objects: [
      ...[...ground, ...anIstiod()],
      ...anIstiod({ revision: 'canary', version: '1.32.0' }),
      aNamespace('shop'),
      ...aWorkload('shop', {
        template: { labels: { 'istio.io/rev': 'canary' } },
        pods: [injected('canary', { version: '1.32.0', native: true })],
      }),
    ],
    says: 'istio sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    proxies: '1.32.0',
    fact: 'mutatingwebhook.yaml: rev.object',
  },
];

const PODS: readonly InventedSituation[] = [
  {
    title: 'a pod without a proxy that is about to go',
    objects: shop(ON, {
      replicas: 2,
      pods: [...BOTH, { deletionTimestamp: '2026-11-17T08:00:00Z' }],
    }),
    says: 'istio sidecar l7 enrolled 2/2 -',
    mTLS: 'permissive',
    fact: 'a pod with a deletionTimestamp is in no EndpointSlice as ready; a restart does nothing to it',
  },
  {
    title: 'evicted pods lie about',
    objects: shop(ON, {
      replicas: 2,
      pods: [...BOTH, { phase: 'Failed', ready: false }],
    }),
    says: 'istio sidecar l7 enrolled 2/2 -',
    mTLS: 'permissive',
    fact: 'a pod of phase Failed has finished',
  },
  {
    title: 'somebody debugs, in a container called like the proxy',
    objects: shop(ON, {
      pods: [
        {
          spec: {
            ephemeralContainers: [
              { name: 'istio-proxy', image: 'busybox:1.37' },
            ],
          },
        },
      ],
    }),
    says: 'istio sidecar l7 pending-restart 0/1 pod-predates-injection',
    mTLS: 'off',
    fact: 'sidecars are in containers or initContainers',
  },
  {
    title: 'a Job whose proxy outlives its work',
    objects: shop(ON, { kind: 'Job', pods: [injected()] }),
    says: 'istio sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    fact: 'a pod runs as long as a container of it does',
  },
  {
    title: 'a gateway that a Gateway made, in a namespace without a label',
    objects: [
      ...[...ground, ...anIstiod(), aNamespace('shop')],
      ...aWorkload('shop', {
        template: {
          labels: {
            'gateway.networking.k8s.io/gateway-name': 'web',
            'gateway.networking.k8s.io/gateway-class-name': 'istio',
            'gateway.istio.io/managed': 'istio.io-gateway-controller',
          },
        },
        labels: {
          'gateway.networking.k8s.io/gateway-name': 'web',
          'gateway.istio.io/managed': 'istio.io-gateway-controller',
        },
        pods: [
          {
            annotations: { 'istio.io/rev': 'default' },
            spec: {
              containers: [
                {
                  name: 'istio-proxy',
                  image: 'registry.istio.io/release/proxyv2:1.31.0',
                },
              ],
            },
          },
        ],
      }),
    ],
    says: 'istio gateway l7 enrolled 1/1 part-of-the-mesh',
    mTLS: 'unknown',
    fact: 'label gateway.networking.k8s.io/gateway-name; such pods are no applications',
  },
  {
    title: 'a namespace that is going away takes no new pods',
    objects: [
      ...[...ground, ...anIstiod()],
      aNamespace('shop', ON, {}, 'Terminating'),
      ...aWorkload('shop', { pods: BARE }),
    ],
    mTLS: 'off',
    neverFix: ['rollout restart', 'delete pod'],
    fact: 'NamespaceLifecycle: nothing is created in a namespace that terminates',
  },
  {
    title: 'the template opts out, its pods have not noticed',
    objects: shop(ON, {
      kind: 'StatefulSet',
      spec: { updateStrategy: { type: 'OnDelete' } },
      template: { labels: { [INJECT]: 'false' } },
      pods: [{ ...injected(), labels: { [INJECT]: 'true' } }],
    }),
    says: 'istio sidecar l7 opted-out 1/1 pod-opted-out',
    mTLS: 'permissive',
    neverFix: ['rollout restart'],
    fact: 'the next start of the pod has no proxy; OnDelete replaces a pod only when somebody deletes it',
  },
];

const RESTARTS: readonly InventedSituation[] = [
  {
    title: 'a pod that nobody owns',
    objects: [
      ...[...ground, ...anIstiod(), aNamespace('shop', ON)],
      aPod('shop', 'cart', { labels: { app: 'cart' } }),
    ],
    says: 'istio sidecar l7 pending-restart 0/1 pod-predates-injection',
    mTLS: 'off',
    neverFix: ['rollout restart'],
    fact: 'kubectl rollout restart knows Deployments, DaemonSets and StatefulSets',
  },
  {
    title: 'a ReplicaSet that nobody owns',
    objects: shop(ON, { kind: 'ReplicaSet', pods: BARE }),
    says: 'istio sidecar l7 pending-restart 0/2 pod-predates-injection',
    mTLS: 'off',
    fix: ['delete pod'],
    neverFix: ['rollout restart'],
    fact: 'kubectl rollout restart knows Deployments, DaemonSets and StatefulSets',
  },
  {
    title: 'a ReplicationController',
    objects: [
      ...[...ground, ...anIstiod(), aNamespace('shop', ON)],
      aPod(
        'shop',
        'cart-x1',
        { labels: { app: 'cart' } },
        { apiVersion: 'v1', kind: 'ReplicationController', name: 'cart' },
      ),
    ],
    says: 'istio sidecar l7 pending-restart 0/1 pod-predates-injection',
    mTLS: 'off',
    fix: ['delete pod'],
    neverFix: ['rollout restart'],
    fact: 'kubectl rollout restart knows Deployments, DaemonSets and StatefulSets',
  },
  {
    title: 'a DaemonSet that is updated by deleting',
    objects: shop(ON, {
      kind: 'DaemonSet',
      spec: { updateStrategy: { type: 'OnDelete' } },
      pods: BARE,
    }),
    says: 'istio sidecar l7 pending-restart 0/2 pod-predates-injection',
    mTLS: 'off',
    fix: ['delete pod'],
    fact: 'OnDelete replaces a pod only when somebody deletes it',
  },
  {
    title: 'a Deployment that is paused',
    objects: shop(ON, { spec: { paused: true }, pods: BARE }),
    says: 'istio sidecar l7 pending-restart 0/2 pod-predates-injection',
    mTLS: 'off',
    fix: ['rollout resume'],
    fact: "kubectl: can't restart paused deployment (run rollout resume first)",
  },
  {
    title: 'a StatefulSet with a partition that holds its pods back',
    objects: shop(ON, {
      kind: 'StatefulSet',
      spec: {
        updateStrategy: {
          type: 'RollingUpdate',
          rollingUpdate: { partition: 2 },
        },
      },
      pods: BARE,
    }),
    says: 'istio sidecar l7 pending-restart 0/2 pod-predates-injection',
    mTLS: 'off',
    neverFix: ['rollout restart'],
    fact: 'pods with an ordinal below the partition keep the old revision, even if they are deleted',
  },
  {
    title: 'a Job that runs for days',
    objects: shop(ON, { kind: 'Job', pods: [{}] }),
    says: 'istio sidecar l7 pending-restart 0/1 pod-predates-injection',
    mTLS: 'off',
    neverFix: ['rollout restart'],
    fact: 'kubectl rollout restart knows no Jobs; deleting the pod starts the work over',
  },
];

const MTLS: readonly InventedSituation[] = [
  {
    title: 'a port that goes past the proxy',
    objects: [
      ...shop(ON, {
        template: {
          annotations: {
            'traffic.sidecar.istio.io/excludeInboundPorts': '8080',
          },
        },
        pods: [injected()],
      }),
      STRICT,
    ],
    says: 'istio sidecar l7 enrolled 1/1 -',
    mTLS: 'off',
    fact: 'traffic.sidecar.istio.io/excludeInboundPorts: the port is not redirected, so plain text reaches it',
  },
  {
    title: 'the exclusion that the injector writes itself changes nothing',
    objects: [
      ...shop(ON, {
        pods: [
          {
            ...injected(),
            annotations: {
              ...injected().annotations,
              'traffic.sidecar.istio.io/excludeInboundPorts': '15020',
              'traffic.sidecar.istio.io/includeInboundPorts': '*',
            },
          },
        ],
      }),
      STRICT,
    ],
    says: 'istio sidecar l7 enrolled 1/1 -',
    mTLS: 'strict',
    fact: 'recorded from an injected pod: excludeInboundPorts 15020',
  },
  {
    title: 'a policy without a mode inherits',
    objects: [
      ...shop(ON, { pods: [injected()] }),
      aPeerAuthentication('shop', 'default', { mtls: {} }),
      aPeerAuthentication('istio-system', 'default', {
        mtls: { mode: 'STRICT' },
      }),
    ],
    says: 'istio sidecar l7 enrolled 1/1 -',
    mTLS: 'strict',
    fact: 'mtls without a mode is UNSET and inherits',
  },
  {
    title: 'the mesh has its root elsewhere',
    objects: [
      ...ground,
      ...anIstiod({ mesh: 'rootNamespace: mesh-root\n' }),
      aNamespace('mesh-root'),
      aNamespace('shop', ON),
      ...aWorkload('shop', { pods: [injected()] }),
      aPeerAuthentication('istio-system', 'default', {
        mtls: { mode: 'STRICT' },
      }),
    ],
    says: 'istio sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    fact: 'rootNamespace of the mesh configuration: a policy in istio-system is one of that namespace only',
  },
  {
    title: 'strict, with one pod that has no proxy',
    objects: [...shop(ON, { pods: [injected(), {}] }), STRICT],
    says: 'istio sidecar l7 pending-restart 1/2 pod-predates-injection',
    mTLS: 'off',
    fact: 'a pod without a proxy takes plain text',
  },
];

const OTHERS: readonly InventedSituation[] = [
  {
    title: 'a new Deployment whose pods the API server refuses',
    objects: [
      ...[...ground, ...anIstiod({ pods: [{ ready: false }] })],
      aNamespace('shop', ON),
      ...aWorkload('shop', { replicas: 2, pods: [] }),
    ],
    says: 'istio sidecar l7 idle 0/0 no-pods, injector-unavailable',
    mTLS: 'unknown',
    meshes: ['istio failing control-plane-down'],
    neverFix: ['rollout restart deployment/cart'],
    fact: 'failurePolicy Fail without an endpoint: creating pods fails',
  },
  {
    title: 'a ServiceEntry and an ExternalName are no workloads',
    objects: [
      ...shop(ON, { pods: [injected()] }),
      object(
        'networking.istio.io/v1',
        'ServiceEntry',
        { name: 'pay', namespace: 'shop' },
        { spec: { hosts: ['pay.example'], resolution: 'DNS' } },
      ),
      aService(
        'shop',
        'outside',
        {},
        { spec: { type: 'ExternalName', selector: undefined } },
      ),
    ],
    says: 'istio sidecar l7 enrolled 1/1 -',
    mTLS: 'permissive',
    fact: 'nothing runs behind them in the cluster',
  },
];

export const ISTIO_SITUATIONS: readonly InventedSituation[] = [
  ...LABELS,
  ...REVISIONS,
  ...PODS,
  ...RESTARTS,
  ...MTLS,
  ...OTHERS,
];
