import type { JsonObject } from '../apiserver/KubeObject.ts';
import type { Container, Pod } from '../controllers/objects.ts';
import { proxyEnvironment } from './proxyEnvironment.ts';
import { proxyImage, type ProxyValues } from './proxyValues.ts';

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';

/** The mount of the API token that the application has; the containers beside it use the same. */
function tokenMount(pod: Pod): JsonObject[] {
  const mounts = (pod.spec.containers[0].volumeMounts ?? []) as JsonObject[];
  return mounts.filter(mount => mount.mountPath === TOKEN_PATH).slice(0, 1);
}

function pullPolicy({ proxy, imagePullPolicy }: ProxyValues): string {
  return proxy.image.pullPolicy || imagePullPolicy;
}

function resources({ proxy }: ProxyValues): Container['resources'] {
  const { cpu, memory } = proxy.resources;
  const pick = (which: 'request' | 'limit') => ({
    ...(cpu[which] ? { cpu: cpu[which] } : {}),
    ...(memory[which] ? { memory: memory[which] } : {}),
  });
  const [limits, requests] = [pick('limit'), pick('request')];
  return {
    ...(Object.keys(limits).length ? { limits } : {}),
    ...(Object.keys(requests).length ? { requests } : {}),
  };
}

/** The container `linkerd-proxy`, as the chart of 2.20 renders it. */
export function proxyContainer(pod: Pod, values: ProxyValues): Container {
  const { admin, inbound } = values.proxy.ports;
  const { nativeSidecar } = values.proxy;
  const ready = { httpGet: { path: '/ready', port: admin } };
  return {
    env: proxyEnvironment(pod, values),
    image: proxyImage(values),
    imagePullPolicy: pullPolicy(values),
    ...lifecycle(values),
    livenessProbe: {
      httpGet: { path: '/live', port: admin },
      initialDelaySeconds: 10,
      timeoutSeconds: 1,
    },
    name: 'linkerd-proxy',
    ports: [
      { containerPort: inbound, name: 'linkerd-proxy' },
      { containerPort: admin, name: 'linkerd-admin' },
    ],
    readinessProbe: { ...ready, initialDelaySeconds: 2, timeoutSeconds: 1 },
    resources: resources(values),
    ...(nativeSidecar ? { restartPolicy: 'Always' } : {}),
    securityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      runAsNonRoot: true,
      runAsUser: values.proxy.uid,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...(nativeSidecar && values.proxy.await
      ? { startupProbe: { ...ready, failureThreshold: 120, periodSeconds: 1 } }
      : {}),
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      {
        mountPath: '/var/run/linkerd/identity/end-entity',
        name: 'linkerd-identity-end-entity',
      },
      ...(values.identity.serviceAccountTokenProjection
        ? [
            {
              mountPath: '/var/run/secrets/tokens',
              name: 'linkerd-identity-token',
            },
          ]
        : []),
      ...tokenMount(pod),
    ],
  };
}

/** An ordinary sidecar delays the application until the proxy is ready, and may outlive it for a while. */
function lifecycle({ proxy }: ProxyValues): { lifecycle?: JsonObject } {
  if (proxy.nativeSidecar) return {};
  const command = [
    '/usr/lib/linkerd/linkerd-await',
    '--timeout=2m',
    `--port=${proxy.ports.admin}`,
  ];
  const sleep = ['/bin/sleep', String(proxy.waitBeforeExitSeconds)];
  const hooks = {
    ...(proxy.await ? { postStart: { exec: { command } } } : {}),
    ...(proxy.waitBeforeExitSeconds > 0
      ? { preStop: { exec: { command: sleep } } }
      : {}),
  };
  return Object.keys(hooks).length > 0 ? { lifecycle: hooks } : {};
}

/** `linkerd-init` redirects the pod's traffic; with the CNI plugin `linkerd-network-validator` checks that it was. */
export function initContainer(pod: Pod, values: ProxyValues): Container {
  return values.cniEnabled
    ? networkValidator(values)
    : redirection(pod, values);
}

const nobody = {
  readOnlyRootFilesystem: true,
  runAsGroup: 65534,
  runAsNonRoot: true,
  runAsUser: 65534,
  seccompProfile: { type: 'RuntimeDefault' },
};

function redirection(pod: Pod, values: ProxyValues): Container {
  return {
    args: redirectionArguments(values),
    command: ['/usr/lib/linkerd/linkerd2-proxy-init'],
    image: proxyImage(values),
    imagePullPolicy: pullPolicy(values),
    name: 'linkerd-init',
    resources: resources(values),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { add: ['NET_ADMIN', 'NET_RAW'] },
      privileged: false,
      ...nobody,
    },
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { mountPath: '/run', name: 'linkerd-proxy-init-xtables-lock' },
      ...tokenMount(pod),
    ],
  };
}

function redirectionArguments(values: ProxyValues): string[] {
  const { ports, uid } = values.proxy;
  const init = values.proxyInit;
  const ignored = [ports.control, ports.admin, init.ignoreInboundPorts];
  const nft = ['--firewall-bin-path', 'iptables-nft'];
  nft.push('--firewall-save-bin-path', 'iptables-nft-save');
  return [
    ...(init.iptablesMode === 'nft' ? nft : []),
    ...(values.disableIPv6 ? ['--ipv6=false'] : []),
    ...['--incoming-proxy-port', String(ports.inbound)],
    ...['--outgoing-proxy-port', String(ports.outbound)],
    ...['--proxy-uid', String(uid)],
    ...['--inbound-ports-to-ignore', ignored.filter(Boolean).join(',')],
    ...(init.ignoreOutboundPorts
      ? ['--outbound-ports-to-ignore', init.ignoreOutboundPorts]
      : []),
    ...(init.skipSubnets ? ['--subnets-to-ignore', init.skipSubnets] : []),
  ];
}

function networkValidator(values: ProxyValues): Container {
  const { logFormat, logLevel, timeout } = values.networkValidator;
  return {
    args: [
      ...['--log-format', logFormat, '--log-level', logLevel],
      ...['--connect-addr', '1.1.1.1:20001', '--listen-addr', '0.0.0.0:4140'],
      ...['--timeout', timeout],
    ],
    command: ['/usr/lib/linkerd/linkerd2-network-validator'],
    image: proxyImage(values),
    imagePullPolicy: pullPolicy(values),
    name: 'linkerd-network-validator',
    resources: resources(values),
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      ...nobody,
    },
  };
}

/** The volumes that proxy and init container need. */
export function proxyVolumes(values: ProxyValues): JsonObject[] {
  const token = {
    audience: 'identity.l5d.io',
    expirationSeconds: 86400,
    path: 'linkerd-identity-token',
  };
  return [
    ...(values.cniEnabled
      ? []
      : [{ emptyDir: {}, name: 'linkerd-proxy-init-xtables-lock' }]),
    { emptyDir: { medium: 'Memory' }, name: 'linkerd-identity-end-entity' },
    ...(values.identity.serviceAccountTokenProjection
      ? [
          {
            name: 'linkerd-identity-token',
            projected: { sources: [{ serviceAccountToken: token }] },
          },
        ]
      : []),
  ];
}
