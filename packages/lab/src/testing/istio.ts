import { stringify } from 'yaml';
import type { DraftObject } from '../apiserver/KubeObject.ts';
import type { LabelSelector } from '../controllers/objects.ts';
import type { World } from '../world/World.ts';
import type { SimulatedCluster } from '../world/SimulatedCluster.ts';
import { aCluster, aNamespace } from './clusters.ts';

export interface IstioOptions {
  /** Of the cluster; empty for none. */
  network?: string;
  multiNetwork?: boolean;
  /** False for an istiod that knows sidecars only. */
  ambient?: boolean;
  excludedNamespaces?: string;
  /** All namespaces if left out. */
  discoverySelectors?: readonly LabelSelector[];
}

const system = 'istio-system';

/** A cluster of two nodes with istiod, istio-cni and ztunnel, and what the objects say. */
export function anAmbientCluster(
  objects: readonly DraftObject[],
  options: IstioOptions & { world?: Partial<World> } = {},
): SimulatedCluster {
  return aCluster(
    [
      aNamespace(system),
      ...istiod(options),
      ...nodeAgents(options),
      ...objects,
    ],
    options.world,
  );
}

function istiod({
  ambient = true,
  multiNetwork = false,
  network = 'net-west',
  discoverySelectors,
}: IstioOptions): DraftObject[] {
  const proxy = {
    clusterDomain: 'cluster.local',
    image: 'proxyv2',
    logLevel: 'warning',
    componentLogLevel: 'misc:error',
    resources: {
      requests: { cpu: '100m', memory: '128Mi' },
      limits: { cpu: '2000m', memory: '1024Mi' },
    },
  };
  const values = {
    global: {
      hub: 'docker.io/istio',
      tag: '1.31.0',
      variant: 'distroless',
      istioNamespace: system,
      meshID: 'mesh1',
      multiCluster: { clusterName: 'west' },
      network,
      proxy,
    },
    pilot: { cni: { enabled: true } },
  };
  const mesh = {
    ...(discoverySelectors ? { discoverySelectors } : {}),
    defaultConfig: {
      ...(ambient
        ? { proxyMetadata: { ISTIO_META_ENABLE_HBONE: 'true' } }
        : {}),
      meshId: 'mesh1',
      image: { imageType: 'distroless' },
    },
  };
  const environment = {
    PILOT_ENABLE_AMBIENT: String(ambient),
    AMBIENT_ENABLE_MULTI_NETWORK: String(multiNetwork),
  };
  return [
    configMap('istio-sidecar-injector', { values: JSON.stringify(values) }),
    configMap('istio', { mesh: stringify(mesh) }),
    workload('Deployment', 'istiod', {
      labels: { app: 'istiod', 'istio.io/rev': 'default' },
      container: 'discovery',
      env: Object.entries(environment).map(([name, value]) => ({
        name,
        value,
      })),
    }),
  ];
}

function nodeAgents({ excludedNamespaces = '' }: IstioOptions): DraftObject[] {
  return [
    configMap('istio-cni-config', {
      AMBIENT_ENABLED: 'true',
      EXCLUDE_NAMESPACES: excludedNamespaces,
    }),
    workload('DaemonSet', 'istio-cni-node', {
      labels: { 'k8s-app': 'istio-cni-node' },
      container: 'install-cni',
    }),
    workload('DaemonSet', 'ztunnel', {
      labels: { app: 'ztunnel' },
      container: 'istio-proxy',
    }),
  ];
}

function configMap(name: string, data: Record<string, string>): DraftObject {
  const metadata = { name, namespace: system };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data };
}

function workload(
  kind: string,
  name: string,
  options: {
    labels: Record<string, string>;
    container: string;
    env?: { name: string; value: string }[];
  },
): DraftObject {
  const { labels, container, env = [] } = options;
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name, namespace: system },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: container, image: `example.test/${name}`, env }],
        },
      },
    },
  };
}

/** A waypoint of the namespace. */
export function aWaypoint(
  overrides: {
    name?: string;
    namespace?: string;
    labels?: Record<string, string>;
    from?: string;
  } = {},
): DraftObject {
  const { name = 'waypoint', namespace = 'default', labels, from } = overrides;
  const allowedRoutes = { namespaces: { from } };
  return {
    apiVersion: 'gateway.networking.k8s.io/v1',
    kind: 'Gateway',
    metadata: { name, namespace, ...(labels ? { labels } : {}) },
    spec: {
      gatewayClassName: 'istio-waypoint',
      listeners: [
        {
          name: 'mesh',
          port: 15008,
          protocol: 'HBONE',
          ...(from ? { allowedRoutes } : {}),
        },
      ],
    },
  };
}
