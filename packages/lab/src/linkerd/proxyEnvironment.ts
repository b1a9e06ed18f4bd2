import type { JsonObject } from '../apiserver/KubeObject.ts';
import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { Pod } from '../controllers/objects.ts';
import { trustDomain, type ProxyValues } from './proxyValues.ts';

function field(name: string, fieldPath: string): JsonObject {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

function setting(name: string, value: string | number): JsonObject {
  return { name: `LINKERD2_PROXY_${name}`, value: String(value) };
}

function optional(name: string, value: string): JsonObject[] {
  return value === '' ? [] : [setting(name, value)];
}

/** The environment of the proxy in the order of the chart's template. */
export function proxyEnvironment(pod: Pod, values: ProxyValues): JsonObject[] {
  return [
    field('_pod_name', 'metadata.name'),
    field('_pod_ns', 'metadata.namespace'),
    field('_pod_uid', 'metadata.uid'),
    field('_pod_ip', 'status.podIP'),
    field('_pod_nodeName', 'spec.nodeName'),
    { name: '_pod_containerName', value: 'linkerd-proxy' },
    ...cores(values),
    ...optional(
      'INBOUND_PORTS_REQUIRE_IDENTITY',
      values.proxy.requireIdentityOnInboundPorts,
    ),
    setting('SHUTDOWN_ENDPOINT_ENABLED', 'false'),
    setting('LOG', `${values.proxy.logLevel},[{headers}]=off,[{request}]=off`),
    setting('LOG_FORMAT', values.proxy.logFormat),
    ...controlPlane(values),
    ...timeouts(values),
    ...listeners(pod, values),
    ...keepAlive(),
    ...optional(
      'INBOUND_PORTS_DISABLE_PROTOCOL_DETECTION',
      values.proxy.opaquePorts,
    ),
    setting(
      'DESTINATION_CONTEXT',
      '{"ns":"$(_pod_ns)", "nodeName":"$(_pod_nodeName)", "pod":"$(_pod_name)"}\n',
    ),
    ...identity(values),
    ...optional('ACCESS_LOG', values.proxy.accessLog),
    ...optional('SHUTDOWN_GRACE_PERIOD', values.proxy.shutdownGracePeriod),
  ];
}

/** As many worker threads as whole cores are requested, at least one. */
function cores({ proxy }: ProxyValues): JsonObject[] {
  const { request, limit } = proxy.resources.cpu;
  const least = wholeCores(request) || 1;
  return [
    setting('CORES', least),
    setting('CORES_MIN', least),
    ...(limit ? [setting('CORES_MAX', wholeCores(limit))] : []),
  ];
}

function wholeCores(quantity: string): number {
  const amount = parseFloat(quantity) || 0;
  return Math.ceil(quantity.endsWith('m') ? amount / 1000 : amount);
}

function controlPlane(values: ProxyValues): JsonObject[] {
  const { clusterDomain, clusterNetworks, controlPlaneNamespace } = values;
  const at = (service: string, port: number) =>
    `${service}.${controlPlaneNamespace}.svc.${clusterDomain}.:${port}`;
  return [
    setting('DESTINATION_SVC_ADDR', at('linkerd-dst-headless', 8086)),
    setting('DESTINATION_PROFILE_NETWORKS', clusterNetworks),
    setting('POLICY_SVC_ADDR', at('linkerd-policy', 8090)),
    setting('POLICY_WORKLOAD', '{"ns":"$(_pod_ns)", "pod":"$(_pod_name)"}\n'),
    setting('INBOUND_DEFAULT_POLICY', values.proxy.defaultInboundPolicy),
    setting('POLICY_CLUSTER_NETWORKS', clusterNetworks),
  ];
}

function timeouts({ proxy }: ProxyValues): JsonObject[] {
  return [
    setting('CONTROL_STREAM_INITIAL_TIMEOUT', '3s'),
    setting('CONTROL_STREAM_IDLE_TIMEOUT', '5m'),
    setting('CONTROL_STREAM_LIFETIME', '1h'),
    ...optional('INBOUND_CONNECT_TIMEOUT', proxy.inboundConnectTimeout),
    ...optional('OUTBOUND_CONNECT_TIMEOUT', proxy.outboundConnectTimeout),
    ...optional(
      'OUTBOUND_DISCOVERY_IDLE_TIMEOUT',
      proxy.outboundDiscoveryCacheUnusedTimeout,
    ),
    ...optional(
      'INBOUND_DISCOVERY_IDLE_TIMEOUT',
      proxy.inboundDiscoveryCacheUnusedTimeout,
    ),
  ];
}

function listeners(pod: Pod, values: ProxyValues): JsonObject[] {
  const { admin, control, inbound, outbound } = values.proxy.ports;
  const domain = `svc.${values.clusterDomain}.`;
  const { isGateway, isIngress } = values.proxy;
  return [
    setting('CONTROL_LISTEN_ADDR', `0.0.0.0:${control}`),
    setting('ADMIN_LISTEN_ADDR', `0.0.0.0:${admin}`),
    setting('OUTBOUND_LISTEN_ADDR', `127.0.0.1:${outbound}`),
    setting('OUTBOUND_LISTEN_ADDRS', `127.0.0.1:${outbound}`),
    setting('INBOUND_LISTEN_ADDR', `0.0.0.0:${inbound}`),
    field('LINKERD2_PROXY_INBOUND_IPS', 'status.podIPs'),
    setting('INBOUND_PORTS', inboundPorts(pod)),
    ...(isGateway ? [setting('INBOUND_GATEWAY_SUFFIXES', domain)] : []),
    ...(isIngress ? [setting('INGRESS_MODE', 'true')] : []),
    setting('DESTINATION_PROFILE_SUFFIXES', domain),
  ];
}

/** Ports that the containers declare or are probed at, in the order of their digits. */
function inboundPorts({ spec }: Pod): string {
  const containers = [...(spec.initContainers ?? []), ...spec.containers];
  const declared = containers.flatMap(({ ports = [] }) =>
    ports.map(port => port.containerPort),
  );
  const probed = containers.flatMap(({ readinessProbe, livenessProbe }) =>
    [readinessProbe, livenessProbe].flatMap(probe => {
      const get = isJsonObject(probe) ? probe.httpGet : undefined;
      return isJsonObject(get) && typeof get.port === 'number'
        ? [get.port]
        : [];
    }),
  );
  return [...new Set([...declared, ...probed].map(String))].sort().join(',');
}

function keepAlive(): JsonObject[] {
  return [
    setting('INBOUND_ACCEPT_KEEPALIVE', '10000ms'),
    setting('OUTBOUND_CONNECT_KEEPALIVE', '10000ms'),
    setting('INBOUND_ACCEPT_USER_TIMEOUT', '30s'),
    setting('OUTBOUND_CONNECT_USER_TIMEOUT', '30s'),
    setting('OUTBOUND_METRICS_HOSTNAME_LABELS', 'false'),
    ...['INBOUND', 'OUTBOUND'].flatMap(direction => [
      setting(`${direction}_SERVER_HTTP2_KEEP_ALIVE_INTERVAL`, '10s'),
      setting(`${direction}_SERVER_HTTP2_KEEP_ALIVE_TIMEOUT`, '3s'),
    ]),
  ];
}

function identity(values: ProxyValues): JsonObject[] {
  const domain = trustDomain(values);
  const home = values.controlPlaneNamespace;
  const suffix = `serviceaccount.identity.${home}.${domain}`;
  const token = values.identity.serviceAccountTokenProjection
    ? '/var/run/secrets/tokens/linkerd-identity-token'
    : '/var/run/secrets/kubernetes.io/serviceaccount/token';
  const issuer = `linkerd-identity-headless.${home}.svc.${values.clusterDomain}.:8080`;
  return [
    field('_pod_sa', 'spec.serviceAccountName'),
    { name: '_l5d_ns', value: home },
    { name: '_l5d_trustdomain', value: domain },
    setting('IDENTITY_DIR', '/var/run/linkerd/identity/end-entity'),
    setting(
      'IDENTITY_TRUST_ANCHORS',
      `${values.identityTrustAnchorsPEM.trim()}\n`,
    ),
    setting('IDENTITY_TOKEN_FILE', token),
    setting('IDENTITY_SVC_ADDR', issuer),
    setting('IDENTITY_LOCAL_NAME', `$(_pod_sa).$(_pod_ns).${suffix}`),
    setting('IDENTITY_SVC_NAME', `linkerd-identity.${home}.${suffix}`),
    setting('DESTINATION_SVC_NAME', `linkerd-destination.${home}.${suffix}`),
    setting('POLICY_SVC_NAME', `linkerd-destination.${home}.${suffix}`),
  ];
}
