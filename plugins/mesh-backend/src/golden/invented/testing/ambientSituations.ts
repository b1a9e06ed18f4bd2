import type { InventedSituation } from './InventedSituation';
import {
  ambient,
  aPeerAuthentication,
  aWaypoint,
  bound,
  capturedOn,
  injected,
  type NodeProxies,
  ztunnelOf,
} from './istioObjects';
import {
  aNamespace,
  aNode,
  aPod,
  aService,
  aWorkload,
  type Objects,
  type Workload,
} from './objects';

const ON = { 'istio.io/dataplane-mode': 'ambient' };
const USE = 'istio.io/use-waypoint';
const USE_FROM = 'istio.io/use-waypoint-namespace';

interface Shop {
  labels?: Record<string, string>;
  workload?: Workload;
  parts?: NodeProxies;
  service?: Objects;
  others?: Objects;
}

function shop({ labels = ON, workload, parts, service, others }: Shop) {
  const pods = capturedOn('node-1', 'node-2');
  return [
    ...ambient(parts),
    aNamespace('shop', labels),
    ...(service ?? [aService('shop')]),
    ...aWorkload('shop', { pods, ...workload }),
    ...(others ?? []),
  ];
}

const CAPTURE: readonly InventedSituation[] = [
  {
    title: 'a pod asks for itself where its namespace does not',
    objects: shop({
      labels: {},
      workload: { template: { labels: ON } },
    }),
    says: 'istio ambient l4 enrolled 2/2 -',
    mTLS: 'permissive',
    fact: 'enablement_selector.go: the label of the pod wins',
  },
  {
    title: 'Ambient with a capital is not the label',
    objects: shop({
      labels: { 'istio.io/dataplane-mode': 'Ambient' },
      workload: { pods: [{}] },
    }),
    says: 'istio ambient l4 not-enrolled 0/1 namespace-not-labelled',
    mTLS: 'off',
    fix: ['--overwrite'],
    fact: 'default selector: In [ambient]',
  },
  {
    title: 'the namespace is excluded from the CNI agent',
    objects: shop({
      parts: { config: { EXCLUDE_NAMESPACES: 'kube-system,shop' } },
      workload: { pods: [{}] },
    }),
    says: 'istio ambient l4 misconfigured 0/1 namespace-ignored-by-mesh',
    mTLS: 'off',
    fact: 'EXCLUDE_NAMESPACES of istio-cni-config',
  },
  {
    title:
      'somebody replaced the selector: the namespace’s label means nothing',
    objects: shop({
      parts: {
        config: {
          AMBIENT_ENABLEMENT_SELECTOR:
            '- podSelector:\n    matchLabels:\n      istio.io/dataplane-mode: ambient\n',
        },
      },
      workload: { pods: [{}] },
    }),
    says: 'istio ambient l4 misconfigured 0/1 namespace-ignored-by-mesh',
    mTLS: 'off',
    fact: 'AMBIENT_ENABLEMENT_SELECTOR replaces the default list',
  },
  {
    title:
      'both labels: new pods get sidecars and are left alone by ambient mode',
    objects: shop({
      labels: { ...ON, 'istio-injection': 'enabled' },
      workload: { pods: [injected()] },
    }),
    says: 'istio sidecar l7 misconfigured 1/1 conflicting-labels',
    mTLS: 'permissive',
    fact: 'in_mesh.go: such a namespace is in sidecar mode; a pod with sidecar.istio.io/status is never captured',
  },
  {
    title: 'a migration half way: one pod still has its sidecar',
    objects: shop({
      workload: { pods: [injected(), ...capturedOn('node-2')] },
    }),
    says: 'istio ambient l4 pending-restart 2/2 pod-outlives-injection',
    mTLS: 'permissive',
    fix: ['rollout restart'],
    fact: 'a sidecar wins until the pod is replaced; a restart moves it to ambient mode',
  },
  {
    title: 'the host’s network in an ambient namespace',
    objects: shop({
      workload: {
        template: { spec: { hostNetwork: true } },
        pods: [{}],
      },
    }),
    says: 'istio ambient l4 misconfigured 0/1 host-network',
    mTLS: 'off',
    fact: 'enablement_selector.go: never for pods of the host network',
  },
  {
    title: 'the label is gone, the CNI agent was down',
    objects: shop({
      labels: {},
      parts: { cni: [{ node: 'node-1', ready: false }, { node: 'node-2' }] },
      workload: { pods: capturedOn('node-1') },
    }),
    says: 'istio ambient l4 pending-restart 1/1 pod-outlives-injection',
    mTLS: 'permissive',
    fact: 'not desired, redirection=enabled: the agent has not reconciled',
  },
];

