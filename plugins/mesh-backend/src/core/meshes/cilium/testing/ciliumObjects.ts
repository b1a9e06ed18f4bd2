import {
  aDaemonSet,
  aDeployment,
  aPod,
  type KubeObject,
} from '@meshport/plugin-mesh-node/testing';

/** Builders of Cilium's objects, as its chart and its operator make them. */

const NAMESPACE = 'kube-system';

type Flags = Readonly<Record<string, string>>;

export interface AgentOptions {
  /** One agent per node. */
  readonly nodes?: readonly string[];
  /** Nodes whose agent is not ready. */
  readonly notReady?: readonly string[];
  readonly version?: string;
  readonly startedAt?: string;
}

interface DaemonOptions extends AgentOptions {
  readonly name: string;
  readonly labels: Flags;
  readonly container: string;
  readonly image: string;
}

/** A DaemonSet with a pod per node. */
export function aDaemon(options: DaemonOptions): KubeObject[] {
  const { name, labels, nodes = ['node-1', 'node-2'] } = options;
  const containers = [
    {
      name: options.container,
      image: options.image,
      resources: { requests: { cpu: '50m', memory: '64Mi' } },
    },
  ];
  const owner = aDaemonSet({
    name,
    namespace: NAMESPACE,
    labels,
    podLabels: labels,
    replicas: nodes.length,
    containers,
  });
  return [
    owner,
    ...nodes.map(nodeName =>
      aPod({
        name: `${name}-${nodeName}`,
        namespace: NAMESPACE,
        labels,
        owner,
        nodeName,
        containers,
        ready: !options.notReady?.includes(nodeName),
        startedAt: options.startedAt,
      }),
    ),
  ];
}

/** The agents of Cilium, one per node. */
export function theAgents(options: AgentOptions = {}): KubeObject[] {
  return aDaemon({
    ...options,
    name: 'cilium',
    labels: { 'k8s-app': 'cilium' },
    container: 'cilium-agent',
    image: `quay.io/cilium/cilium:v${options.version ?? '1.20.1'}`,
  });
}

export function theEnvoys(options: AgentOptions = {}): KubeObject[] {
  return aDaemon({
    ...options,
    name: 'cilium-envoy',
    labels: { 'k8s-app': 'cilium-envoy' },
    container: 'cilium-envoy',
    image: `quay.io/cilium/cilium-envoy:v${
      options.version ?? '1.35.3'
    }-1756466197-3fd12c`,
  });
}

export function theZtunnels(options: AgentOptions = {}): KubeObject[] {
  return aDaemon({
    ...options,
    name: 'ztunnel-cilium',
    labels: { app: 'ztunnel-cilium' },
    container: 'istio-proxy',
    image: `quay.io/cilium/ztunnel:v${options.version ?? '1.1.0'}`,
  });
}

interface ReplicaOptions {
  readonly replicas?: number;
  readonly ready?: number;
}

function aController(
  name: string,
  labels: Flags,
  { replicas = 1, ready = replicas }: ReplicaOptions,
): KubeObject[] {
  const containers = [
    {
      name,
      image: `quay.io/cilium/${name}:v1.20.1`,
      resources: { requests: { cpu: '100m', memory: '128Mi' } },
    },
  ];
  const deployment = aDeployment({
    name,
    namespace: NAMESPACE,
    labels,
    podLabels: labels,
    replicas,
    available: ready,
    containers,
  });
  return [
    deployment,
    ...Array.from({ length: replicas }, (_, index) =>
      aPod({
        name: `${name}-${index}`,
        namespace: NAMESPACE,
        labels,
        owner: deployment,
        containers,
        ready: index < ready,
      }),
    ),
  ];
}

export function theOperator(options: ReplicaOptions = {}): KubeObject[] {
  return aController(
    'cilium-operator',
    { 'io.cilium/app': 'operator' },
    options,
  );
}

export function theClusterMesh(options: ReplicaOptions = {}): KubeObject[] {
  return aController(
    'clustermesh-apiserver',
    { 'k8s-app': 'clustermesh-apiserver' },
    options,
  );
}

/** What the chart writes where nothing is chosen. */
const DEFAULTS: Flags = {
  'cluster-name': 'west',
  'cluster-id': '1',
  'enable-l7-proxy': 'true',
  'enable-hubble': 'true',
  'kube-proxy-replacement': 'false',
};

