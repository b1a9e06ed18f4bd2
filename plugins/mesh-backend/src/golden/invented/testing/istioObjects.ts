import type { RawObject } from '../../fixtureWorlds';
import {
  aConfigMap,
  aFront,
  aNamespace,
  aNode,
  aPart,
  object,
  type PodState,
  type Template,
} from './objects';

const VERSION = '1.31.0';
const SYSTEM = 'istio-system';

function isIn(key: string, ...values: string[]) {
  return { key, operator: 'In', values };
}

function notIn(key: string, ...values: string[]) {
  return { key, operator: 'NotIn', values };
}

function without(key: string) {
  return { key, operator: 'DoesNotExist' };
}

const REV = 'istio.io/rev';
const INJECTION = 'istio-injection';
const INJECT = 'sidecar.istio.io/inject';

interface Rule {
  name: string;
  namespace: readonly object[];
  object: readonly object[];
}

/** Webhooks as istiod's chart writes them: for a revision or tag, and for what is injected by default. */
function rulesOf(revision: string, { auto = false } = {}): Rule[] {
  const byRevision = [
    {
      name: 'rev.namespace',
      namespace: [isIn(REV, revision), without(INJECTION)],
      object: [notIn(INJECT, 'false')],
    },
    {
      name: 'rev.object',
      namespace: [without(REV), without(INJECTION)],
      object: [notIn(INJECT, 'false'), isIn(REV, revision)],
    },
  ];
  const byDefault = [
    {
      name: 'namespace',
      namespace: [isIn(INJECTION, 'enabled')],
      object: [notIn(INJECT, 'false')],
    },
    {
      name: 'object',
      namespace: [without(INJECTION), without(REV)],
      object: [isIn(INJECT, 'true'), without(REV)],
    },
  ];
  const everywhere = {
    name: 'auto',
    namespace: [
      ...[without(INJECTION), without(REV)],
      notIn('kubernetes.io/metadata.name', 'kube-system', 'kube-public'),
    ],
    object: [notIn(INJECT, 'false'), without(REV)],
  };
  if (revision !== 'default') return byRevision;
  return [...byRevision, ...byDefault, ...(auto ? [everywhere] : [])];
}

interface Injector {
  name: string;
  revision: string;
  tag?: string;
  service: string;
  auto?: boolean;
}

function anInjector(injector: Injector): RawObject {
  const { name, revision, tag, service, auto } = injector;
  return object(
    'admissionregistration.k8s.io/v1',
    'MutatingWebhookConfiguration',
    {
      name,
      labels: {
        app: 'sidecar-injector',
        'istio.io/rev': revision,
        ...(tag ? { 'istio.io/tag': tag } : {}),
      },
    },
    {
      webhooks: rulesOf(tag ?? revision, { auto }).map(rule => ({
        name: `${rule.name}.sidecar-injector.istio.io`,
        clientConfig: {
          service: {
            ...{ name: service, namespace: SYSTEM, path: '/inject', port: 443 },
          },
        },
        failurePolicy: 'Fail',
        reinvocationPolicy: 'Never',
        namespaceSelector: { matchExpressions: rule.namespace },
        objectSelector: { matchExpressions: rule.object },
        rules: [
          {
            ...{ apiGroups: [''], apiVersions: ['v1'] },
            ...{ operations: ['CREATE'], resources: ['pods'] },
          },
        ],
      })),
    },
  );
}

/** A tag, as `istioctl tag set` makes it. */
export function aTag(tag: string, revision: string): RawObject {
  return anInjector({
    ...{ name: `istio-revision-tag-${tag}`, tag, revision },
    service: `istiod-revision-tag-${tag}`,
  });
}

export interface Istiod {
  revision?: string;
  version?: string;
  pods?: readonly PodState[];
  ambient?: boolean;
  /** Of the mesh's configuration, YAML. */
  mesh?: string;
  auto?: boolean;
}

/** A revision of istiod with its injector, and the front that its tag shares. */
export function anIstiod(istiod: Istiod = {}): RawObject[] {
  const { revision = 'default', version = VERSION, pods = [{}] } = istiod;
  const { mesh = 'trustDomain: cluster.local\n', auto } = istiod;
  const suffix = revision === 'default' ? '' : `-${revision}`;
  const name = `istiod${suffix}`;
  const podLabels = {
    ...{ app: 'istiod', istio: suffix ? 'istiod' : 'pilot' },
    'istio.io/rev': revision,
  };
  const env = [
    { name: 'CLUSTER_ID', value: 'west' },
    ...(istiod.ambient
      ? [{ name: 'PILOT_ENABLE_AMBIENT', value: 'true' }]
      : []),
  ];
  return [
    ...aPart({
      ...{ namespace: SYSTEM, name, podLabels, pods },
      labels: {
        ...{ app: 'istiod', istio: 'pilot', 'istio.io/rev': revision },
        'app.kubernetes.io/version': version,
      },
      containers: [
        {
          ...{ name: 'discovery', env },
          image: `registry.istio.io/release/pilot:${version}-distroless`,
        },
      ],
    }),
    ...aFront(SYSTEM, name, {
      selector: podLabels,
      ready: pods.map(({ ready = true }) => ready),
    }),
    aConfigMap(
      SYSTEM,
      `istio${suffix}`,
      { mesh, meshNetworks: 'networks: {}' },
      { 'istio.io/rev': revision },
    ),
    anInjector({
      ...{ name: `istio-sidecar-injector${suffix}`, revision, auto },
      service: name,
    }),
  ];
}

