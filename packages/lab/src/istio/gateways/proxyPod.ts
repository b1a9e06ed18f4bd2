import type { JsonObject } from '../../apiserver/KubeObject.ts';
import type { Container, PodSpec } from '../../controllers/objects.ts';
import { proxyMetadata, type InjectorConfig } from '../injectorConfig.ts';
import {
  PROXY,
  discoveryAddress,
  field,
  identityVolumes,
  limit,
  proxyImage,
  proxySecurityContext,
  value,
} from '../proxyContainer.ts';

/** What the proxy of a Gateway is called and where it is. */
export interface ProxyIdentity {
  namespace: string;
  /** Of the Deployment. */
  name: string;
  serviceAccount: string;
  network: string | undefined;
  /** The network whose services it serves to other networks: east-west gateways. */
  networkView: string | undefined;
}

/** The pod of a waypoint or an east-west gateway (Istio's template `waypoint`). */
export function waypointPod(
  config: InjectorConfig,
  identity: ProxyIdentity,
): PodSpec {
  const { global } = config.values;
  return {
    serviceAccountName: identity.serviceAccount,
    containers: [
      {
        ...commonContainer(config),
        args: waypointArguments(config, identity),
        env: waypointEnvironment(config, identity),
        resources: global.waypoint?.resources ?? WAYPOINT_RESOURCES,
        volumeMounts: mounts(WAYPOINT_MOUNTS),
      },
    ],
    volumes: [
      { emptyDir: {}, name: 'workload-socket' },
      { emptyDir: { medium: 'Memory' }, name: 'istio-envoy' },
      { emptyDir: { medium: 'Memory' }, name: 'go-proxy-envoy' },
      { emptyDir: {}, name: 'istio-data' },
      { emptyDir: {}, name: 'go-proxy-data' },
      ...identityVolumes(),
    ],
  };
}

/** The pod of an ingress gateway (Istio's template `kube-gateway`). */
export function routerPod(
  config: InjectorConfig,
  identity: ProxyIdentity,
): PodSpec {
  const { global } = config.values;
  return {
    securityContext: {
      sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
    },
    serviceAccountName: identity.serviceAccount,
    containers: [
      {
        ...commonContainer(config),
        args: [
          ...['proxy', 'router', '--domain', domainOf(config)],
          ...logArguments(config),
        ],
        env: routerEnvironment(config, identity),
        resources: global.proxy.resources,
        volumeMounts: mounts(ROUTER_MOUNTS),
      },
    ],
    volumes: [
      { emptyDir: {}, name: 'workload-socket' },
      { emptyDir: {}, name: 'credential-socket' },
      { emptyDir: {}, name: 'workload-certs' },
      { emptyDir: { medium: 'Memory' }, name: 'istio-envoy' },
      { emptyDir: {}, name: 'istio-data' },
      ...identityVolumes(),
    ],
  };
}

const WAYPOINT_RESOURCES = {
  limits: { cpu: '2', memory: '1Gi' },
  requests: { cpu: '100m', memory: '128Mi' },
};

const probe = {
  httpGet: { path: '/healthz/ready', port: 15021, scheme: 'HTTP' },
  successThreshold: 1,
  timeoutSeconds: 1,
};

function commonContainer(config: InjectorConfig): Container {
  return {
    name: PROXY,
    image: proxyImage(config),
    imagePullPolicy: config.values.global.imagePullPolicy ?? 'IfNotPresent',
    ports: [
      { containerPort: 15020, name: 'metrics', protocol: 'TCP' },
      { containerPort: 15021, name: 'status-port', protocol: 'TCP' },
      { containerPort: 15090, name: 'http-envoy-prom', protocol: 'TCP' },
    ],
    readinessProbe: { ...probe, failureThreshold: 4, periodSeconds: 15 },
    startupProbe: {
      ...probe,
      failureThreshold: 30,
      initialDelaySeconds: 1,
      periodSeconds: 1,
    },
    securityContext: proxySecurityContext(),
  };
}

function domainOf({ values }: InjectorConfig): string {
  return `$(POD_NAMESPACE).svc.${values.global.proxy.clusterDomain}`;
}

function logArguments({ values }: InjectorConfig): string[] {
  const { proxy, logging } = values.global;
  return [
    ...['--proxyLogLevel', proxy.logLevel],
    ...['--proxyComponentLogLevel', proxy.componentLogLevel],
    ...['--log_output_level', logging?.level ?? 'default:info'],
  ];
}

function waypointArguments(
  config: InjectorConfig,
  { serviceAccount }: ProxyIdentity,
): string[] {
  return [
    ...['proxy', 'waypoint', '--domain', domainOf(config)],
    ...['--serviceCluster', `${serviceAccount}.$(POD_NAMESPACE)`],
    ...logArguments(config),
  ];
}