/** `cilium-config`; a flag that is undefined is left out. */
export function aCiliumConfig(
  flags: Readonly<Record<string, string | undefined>> = {},
  writtenAt?: string,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'cilium-config',
      namespace: NAMESPACE,
      labels: { 'app.kubernetes.io/managed-by': 'Helm' },
      writers: writtenAt
        ? [
            {
              manager: 'helm',
              operation: 'Update',
              time: writtenAt,
              fields: ['metadata.labels.app.kubernetes.io/managed-by'],
              exclusive: false,
            },
          ]
        : [],
    },
    data: Object.fromEntries(
      Object.entries({ ...DEFAULTS, ...flags }).filter(
        ([, value]) => value !== undefined,
      ),
    ),
  };
}

export function aCiliumNode(name: string, hasKey = true): KubeObject {
  return {
    apiVersion: 'cilium.io/v2',
    kind: 'CiliumNode',
    metadata: {
      name,
      annotations: hasKey ? { 'network.cilium.io/wg-pub-key': 'x0N=' } : {},
    },
  };
}

/** Agents on two nodes, and their configuration. */
export function aCilium(
  flags: Readonly<Record<string, string | undefined>> = {},
): KubeObject[] {
  return [...theAgents(), aCiliumConfig(flags), ...theOperator()];
}

interface PolicyOptions {
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly selector?: unknown;
  readonly rules?: unknown;
  readonly egress?: boolean;
  readonly valid?: boolean;
  /** Under `specs` in place of `spec`. */
  readonly asList?: boolean;
}

/** A policy with rules for HTTP on what comes in, unless said otherwise. */
export function aPolicy(options: PolicyOptions = {}): KubeObject {
  const ports = [
    {
      toPorts: [
        {
          ports: [{ port: '80', protocol: 'TCP' }],
          rules: options.rules ?? { http: [{ method: 'GET' }] },
        },
      ],
    },
  ];
  const spec = {
    ...('selector' in options
      ? { endpointSelector: options.selector }
      : { endpointSelector: { matchLabels: { app: 'cart' } } }),
    ...(options.egress ? { egress: ports } : { ingress: ports }),
  };
  const kind = options.kind ?? 'CiliumNetworkPolicy';
  return {
    apiVersion: 'cilium.io/v2',
    kind,
    metadata: {
      name: options.name ?? 'cart-http',
      ...(kind === 'CiliumNetworkPolicy'
        ? { namespace: options.namespace ?? 'shop' }
        : {}),
    },
    ...(options.asList ? { specs: [spec] } : { spec }),
    ...(options.valid === undefined
      ? {}
      : {
          status: {
            conditions: [
              { type: 'Valid', status: options.valid ? 'True' : 'False' },
            ],
          },
        }),
  };
}

/** Envoy for the traffic to some Services. */
export function anEnvoyConfig(
  services: readonly { name: string; namespace?: string }[],
  isClusterwide = false,
): KubeObject {
  return {
    apiVersion: 'cilium.io/v2',
    kind: isClusterwide ? 'CiliumClusterwideEnvoyConfig' : 'CiliumEnvoyConfig',
    metadata: {
      name: 'routing',
      ...(isClusterwide ? {} : { namespace: 'shop' }),
    },
    spec: { services },
  };
}

/** A GAMMA route as a controller that took it leaves it. */
export function aServiceRoute(
  options: {
    kind?: string;
    service?: string;
    serviceNamespace?: string;
    controller?: string;
    accepted?: boolean;
  } = {},
): KubeObject {
  const parentRef = {
    group: '',
    kind: 'Service',
    name: options.service ?? 'cart',
    namespace: options.serviceNamespace,
  };
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: options.kind ?? 'HTTPRoute',
    metadata: { name: 'cart-route', namespace: 'shop' },
    spec: { parentRefs: [parentRef] },
    status: {
      parents: [
        {
          parentRef,
          controllerName: options.controller ?? 'io.cilium/gateway-controller',
          conditions: [
            {
              type: 'Accepted',
              status: options.accepted === false ? 'False' : 'True',
            },
          ],
        },
      ],
    },
  };
}

export function aServiceImport(
  clusters: readonly string[],
  derived = 'derived-4k2p',
): KubeObject {
  return {
    apiVersion: 'multicluster.x-k8s.io/v1beta1',
    kind: 'ServiceImport',
    metadata: {
      name: 'cart',
      namespace: 'shop',
      annotations: { 'multicluster.kubernetes.io/derived-service': derived },
    },
    spec: { type: 'ClusterSetIP' },
    status: { clusters: clusters.map(cluster => ({ cluster })) },
  };
}
