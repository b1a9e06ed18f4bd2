import type { JsonObject } from '../apiserver/KubeObject.ts';
import type { Container, Pod } from '../controllers/objects.ts';
import type { InjectorConfig } from './injectorConfig.ts';
import type { WorkloadIdentity } from './workloadIdentity.ts';

export const PROXY = 'istio-proxy';

const restricted = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  privileged: false,
  readOnlyRootFilesystem: true,
  runAsGroup: 1337,
  runAsNonRoot: true,
  runAsUser: 1337,
};

export function proxySecurityContext(): JsonObject {
  return structuredClone(restricted);
}

export function proxyImage({ values }: InjectorConfig): string {
  const { hub, tag, proxy, variant } = values.global;
  return `${hub}/${proxy.image}:${tag}${variant ? `-${variant}` : ''}`;
}

export function discoveryAddress(config: InjectorConfig): string {
  const { istioNamespace } = config.values.global;
  const suffix = config.revision === 'default' ? '' : `-${config.revision}`;
  return String(
    config.mesh.defaultConfig?.discoveryAddress ??
      `istiod${suffix}.${istioNamespace}.svc:15012`,
  );
}

/** `router` for gateways, `sidecar` beside an application. */
export function proxyArguments(
  role: 'sidecar' | 'router',
  { values }: InjectorConfig,
): string[] {
  const { proxy, logging } = values.global;
  return [
    'proxy',
    role,
    '--domain',
    `$(POD_NAMESPACE).svc.${proxy.clusterDomain}`,
    `--proxyLogLevel=${proxy.logLevel}`,
    `--proxyComponentLogLevel=${proxy.componentLogLevel}`,
    `--log_output_level=${logging?.level ?? 'default:info'}`,
  ];
}

/** A variable that comes from a field of the pod. */
export function field(name: string, fieldPath: string): JsonObject {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}

/** A variable that comes from the container's limits. */
export function limit(name: string, resource: string): JsonObject {
  return { name, valueFrom: { resourceFieldRef: { divisor: '1', resource } } };
}

/** A variable with a plain value; none without one. */
export function value(name: string, text: string | undefined): JsonObject[] {
  return text === undefined ? [] : [{ name, value: text }];
}

/** The environment of the proxy in the order of Istio's template. */
export function proxyEnvironment(
  pod: Pod,
  config: InjectorConfig,
  identity: WorkloadIdentity,
): JsonObject[] {
  const { global } = config.values;
  return [
    { name: 'PILOT_CERT_PROVIDER', value: 'istiod' },
    { name: 'CA_ADDR', value: discoveryAddress(config) },
    field('POD_NAME', 'metadata.name'),
    field('POD_NAMESPACE', 'metadata.namespace'),
    field('INSTANCE_IP', 'status.podIP'),
    field('SERVICE_ACCOUNT', 'spec.serviceAccountName'),
    field('HOST_IP', 'status.hostIP'),
    limit('ISTIO_CPU_LIMIT', 'limits.cpu'),
    {
      name: 'PROXY_CONFIG',
      value: `${JSON.stringify(config.mesh.defaultConfig ?? {})}\n`,
    },
    { name: 'ISTIO_META_POD_PORTS', value: podPorts(pod) },
    {
      name: 'ISTIO_META_APP_CONTAINERS',
      value: applications(pod)
        .map(c => c.name)
        .join(','),
    },
    limit('GOMEMLIMIT', 'limits.memory'),
    limit('GOMAXPROCS', 'limits.cpu'),
    field('ISTIO_META_NODE_NAME', 'spec.nodeName'),
    { name: 'ISTIO_META_INTERCEPTION_MODE', value: 'REDIRECT' },
    { name: 'ISTIO_META_WORKLOAD_NAME', value: identity.name },
    { name: 'ISTIO_META_OWNER', value: identity.owner },
    ...value('ISTIO_META_MESH_ID', global.meshID),
    { name: 'TRUST_DOMAIN', value: config.mesh.trustDomain ?? 'cluster.local' },
    { name: 'ISTIO_META_CLUSTER_ID', value: global.multiCluster.clusterName },
    ...value('ISTIO_META_NETWORK', global.network),
  ];
}

function applications(pod: Pod): Container[] {
  return pod.spec.containers.filter(container => container.name !== PROXY);
}

/** The template writes one port per line between brackets. */
function podPorts(pod: Pod): string {
  const lines = applications(pod)
    .flatMap(container => container.ports ?? [])
    .map(port => `    ${JSON.stringify(port)}`);
  return `[\n${lines.join('\n    ,')}\n]`;
}

const readiness = {
  httpGet: { path: '/healthz/ready', port: 15021, scheme: 'HTTP' },
  successThreshold: 1,
  timeoutSeconds: 3,
};

export function proxyProbes(): Pick<
  Container,
  'readinessProbe' | 'startupProbe'
> {
  return structuredClone({
    readinessProbe: { ...readiness, failureThreshold: 4, periodSeconds: 15 },
    startupProbe: { ...readiness, failureThreshold: 600, periodSeconds: 1 },
  });
}

const mounts: readonly [path: string, volume: string][] = [
  ['/var/run/secrets/workload-spiffe-uds', 'workload-socket'],
  ['/var/run/secrets/credential-uds', 'credential-socket'],
  ['/var/run/secrets/workload-spiffe-credentials', 'workload-certs'],
  ['/var/run/secrets/istio', 'istiod-ca-cert'],
  ['/var/run/secrets/istio/crl', 'istio-ca-crl'],
  ['/var/lib/istio/data', 'istio-data'],
  ['/etc/istio/proxy', 'istio-envoy'],
  ['/var/run/secrets/tokens', 'istio-token'],
  ['/etc/istio/pod', 'istio-podinfo'],
];

export function proxyMounts(): JsonObject[] {
  return mounts.map(([mountPath, name]) => ({ mountPath, name }));
}

/** What a proxy of Istio shows istiod that it is the workload by: beside an application or as a gateway. */
export function identityVolumes(): JsonObject[] {
  const info = (path: string) => ({
    fieldRef: { apiVersion: 'v1', fieldPath: `metadata.${path}` },
    path,
  });
  const token = {
    audience: 'istio-ca',
    expirationSeconds: 43200,
    path: 'istio-token',
  };
  return [
    {
      downwardAPI: { items: [info('labels'), info('annotations')] },
      name: 'istio-podinfo',
    },
    {
      name: 'istio-token',
      projected: { sources: [{ serviceAccountToken: token }] },
    },
    { configMap: { name: 'istio-ca-root-cert' }, name: 'istiod-ca-cert' },
  ];
}

/** The volumes that the proxy needs, in the order of `sidecar.istio.io/status`. */
export function proxyVolumes(): JsonObject[] {
  return [
    { emptyDir: {}, name: 'workload-socket' },
    { emptyDir: {}, name: 'credential-socket' },
    { emptyDir: {}, name: 'workload-certs' },
    { emptyDir: { medium: 'Memory' }, name: 'istio-envoy' },
    { emptyDir: {}, name: 'istio-data' },
    ...identityVolumes(),
    {
      configMap: { name: 'istio-ca-crl', optional: true },
      name: 'istio-ca-crl',
    },
  ];
}

/** `sidecar.istio.io/status`: what the injector added, and for which revision. */
export function injectionRecord(
  revision: string,
  added: { initContainers: string[]; containers: string[] },
): string {
  return JSON.stringify({
    initContainers: added.initContainers.length ? added.initContainers : null,
    containers: added.containers.length ? added.containers : null,
    volumes: proxyVolumes().map(volume => volume.name),
    imagePullSecrets: null,
    revision,
  });
}