const NODES: readonly InventedSituation[] = [
  {
    title: 'ztunnel is replaced, node by node',
    objects: shop({
      parts: {
        ztunnel: [
          { node: 'node-1', spec: ztunnelOf('1.30.3') },
          { node: 'node-2' },
        ],
      },
    }),
    says: 'istio ambient l4 enrolled 2/2 -',
    mTLS: 'permissive',
    proxies: '1.30.3, 1.31.0',
    fact: 'the version is that of the ztunnel of the pod’s node',
  },
  {
    title: 'the old ztunnel of a node still drains beside the new one',
    objects: shop({
      parts: {
        ztunnel: [
          {
            ...{ node: 'node-1', spec: ztunnelOf('1.30.3'), ready: false },
            deletionTimestamp: '2026-11-20T08:00:00Z',
          },
          ...[{ node: 'node-1' }, { node: 'node-2' }],
        ],
      },
    }),
    says: 'istio ambient l4 enrolled 2/2 -',
    mTLS: 'permissive',
    proxies: '1.31.0',
    fact: 'a DaemonSet with maxSurge has two pods on a node for a while; traffic goes through the ready one',
  },
  {
    title: 'one ztunnel does not get ready: its pods wait',
    objects: shop({
      parts: {
        ztunnel: [{ node: 'node-1' }, { node: 'node-2', ready: false }],
      },
      workload: {
        pods: [
          ...capturedOn('node-1'),
          {
            annotations: { 'ambient.istio.io/redirection': 'pending' },
            node: 'node-2',
          },
        ],
      },
    }),
    says: 'istio ambient l4 misconfigured 1/2 ztunnel-not-ready-on-node',
    mTLS: 'off',
    meshes: ['istio degraded data-plane-degraded'],
    fact: 'redirection=pending waits for ztunnel',
  },
  {
    title: 'a node that the agent does not tolerate',
    objects: shop({
      parts: { cni: [{ node: 'node-1' }] },
      workload: { pods: [...capturedOn('node-1'), { node: 'node-2' }] },
    }),
    says: 'istio ambient l4 misconfigured 1/2 cni-not-ready-on-node',
    mTLS: 'off',
    fact: 'no istio-cni-node on a node: nothing there is captured',
  },
  {
    title: 'the node of a pod is gone',
    objects: shop({
      workload: {
        pods: [
          ...capturedOn('node-1'),
          { ...capturedOn('node-9')[0], ready: false },
        ],
      },
    }),
    says: 'istio ambient l4 misconfigured 2/2 ztunnel-not-ready-on-node',
    neverFix: ['delete pod ztunnel'],
    fact: 'no ztunnel runs on a node that is gone; the pod is there until it is garbage collected',
  },
  {
    title: 'a node without pods of ours has no ztunnel',
    objects: [
      ...shop({ workload: { pods: capturedOn('node-1') } }),
      aNode('node-3'),
    ],
    says: 'istio ambient l4 enrolled 1/1 -',
    mTLS: 'permissive',
    fact: 'only the pod’s own node matters to it',
  },
];

