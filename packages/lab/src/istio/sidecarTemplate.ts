import type { JsonObject } from '../apiserver/KubeObject.ts';
import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { Container, Pod } from '../controllers/objects.ts';
import { speaksHbone, type InjectorConfig } from './injectorConfig.ts';
import {
  PROXY,
  injectionRecord,
  proxyArguments,
  proxyEnvironment,
  proxyImage,
  proxyMounts,
  proxyProbes,
  proxySecurityContext,
  proxyVolumes,
} from './proxyContainer.ts';
import { workloadIdentity, type WorkloadIdentity } from './workloadIdentity.ts';

export interface SidecarConfig extends InjectorConfig {
  /** The proxy becomes an init container that keeps running. */
  native: boolean;
}

/** The pod with a sidecar, as istiod 1.30 and 1.31 write it. */
export function injectSidecar(pod: Pod, config: SidecarConfig): Pod {
  const identity = workloadIdentity(pod);
  const cni = config.values.pilot?.cni?.enabled === true;
  const init = initContainer(pod, config, cni);
  const proxy = proxyContainer(pod, config, identity);
  const probers = config.values.sidecarInjectorWebhook?.rewriteAppHTTPProbe
    ? redirectProbes(pod)
    : {};
  if (Object.keys(probers).length > 0) {
    (proxy.env as JsonObject[]).push({
      name: 'ISTIO_KUBE_APP_PROBERS',
      value: JSON.stringify(probers),
    });
  }
  const own = pod.spec.initContainers ?? [];
  const sidecars = config.native ? [proxy] : [];
  // The validation must come before anything that needs the network; istio-init must come after everything
  // that needs it unredirected, unless the proxy itself already runs by then.
  const first = cni || config.native ? [init] : [];
  const last = cni || config.native ? [] : [init];
  pod.spec.initContainers = [...first, ...sidecars, ...own, ...last];
  if (!config.native) pod.spec.containers = [...pod.spec.containers, proxy];
  pod.spec.volumes = [...proxyVolumes(), ...(pod.spec.volumes ?? [])];
  const added = config.native
    ? { initContainers: [init.name, PROXY], containers: [] }
    : { initContainers: [init.name], containers: [PROXY] };
  annotate(pod, config, {
    cni,
    record: injectionRecord(config.revision, added),
  });
  label(pod, config, identity);
  return pod;
}

function proxyContainer(
  pod: Pod,
  config: SidecarConfig,
  identity: WorkloadIdentity,
): Container {
  const { global } = config.values;
  return {
    args: proxyArguments('sidecar', config),
    env: proxyEnvironment(pod, config, identity),
    image: proxyImage(config),
    imagePullPolicy: global.imagePullPolicy ?? 'IfNotPresent',
    ...(config.native ? { lifecycle: drainBeforeStop() } : {}),
    name: PROXY,
    ports: [{ containerPort: 15090, name: 'http-envoy-prom', protocol: 'TCP' }],
    ...proxyProbes(),
    resources: canonicalResources(global.proxy.resources),
    ...(config.native ? { restartPolicy: 'Always' } : {}),
    securityContext: proxySecurityContext(),
    volumeMounts: [...proxyMounts(), ...tokenMount(pod)],
  };
}

function drainBeforeStop(): JsonObject {
  return {
    preStop: {
      exec: {
        command: [
          'pilot-agent',
          'request',
          '--debug-port=15020',
          'POST',
          'drain',
        ],
      },
    },
  };
}

/** Quantities as the API server writes them back: `2000m` is `2`, `1024Mi` is `1Gi`. */
function canonicalResources(
  resources: Container['resources'] = {},
): NonNullable<Container['resources']> {
  const canonical = (values: Record<string, string> = {}) =>
    Object.fromEntries(
      Object.entries(values).map(([key, text]) => [
        key,
        canonicalQuantity(text),
      ]),
    );
  return {
    limits: canonical(resources.limits),
    requests: canonical(resources.requests),
  };
}

function canonicalQuantity(text: string): string {
  const match = /^(\d+)(m|Mi)$/.exec(text);
  if (!match) return text;
  const [, digits, unit] = match;
  const [base, bigger] = unit === 'm' ? [1000, ''] : [1024, 'Gi'];
  return Number(digits) % base === 0
    ? `${Number(digits) / base}${bigger}`
    : text;
}

