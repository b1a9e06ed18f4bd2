import {
  aDaemonSet,
  aDeployment,
  aNamespace,
  aPod,
  aReplicaSet,
  aService,
  type KubeObject,
  type PodOptions,
} from '@meshport/plugin-mesh-node/testing';
import { anInjectedPod, anInjector, anIstiod } from './istioObjects';

/**
 * Builders of what ambient mode adds, in the shapes that the charts of ztunnel and
 * istio-cni, `istioctl waypoint` and istiod give them (Istio 1.31).
 */

type Strings = Readonly<Record<string, string>>;

export interface AgentOptions {
  /** Is it ready, by node? */
  nodes?: Readonly<Record<string, boolean>>;
  version?: string;
  namespace?: string;
}

const ONE_NODE = { 'node-1': true };

/** A DaemonSet with one pod per node. */
function anAgent(
  name: string,
  podLabels: Strings,
  image: string,
  options: AgentOptions,
): KubeObject[] {
  const { nodes = ONE_NODE, version = '1.31.1' } = options;
  const namespace = options.namespace ?? 'istio-system';
  const containers = [
    {
      name: image === 'ztunnel' ? 'istio-proxy' : 'install-cni',
      image: `registry.istio.io/release/${image}:${version}-distroless`,
      resources: { requests: { cpu: '200m', memory: '512Mi' } },
    },
  ];
  const daemonSet = aDaemonSet({
    ...{ name, namespace, podLabels, containers },
    replicas: Object.keys(nodes).length,
  });
  const pods = Object.entries(nodes).map(([nodeName, ready]) =>
    aPod({
      ...{ namespace, containers, nodeName, ready, owner: daemonSet },
      name: `${name}-${nodeName}`,
      labels: podLabels,
    }),
  );
  return [daemonSet, ...pods];
}

/** ztunnel as its chart installs it. */
export function aZtunnel(options: AgentOptions = {}): KubeObject[] {
  return anAgent('ztunnel', { app: 'ztunnel' }, 'ztunnel', options);
}

/** istio-cni's node agents as their chart installs them. */
export function anIstioCni(options: AgentOptions = {}): KubeObject[] {
  const labels = { 'k8s-app': 'istio-cni-node' };
  return anAgent('istio-cni-node', labels, 'install-cni', options);
}

/** Settings of istio-cni; ambient mode is on unless they say otherwise. */
export function aCniConfig(data: Strings = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'istio-cni-config', namespace: 'istio-system' },
    data: {
      AMBIENT_ENABLED: 'true',
      EXCLUDE_NAMESPACES: 'kube-system',
      ...data,
    },
  };
}

export interface AmbientOptions {
  ztunnel?: AgentOptions;
  cni?: AgentOptions;
  cniConfig?: Strings;
}

/** Istio as the ambient profile installs it. */
export function anAmbientIstio(options: AmbientOptions = {}): KubeObject[] {
  return [
    aNamespace({ name: 'istio-system' }),
    anIstiod({ version: '1.31.1', env: { PILOT_ENABLE_AMBIENT: 'true' } }),
    anInjector(),
    ...aZtunnel(options.ztunnel),
    ...anIstioCni(options.cni),
    aCniConfig(options.cniConfig),
    ...waypointClasses(),
  ];
}

/** GatewayClasses that istiod makes. */
function waypointClasses(): KubeObject[] {
  const classes = {
    istio: 'istio.io/gateway-controller',
    'istio-remote': 'istio.io/unmanaged-gateway',
    'istio-waypoint': 'istio.io/mesh-controller',
  };
  return Object.entries(classes).map(([name, controllerName]) => ({
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'GatewayClass',
    metadata: { name },
    spec: { controllerName },
  }));
}

/** A pod that istio-cni has redirected to ztunnel, or has begun to. */
function aCapturedPod(
  options: PodOptions & { redirection?: 'enabled' | 'pending' } = {},
): KubeObject {
  return aPod({
    ...options,
    annotations: {
      'ambient.istio.io/redirection': options.redirection ?? 'enabled',
      ...options.annotations,
    },
  });
}

export interface WaypointOptions {
  name?: string;
  namespace?: string;
  labels?: Strings;
  gatewayClass?: string;
  programmed?: boolean;
  /** `allowedRoutes.namespaces` of its listener. */
  admits?: Readonly<Record<string, unknown>>;
}

/** A Gateway as `istioctl waypoint apply` makes it, with istiod's status. */
export function aWaypoint(options: WaypointOptions = {}): KubeObject {
  const namespace = options.namespace ?? 'shop';
  const name = options.name ?? 'waypoint';
  const isProgrammed = options.programmed ?? true;
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace, labels: options.labels ?? {} },
    spec: {
      gatewayClassName: options.gatewayClass ?? 'istio-waypoint',
      listeners: [
        {
          name: 'mesh',
          port: 15008,
          protocol: 'HBONE',
          allowedRoutes: { namespaces: options.admits ?? { from: 'Same' } },
        },
      ],
    },
    status: {
      addresses: isProgrammed
        ? [
            {
              type: 'Hostname',
              value: `${name}.${namespace}.svc.cluster.local`,
            },
          ]
        : [],
      conditions: [
        { type: 'Accepted', status: 'True', reason: 'Accepted' },
        {
          type: 'Programmed',
          status: isProgrammed ? 'True' : 'False',
          reason: isProgrammed ? 'Programmed' : 'AddressNotAssigned',
        },
      ],
    },
  };
}

/** A pod of an ambient cart: captured, about to be, with a sidecar, or none of them. */
interface AmbientPod {
  is?: 'enabled' | 'pending' | 'sidecar' | 'plain';
  nodeName?: string;
  phase?: string;
  labels?: Strings;
}

export interface AmbientCartOptions {
  namespaceLabels?: Strings;
  namespaceAnnotations?: Strings;
  podLabels?: Strings;
  hostNetwork?: boolean;
  serviceLabels?: Strings;
  /** One captured pod on `node-1` unless said otherwise. */
  pods?: readonly AmbientPod[];
}

function ambientPod(pod: AmbientPod, options: PodOptions): KubeObject {
  const { is = 'enabled', ...own } = pod;
  const all = {
    ...options,
    ...own,
    labels: { ...options.labels, ...pod.labels },
  };
  if (is === 'plain') return aPod(all);
  return is === 'sidecar'
    ? anInjectedPod(all)
    : aCapturedPod({ ...all, redirection: is });
}

/** Namespace `shop` with Service, Deployment and pods `cart`, in ambient mode. */
export function anAmbientCart(options: AmbientCartOptions = {}): KubeObject[] {
  const podLabels = { app: 'cart', ...options.podLabels };
  const pods = options.pods ?? [{}];
  const deployment = aDeployment({
    ...{ podLabels, hostNetwork: options.hostNetwork },
    replicas: pods.length,
  });
  const replicaSet = aReplicaSet({ owner: deployment });
  return [
    aNamespace({
      labels: options.namespaceLabels ?? {
        'istio.io/dataplane-mode': 'ambient',
      },
      annotations: options.namespaceAnnotations,
    }),
    aService({ labels: options.serviceLabels }),
    deployment,
    replicaSet,
    ...pods.map((pod, index) =>
      ambientPod(pod, {
        name: `cart-${index}`,
        owner: replicaSet,
        labels: podLabels,
        hostNetwork: options.hostNetwork,
        serviceAccount: 'cart',
      }),
    ),
  ];
}