const WAYPOINTS: readonly InventedSituation[] = [
  {
    title: 'the waypoint is in another namespace and lets this one in',
    objects: shop({
      labels: { ...ON, [USE]: 'shared', [USE_FROM]: 'infra' },
      service: [
        aService(
          'shop',
          'cart',
          {},
          { status: bound('True', 'WaypointAccepted') },
        ),
      ],
      others: [
        aNamespace('infra'),
        aWaypoint({ namespace: 'infra', name: 'shared', from: 'All' }),
      ],
    }),
    says: 'istio ambient l7 enrolled 2/2 -',
    mTLS: 'permissive',
    waypoint: 'infra/shared',
    fact: 'use-waypoint-namespace; allowedRoutes of the listener',
  },
  {
    title: 'the waypoint is in another namespace and lets nobody in',
    objects: shop({
      labels: { ...ON, [USE]: 'shared', [USE_FROM]: 'infra' },
      service: [
        aService(
          'shop',
          'cart',
          {},
          { status: bound('False', 'AttachmentDenied', 'not allowed') },
        ),
      ],
      others: [
        aNamespace('infra'),
        aWaypoint({ namespace: 'infra', name: 'shared' }),
      ],
    }),
    says: 'istio ambient l4 enrolled 2/2 waypoint-not-attached',
    mTLS: 'permissive',
    fact: 'allowedRoutes Same: AttachmentDenied',
  },
  {
    title:
      'the Service names a waypoint that is gone, the namespace a good one',
    objects: shop({
      labels: { ...ON, [USE]: 'waypoint' },
      service: [
        aService(
          'shop',
          'cart',
          { [USE]: 'gone' },
          { status: bound('False', 'WaypointIsNotReady') },
        ),
      ],
      others: [aWaypoint({ namespace: 'shop' })],
    }),
    says: 'istio ambient l4 enrolled 2/2 waypoint-missing',
    mTLS: 'permissive',
    fact: 'Istio does not fall back to the waypoint of the namespace',
  },
  {
    title: 'the Service wants no waypoint',
    objects: shop({
      labels: { ...ON, [USE]: 'waypoint' },
      service: [aService('shop', 'cart', { [USE]: 'none' })],
      others: [aWaypoint({ namespace: 'shop' })],
    }),
    says: 'istio ambient l4 enrolled 2/2 -',
    mTLS: 'permissive',
    fact: 'the value none opts out of the waypoint of the namespace',
  },
  {
    title: 'a waypoint for workloads, and a Service that names it',
    objects: shop({
      service: [aService('shop', 'cart', { [USE]: 'waypoint' })],
      others: [aWaypoint({ namespace: 'shop', trafficType: 'workload' })],
    }),
    says: 'istio ambient l4 enrolled 2/2 waypoint-not-attached',
    mTLS: 'permissive',
    fact: 'waypoint-for workload takes no traffic of Services: UnsupportedTrafficType',
  },
  {
    title: 'a waypoint for workloads, and a pod that names it',
    objects: shop({
      workload: { template: { labels: { [USE]: 'waypoint' } } },
      others: [aWaypoint({ namespace: 'shop', trafficType: 'all' })],
    }),
    says: 'istio ambient l7 enrolled 2/2 -',
    mTLS: 'permissive',
    waypoint: 'shop/waypoint',
    fact: 'waypoint-for all takes the traffic of pods too',
  },
  {
    title: 'a waypoint without an address',
    objects: shop({
      labels: { ...ON, [USE]: 'waypoint' },
      others: [aWaypoint({ namespace: 'shop', programmed: false })],
    }),
    says: 'istio ambient l4 enrolled 2/2 waypoint-not-attached',
    mTLS: 'permissive',
    fact: 'usable only when addresses are set and Programmed is True',
  },
];

const OTHERS: readonly InventedSituation[] = [
  {
    title: 'DISABLE on a port does not disable anything',
    objects: shop({
      others: [
        aPeerAuthentication('shop', 'cart', {
          selector: { matchLabels: { app: 'cart' } },
          mtls: { mode: 'STRICT' },
          portLevelMtls: { 8080: { mode: 'DISABLE' } },
        }),
      ],
    }),
    says: 'istio ambient l4 enrolled 2/2 -',
    mTLS: 'permissive',
    fact: 'DISABLE is treated as PERMISSIVE in ambient mode',
  },
  {
    title: 'a pod past whose ztunnel plain text comes in',
    objects: shop({
      workload: {
        template: {
          annotations: { 'ambient.istio.io/bypass-inbound-capture': 'true' },
        },
      },
      others: [
        aPeerAuthentication('shop', 'default', { mtls: { mode: 'STRICT' } }),
      ],
    }),
    says: 'istio ambient l4 enrolled 2/2 -',
    mTLS: 'off',
    fact: 'bypass-inbound-capture: inbound plain text goes straight to the application',
  },
  {
    title: 'a pod that nobody owns, captured',
    objects: [
      ...[...ambient(), aNamespace('shop', ON)],
      aPod('shop', 'cart', {
        ...capturedOn('node-1')[0],
        labels: { app: 'cart' },
      }),
    ],
    says: 'istio ambient l4 enrolled 1/1 -',
    mTLS: 'permissive',
    fact: 'capture looks at pods alone',
  },
];

export const AMBIENT_SITUATIONS: readonly InventedSituation[] = [
  ...CAPTURE,
  ...NODES,
  ...WAYPOINTS,
  ...OTHERS,
];
