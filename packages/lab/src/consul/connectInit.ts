import type { JsonObject } from '../apiserver/KubeObject.ts';
import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { Container, Pod } from '../controllers/objects.ts';
import {
  DATAPLANE,
  PROXY_USER,
  dataMount,
  field,
} from './dataplaneContainer.ts';
import { PREFIX, type PodSettings } from './podSettings.ts';

export const CONNECT_INIT = 'consul-connect-inject-init';

const INIT_USER = 5996;

/** From these ports on the proxy answers the probes of the pod's containers, one port per container. */
const PROBE_PORTS = {
  livenessProbe: 20300,
  readinessProbe: 20400,
  startupProbe: 20500,
};

/** Waits until the pod's service is registered, then sets up the redirection (or leaves that to the CNI plugin). */
export function connectInit(pod: Pod, settings: PodSettings): Container {
  const { transparentProxy, cni, servers } = settings;
  const redirects = transparentProxy && !cni;
  return {
    command: ['/bin/sh', '-ec', command(pod, settings)],
    env: [
      field('POD_NAME', 'metadata.name'),
      field('POD_NAMESPACE', 'metadata.namespace'),
      field('NODE_NAME', 'spec.nodeName'),
      { name: 'CONSUL_ADDRESSES', value: servers.address },
      { name: 'CONSUL_GRPC_PORT', value: servers.grpcPort },
      { name: 'CONSUL_HTTP_PORT', value: servers.httpPort },
      { name: 'CONSUL_API_TIMEOUT', value: '5m0s' },
      { name: 'CONSUL_NODE_NAME', value: '$(NODE_NAME)-virtual' },
      { name: 'CONSUL_DUAL_STACK', value: 'false' },
      ...(settings.tls ? [{ name: 'CONSUL_USE_TLS', value: 'true' }] : []),
      ...login(settings),
      ...(redirects
        ? [
            {
              name: 'CONSUL_REDIRECT_TRAFFIC_CONFIG',
              value: redirection(pod, settings),
            },
          ]
        : []),
    ],
    image: settings.controlPlaneImage,
    name: CONNECT_INIT,
    resources: settings.initResources,
    securityContext: securityContext(settings),
    volumeMounts: [dataMount()],
  };
}

function command(pod: Pod, { authMethod }: PodSettings): string {
  const service = pod.metadata.annotations?.[`${PREFIX}/connect-service`] ?? '';
  const account = pod.spec.serviceAccountName ?? 'default';
  return [
    'consul-k8s-control-plane connect-init -pod-name=${POD_NAME} -pod-namespace=${POD_NAMESPACE} \\',
    '  -log-level=info \\',
    '  -log-json=false \\',
    ...(authMethod
      ? [
          `  -service-account-name="${account}" \\`,
          `  -service-name="${service}" \\`,
        ]
      : []),
  ].join('\n');
}

function login({ authMethod }: PodSettings): JsonObject[] {
  if (!authMethod) return [];
  const token = '/var/run/secrets/kubernetes.io/serviceaccount/token';
  return [
    { name: 'CONSUL_LOGIN_AUTH_METHOD', value: authMethod },
    { name: 'CONSUL_LOGIN_BEARER_TOKEN_FILE', value: token },
    { name: 'CONSUL_LOGIN_META', value: 'pod=$(POD_NAMESPACE)/$(POD_NAME)' },
  ];
}

function securityContext({ transparentProxy, cni }: PodSettings): JsonObject {
  if (transparentProxy && !cni)
    return {
      capabilities: { add: ['NET_ADMIN'] },
      privileged: false,
      runAsGroup: 0,
      runAsNonRoot: false,
      runAsUser: 0,
    };
  return {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    ...(transparentProxy
      ? { privileged: false, runAsGroup: INIT_USER, runAsUser: INIT_USER }
      : {}),
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** What traffic goes past the proxy, as JSON for the init container or the CNI plugin. */
export function redirection(pod: Pod, settings: PodSettings): string {
  const inbound = [
    ...(settings.metrics ? [settings.scrapePort] : []),
    ...(settings.overwriteProbes ? probes(pod).map(p => String(p.port)) : []),
    ...settings.excludeInboundPorts,
  ];
  const orNull = (list: readonly string[]) => (list.length > 0 ? list : null);
  return JSON.stringify({
    ConsulDNSIP: settings.dns ? '127.0.0.1' : '',
    ConsulDNSPort: settings.dns ? 8600 : 0,
    ProxyUserID: String(PROXY_USER),
    ProxyInboundPort: 20000,
    ProxyOutboundPort: 15001,
    ExcludeInboundPorts: orNull(inbound),
    ExcludeOutboundPorts: orNull(settings.excludeOutboundPorts),
    ExcludeOutboundCIDRs: orNull(settings.excludeOutboundCIDRs),
    ExcludeUIDs: [String(INIT_USER), ...settings.excludeUIDs],
    NetNS: '',
    IptablesProvider: null,
  });
}

/** HTTP probes go to ports of the proxy, which asks the application. Alters the pod. */
export function redirectProbes(pod: Pod): void {
  for (const { get, port } of probes(pod)) get.port = port;
}

function probes(pod: Pod): { get: JsonObject; port: number }[] {
  const applications = pod.spec.containers.filter(c => c.name !== DATAPLANE);
  return applications.flatMap((container, i) =>
    Object.entries(PROBE_PORTS).flatMap(([kind, first]) => {
      const probe = container[kind];
      const get = isJsonObject(probe) ? probe.httpGet : undefined;
      return isJsonObject(get) ? [{ get, port: first + i }] : [];
    }),
  );
}