/** In the order of the template. */
function waypointEnvironment(
  config: InjectorConfig,
  identity: ProxyIdentity,
): JsonObject[] {
  const { global } = config.values;
  return [
    field('ISTIO_META_SERVICE_ACCOUNT', 'spec.serviceAccountName'),
    field('ISTIO_META_NODE_NAME', 'spec.nodeName'),
    ...podEnvironment(config),
    ...metadataVariables(config),
    limit('GOMEMLIMIT', 'limits.memory'),
    limit('GOMAXPROCS', 'limits.cpu'),
    ...value('ISTIO_META_CLUSTER_ID', global.multiCluster.clusterName),
    ...value('ISTIO_META_NETWORK', identity.network),
    ...value('ISTIO_META_REQUESTED_NETWORK_VIEW', identity.networkView),
    ...value('ISTIO_META_INTERCEPTION_MODE', 'REDIRECT'),
    ...workloadVariables(config, identity),
  ];
}

function routerEnvironment(
  config: InjectorConfig,
  identity: ProxyIdentity,
): JsonObject[] {
  const { global } = config.values;
  return [
    ...podEnvironment(config),
    ...value('ISTIO_META_POD_PORTS', '[]'),
    ...value('ISTIO_META_APP_CONTAINERS', ''),
    limit('GOMEMLIMIT', 'limits.memory'),
    limit('GOMAXPROCS', 'limits.cpu'),
    ...value('ISTIO_META_CLUSTER_ID', global.multiCluster.clusterName),
    field('ISTIO_META_NODE_NAME', 'spec.nodeName'),
    ...value('ISTIO_META_INTERCEPTION_MODE', 'REDIRECT'),
    ...value('ISTIO_META_NETWORK', identity.network),
    ...workloadVariables(config, identity),
    ...metadataVariables(config),
    ...value('ISTIO_META_REQUESTED_NETWORK_VIEW', identity.networkView),
  ];
}

function podEnvironment(config: InjectorConfig): JsonObject[] {
  return [
    ...value('PILOT_CERT_PROVIDER', 'istiod'),
    ...value('CA_ADDR', discoveryAddress(config)),
    field('POD_NAME', 'metadata.name'),
    field('POD_NAMESPACE', 'metadata.namespace'),
    field('INSTANCE_IP', 'status.podIP'),
    field('SERVICE_ACCOUNT', 'spec.serviceAccountName'),
    field('HOST_IP', 'status.hostIP'),
    limit('ISTIO_CPU_LIMIT', 'limits.cpu'),
    ...value(
      'PROXY_CONFIG',
      `${JSON.stringify(config.mesh.defaultConfig ?? {})}\n`,
    ),
  ];
}

function metadataVariables(config: InjectorConfig): JsonObject[] {
  return Object.entries(proxyMetadata(config)).flatMap(([name, text]) =>
    value(name, text),
  );
}

function workloadVariables(
  config: InjectorConfig,
  { namespace, name }: ProxyIdentity,
): JsonObject[] {
  const owner = `kubernetes://apis/apps/v1/namespaces/${namespace}/deployments/${name}`;
  const trustDomain = config.mesh.trustDomain ?? 'cluster.local';
  return [
    ...value('ISTIO_META_WORKLOAD_NAME', name),
    ...value('ISTIO_META_OWNER', owner),
    ...value('ISTIO_META_MESH_ID', config.values.global.meshID ?? trustDomain),
    ...value('TRUST_DOMAIN', trustDomain),
  ];
}

type Mount = readonly [path: string, volume: string];

const COMMON_MOUNTS: readonly Mount[] = [
  ['/var/run/secrets/istio', 'istiod-ca-cert'],
  ['/var/lib/istio/data', 'istio-data'],
  ['/etc/istio/proxy', 'istio-envoy'],
  ['/var/run/secrets/tokens', 'istio-token'],
  ['/etc/istio/pod', 'istio-podinfo'],
];

const WAYPOINT_MOUNTS: readonly Mount[] = [
  ['/var/run/secrets/workload-spiffe-uds', 'workload-socket'],
  ...COMMON_MOUNTS,
];

const ROUTER_MOUNTS: readonly Mount[] = [
  ['/var/run/secrets/workload-spiffe-uds', 'workload-socket'],
  ['/var/run/secrets/credential-uds', 'credential-socket'],
  ['/var/run/secrets/workload-spiffe-credentials', 'workload-certs'],
  ...COMMON_MOUNTS,
];

function mounts(list: readonly Mount[]): JsonObject[] {
  return list.map(([mountPath, name]) => ({ mountPath, name }));
}