/** Proxy and init container use the same API token as the application. */
function tokenMount(pod: Pod): JsonObject[] {
  const path = '/var/run/secrets/kubernetes.io/serviceaccount';
  const mounts = (pod.spec.containers[0].volumeMounts ?? []) as JsonObject[];
  return mounts.filter(mount => mount.mountPath === path);
}

/** Without CNI `istio-init` sets up the redirection; with it `istio-validation` checks that it is there. */
function initContainer(
  pod: Pod,
  config: SidecarConfig,
  cni: boolean,
): Container {
  const args = [
    'istio-iptables',
    '-p',
    '15001',
    '-z',
    '15006',
    '-u',
    '1337',
    '-m',
    'REDIRECT',
    '-i',
    '*',
  ];
  args.push('-x', '', '-b', '*', '-d', '15090,15021,15020');
  args.push(
    `--log_output_level=${
      config.values.global.logging?.level ?? 'default:info'
    }`,
  );
  if (cni) args.push('--run-validation', '--skip-rule-apply');
  const privileged = {
    ...proxySecurityContext(),
    capabilities: { add: ['NET_ADMIN', 'NET_RAW'], drop: ['ALL'] },
    readOnlyRootFilesystem: false,
    runAsGroup: 0,
    runAsNonRoot: false,
    runAsUser: 0,
  };
  return {
    args,
    image: proxyImage(config),
    imagePullPolicy: config.values.global.imagePullPolicy ?? 'IfNotPresent',
    name: cni ? 'istio-validation' : 'istio-init',
    resources: canonicalResources(config.values.global.proxy.resources),
    securityContext: cni ? proxySecurityContext() : privileged,
    volumeMounts: tokenMount(pod),
  };
}

/** HTTP probes are answered by the agent in the sidecar, which asks the application past its mTLS. */
function redirectProbes(pod: Pod): JsonObject {
  const probers: JsonObject = {};
  const names = {
    readinessProbe: 'readyz',
    livenessProbe: 'livez',
    startupProbe: 'startupz',
  };
  for (const container of pod.spec.containers) {
    for (const [kind, name] of Object.entries(names)) {
      const probe = container[kind];
      if (!isJsonObject(probe) || !isJsonObject(probe.httpGet)) continue;
      const path = `/app-health/${container.name}/${name}`;
      const { port } = probe.httpGet;
      const number =
        typeof port === 'string'
          ? container.ports?.find(p => p.name === port)?.containerPort
          : port;
      probers[path] = {
        httpGet: { ...probe.httpGet, port: number },
        timeoutSeconds: probe.timeoutSeconds,
      };
      container[kind] = {
        ...probe,
        httpGet: { path, port: 15020, scheme: 'HTTP' },
      };
    }
  }
  return probers;
}

function annotate(
  pod: Pod,
  config: SidecarConfig,
  { cni, record }: { cni: boolean; record: string },
): void {
  const application = pod.spec.containers[0].name;
  pod.metadata.annotations = {
    ...pod.metadata.annotations,
    'istio.io/rev': config.revision,
    'kubectl.kubernetes.io/default-container': application,
    'kubectl.kubernetes.io/default-logs-container': application,
    ...prometheusAnnotations(),
    ...(cni
      ? {
          'sidecar.istio.io/interceptionMode': 'REDIRECT',
          'traffic.sidecar.istio.io/excludeInboundPorts': '15020',
          'traffic.sidecar.istio.io/includeInboundPorts': '*',
          'traffic.sidecar.istio.io/includeOutboundIPRanges': '*',
        }
      : {}),
    'sidecar.istio.io/status': record,
  };
}

export function prometheusAnnotations(): Record<string, string> {
  return {
    'prometheus.io/path': '/stats/prometheus',
    'prometheus.io/port': '15020',
    'prometheus.io/scrape': 'true',
  };
}

function label(
  pod: Pod,
  config: SidecarConfig,
  identity: WorkloadIdentity,
): void {
  const { network } = config.values.global;
  pod.metadata.labels = {
    ...pod.metadata.labels,
    ...(speaksHbone(config) ? { 'networking.istio.io/tunnel': 'http' } : {}),
    'security.istio.io/tlsMode': 'istio',
    'service.istio.io/canonical-name': identity.canonicalName,
    'service.istio.io/canonical-revision': identity.canonicalRevision,
    ...(network ? { 'topology.istio.io/network': network } : {}),
  };
}