/** Two nodes and the namespace of the mesh. */
export const ground: readonly RawObject[] = [
  ...[aNode('node-1'), aNode('node-2')],
  ...[aNamespace('default'), aNamespace('kube-system'), aNamespace(SYSTEM)],
];

/** What the injector adds to a pod. */
export function injected(
  revision = 'default',
  { version = VERSION, native = false } = {},
): PodState {
  const proxy = {
    name: 'istio-proxy',
    image: `registry.istio.io/release/proxyv2:${version}-distroless`,
  };
  const app = {
    ...{ name: 'app', image: 'registry.example/app:1.0' },
    ports: [{ name: 'http', containerPort: 8080 }],
  };
  const init = { name: 'istio-init', image: proxy.image };
  return {
    labels: {
      'security.istio.io/tlsMode': 'istio',
      'service.istio.io/canonical-name': 'cart',
    },
    annotations: {
      'istio.io/rev': revision,
      'sidecar.istio.io/status': JSON.stringify({
        initContainers: native ? ['istio-init', 'istio-proxy'] : ['istio-init'],
        containers: native ? null : ['istio-proxy'],
        revision,
      }),
    },
    spec: native
      ? {
          initContainers: [init, { ...proxy, restartPolicy: 'Always' }],
          containers: [app],
        }
      : { initContainers: [init], containers: [app, proxy] },
  };
}

const CAPTURED: PodState = {
  annotations: { 'ambient.istio.io/redirection': 'enabled' },
};

/** A template's pods, captured, on the nodes named. */
export function capturedOn(...nodes: string[]): PodState[] {
  return nodes.map(node => ({ ...CAPTURED, node }));
}

export interface NodeProxies {
  ztunnel?: readonly PodState[];
  cni?: readonly PodState[];
  config?: Record<string, string>;
}

const BOTH_NODES: readonly PodState[] = [
  { node: 'node-1' },
  { node: 'node-2' },
];

export function ztunnelOf(version: string): Template['spec'] {
  const image = `registry.istio.io/release/ztunnel:${version}-distroless`;
  return { containers: [{ name: 'istio-proxy', image }] };
}

/** ztunnel and istio-cni, on both nodes. */
function nodeProxies(parts: NodeProxies = {}): RawObject[] {
  const { ztunnel = BOTH_NODES, cni = BOTH_NODES, config = {} } = parts;
  return [
    ...aPart({
      ...{ namespace: SYSTEM, name: 'ztunnel', kind: 'DaemonSet' },
      ...{ labels: { app: 'ztunnel' }, pods: ztunnel, replicas: 2 },
      containers: [
        {
          name: 'istio-proxy',
          image: `registry.istio.io/release/ztunnel:${VERSION}-distroless`,
        },
      ],
    }),
    ...aPart({
      ...{ namespace: SYSTEM, name: 'istio-cni-node', kind: 'DaemonSet' },
      ...{ labels: { 'k8s-app': 'istio-cni-node' }, pods: cni, replicas: 2 },
      containers: [
        {
          name: 'install-cni',
          image: `registry.istio.io/release/install-cni:${VERSION}-distroless`,
        },
      ],
    }),
    aConfigMap(SYSTEM, 'istio-cni-config', {
      CURRENT_AGENT_VERSION: `${VERSION}-distroless`,
      AMBIENT_ENABLED: 'true',
      EXCLUDE_NAMESPACES: 'kube-system',
      ...config,
    }),
  ];
}

export function ambient(parts: NodeProxies = {}): RawObject[] {
  return [...ground, ...anIstiod({ ambient: true }), ...nodeProxies(parts)];
}

export interface Waypoint {
  namespace: string;
  name?: string;
  /** `Same` unless it lets others in. */
  from?: 'Same' | 'All';
  programmed?: boolean;
  trafficType?: string;
}

/** A waypoint's Gateway with the status that istiod gives it. */
export function aWaypoint(waypoint: Waypoint): RawObject {
  const { namespace, name = 'waypoint', from, programmed = true } = waypoint;
  return object(
    'gateway.networking.k8s.io/v1',
    'Gateway',
    {
      ...{ name, namespace },
      labels: { 'istio.io/waypoint-for': waypoint.trafficType ?? 'service' },
    },
    {
      spec: {
        gatewayClassName: 'istio-waypoint',
        listeners: [
          {
            ...{ name: 'mesh', port: 15008, protocol: 'HBONE' },
            allowedRoutes: { namespaces: { from: from ?? 'Same' } },
          },
        ],
      },
      status: {
        addresses: programmed
          ? [{ type: 'IPAddress', value: '10.96.0.9' }]
          : undefined,
        conditions: [
          { type: 'Accepted', status: 'True', reason: 'Accepted' },
          {
            type: 'Programmed',
            status: programmed ? 'True' : 'False',
            reason: programmed ? 'Programmed' : 'AddressNotAssigned',
          },
        ],
      },
    },
  );
}

/** The status that istiod gives a Service of which a waypoint is wanted. */
export function bound(status: 'True' | 'False', reason: string, message = '') {
  return {
    conditions: [{ type: 'istio.io/WaypointBound', status, reason, message }],
  };
}

export function aPeerAuthentication(
  namespace: string,
  name: string,
  spec: object,
): RawObject {
  return object(
    'security.istio.io/v1',
    'PeerAuthentication',
    { name, namespace },
    { spec },
  );
}
