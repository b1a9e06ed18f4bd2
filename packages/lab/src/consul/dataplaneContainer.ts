import type { JsonObject } from '../apiserver/KubeObject.ts';
import type { Container } from '../controllers/objects.ts';
import type { PodSettings } from './podSettings.ts';

export const DATAPLANE = 'consul-dataplane';

/** The user that the proxy runs as; an application must not. */
export const PROXY_USER = 5995;

const DIRECTORY = '/consul/connect-inject';
const VOLUME = 'consul-connect-inject-data';
const INBOUND_PORT = 20000;
const DNS_PORT = 8600;
const TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';

export function dataVolume(): JsonObject {
  return { emptyDir: { medium: 'Memory' }, name: VOLUME };
}

export function dataMount(): JsonObject {
  return { mountPath: DIRECTORY, name: VOLUME };
}

export function field(name: string, fieldPath: string): JsonObject {
  return { name, valueFrom: { fieldRef: { fieldPath } } };
}

/** The proxy with its agent, as consul-k8s 2.0 writes it. */
export function dataplaneContainer(settings: PodSettings): Container {
  const { metrics, nativeSidecar, scrapePort } = settings;
  return {
    args: dataplaneArguments(settings),
    env: dataplaneEnvironment(),
    image: settings.dataplaneImage,
    name: DATAPLANE,
    ...(metrics
      ? {
          ports: [
            {
              containerPort: Number(scrapePort),
              name: 'prometheus',
              protocol: 'TCP',
            },
          ],
        }
      : {}),
    readinessProbe: {
      initialDelaySeconds: 1,
      tcpSocket: { port: INBOUND_PORT },
    },
    resources: settings.proxyResources,
    ...(nativeSidecar ? asNativeSidecar() : {}),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
      runAsGroup: PROXY_USER,
      runAsNonRoot: true,
      runAsUser: PROXY_USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    volumeMounts: [dataMount()],
  };
}

function asNativeSidecar(): JsonObject {
  const command = ['/usr/local/bin/consul-dataplane', '-check-proxy-health'];
  return {
    restartPolicy: 'Always',
    startupProbe: {
      exec: { command },
      failureThreshold: 10,
      initialDelaySeconds: 1,
      periodSeconds: 1,
      timeoutSeconds: 5,
    },
  };
}

function dataplaneEnvironment(): JsonObject[] {
  const pod = 'pod=$(POD_NAMESPACE)/$(POD_NAME)';
  return [
    { name: 'TMPDIR', value: DIRECTORY },
    field('NODE_NAME', 'spec.nodeName'),
    { name: 'DP_SERVICE_NODE_NAME', value: '$(NODE_NAME)-virtual' },
    field('POD_NAME', 'metadata.name'),
    field('POD_NAMESPACE', 'metadata.namespace'),
    field('POD_UID', 'metadata.uid'),
    { name: 'DP_CREDENTIAL_LOGIN_META', value: pod },
    { name: 'DP_CREDENTIAL_LOGIN_META1', value: pod },
    { name: 'DP_CREDENTIAL_LOGIN_META2', value: 'pod-uid=$(POD_UID)' },
    field('HOST_IP', 'status.hostIP'),
  ];
}

function dataplaneArguments(settings: PodSettings): string[] {
  const { servers, authMethod, concurrency, scrapePath } = settings;
  return [
    ...['-addresses', servers.address],
    '-envoy-admin-bind-address=127.0.0.1',
    '-consul-dns-bind-addr=127.0.0.1',
    '-xds-bind-addr=127.0.0.1',
    `-grpc-port=${servers.grpcPort}`,
    `-proxy-service-id-path=${DIRECTORY}/proxyid`,
    ...['-log-level=info', '-log-json=false'],
    `-envoy-concurrency=${concurrency}`,
    '-graceful-addr=127.0.0.1',
    ...(authMethod
      ? [
          '-credential-type=login',
          `-login-auth-method=${authMethod}`,
          `-login-bearer-token-path=${TOKEN}`,
        ]
      : []),
    ...tlsArguments(settings),
    '-graceful-port=20600',
    ...lifecycleArguments(settings),
    `-telemetry-prom-scrape-path=${scrapePath}`,
    ...(settings.dns ? [`-consul-dns-bind-port=${DNS_PORT}`] : []),
  ];
}

function tlsArguments({ tls, tlsServerName }: PodSettings): string[] {
  if (!tls) return ['-tls-disabled'];
  return [
    ...(tlsServerName ? [`-tls-server-name=${tlsServerName}`] : []),
    `-ca-certs=${DIRECTORY}/consul-ca.pem`,
  ];
}

function lifecycleArguments(settings: PodSettings): string[] {
  if (!settings.lifecycle) return [];
  return [
    ...(settings.drainListeners ? ['-shutdown-drain-listeners'] : []),
    `-shutdown-grace-period-seconds=${settings.shutdownGraceSeconds}`,
    '-graceful-shutdown-path=/graceful_shutdown',
    '-startup-grace-period-seconds=0',
    '-graceful-startup-path=/graceful_startup',
  ];
}
