import type { JsonObject } from '../apiserver/KubeObject.ts';
import type { Container, Pod } from '../controllers/objects.ts';

/** How a connect injector is set up: its command line and environment are the only place that says so. */
export interface InjectorSettings {
  defaultInject: boolean;
  allowNamespaces: readonly string[];
  denyNamespaces: readonly string[];
  /** `v2.0.3`: what the injector writes to its pods. */
  version: string;
  dataplaneImage: string;
  controlPlaneImage: string;
  transparentProxy: boolean;
  overwriteProbes: boolean;
  cni: boolean;
  dns: boolean;
  metrics: boolean;
  scrapePort: string;
  scrapePath: string;
  /** Set where ACLs are on. */
  authMethod: string;
  /** The proxy ends after the application and starts before it. */
  lifecycle: boolean;
  drainListeners: boolean;
  shutdownGraceSeconds: string;
  nativeSidecar: boolean;
  concurrency: string;
  proxyResources: NonNullable<Container['resources']>;
  initResources: NonNullable<Container['resources']>;
  servers: { address: string; grpcPort: string; httpPort: string };
  tls: boolean;
  tlsServerName: string;
}

/** Set where a command line leaves a flag out: what the Helm chart of consul-k8s 2.0 would have written. */
const CHART: Readonly<Record<string, string>> = {
  'default-inject': 'false',
  'consul-dataplane-image': 'hashicorp/consul-dataplane:2.0.3',
  'consul-k8s-image': 'hashicorp/consul-k8s-control-plane:2.0.3',
  'default-enable-transparent-proxy': 'true',
  'transparent-proxy-default-overwrite-probes': 'true',
  'default-prometheus-scrape-port': '20200',
  'default-prometheus-scrape-path': '/metrics',
  'default-enable-sidecar-proxy-lifecycle': 'true',
  'default-enable-sidecar-proxy-lifecycle-shutdown-drain-listeners': 'true',
  'default-sidecar-proxy-lifecycle-shutdown-grace-period-seconds': '30',
  'default-envoy-proxy-concurrency': '2',
  'init-container-cpu-request': '50m',
  'init-container-cpu-limit': '50m',
  'init-container-memory-request': '25Mi',
  'init-container-memory-limit': '150Mi',
};

const container = 'sidecar-injector';

export function isConnectInjector({ metadata, spec }: Pod): boolean {
  return (
    metadata.labels?.component === 'connect-injector' &&
    spec.containers.some(({ name }) => name === container)
  );
}

/** Objects of a store never change, and an injector answers for many pods. */
const known = new WeakMap<Pod, InjectorSettings>();

export function settingsOf(injector: Pod): InjectorSettings {
  const settings = known.get(injector) ?? readSettings(injector);
  known.set(injector, settings);
  return settings;
}

function readSettings(injector: Pod): InjectorSettings {
  const program = injector.spec.containers.find(c => c.name === container);
  const flags = commandLine(program);
  const env = environment(program);
  const text = (name: string) => flags.get(name)?.at(-1) ?? CHART[name] ?? '';
  const on = (name: string) => text(name) === 'true';
  const controlPlaneImage = text('consul-k8s-image');
  return {
    defaultInject: on('default-inject'),
    allowNamespaces: flags.get('allow-k8s-namespace') ?? ['*'],
    denyNamespaces: flags.get('deny-k8s-namespace') ?? [],
    version: `v${controlPlaneImage.slice(controlPlaneImage.indexOf(':') + 1)}`,
    dataplaneImage: text('consul-dataplane-image'),
    controlPlaneImage,
    transparentProxy: on('default-enable-transparent-proxy'),
    overwriteProbes: on('transparent-proxy-default-overwrite-probes'),
    cni: on('enable-cni'),
    dns: on('enable-consul-dns'),
    metrics: on('default-enable-metrics'),
    scrapePort: text('default-prometheus-scrape-port'),
    scrapePath: text('default-prometheus-scrape-path'),
    authMethod: text('acl-auth-method'),
    lifecycle: on('default-enable-sidecar-proxy-lifecycle'),
    drainListeners: on(
      'default-enable-sidecar-proxy-lifecycle-shutdown-drain-listeners',
    ),
    shutdownGraceSeconds: text(
      'default-sidecar-proxy-lifecycle-shutdown-grace-period-seconds',
    ),
    nativeSidecar: on('default-enable-consul-dataplane-as-sidecar'),
    concurrency: text('default-envoy-proxy-concurrency'),
    proxyResources: resources('default-sidecar-proxy', text),
    initResources: resources('init-container', text),
    servers: {
      address: env.CONSUL_ADDRESSES ?? '',
      grpcPort: env.CONSUL_GRPC_PORT ?? '8502',
      httpPort: env.CONSUL_HTTP_PORT ?? '8500',
    },
    tls: env.CONSUL_USE_TLS === 'true',
    tlsServerName: env.CONSUL_TLS_SERVER_NAME ?? '',
  };
}

/** Flags by name, each with its values in order. The chart writes them into one shell command. */
function commandLine(program: Container | undefined): Map<string, string[]> {
  const words = [program?.command, program?.args]
    .flatMap(list => (Array.isArray(list) ? list : []))
    .join(' ');
  const flags = new Map<string, string[]>();
  const pattern = /(?:^|\s)--?([a-z][a-z0-9-]*)(?:=(?:"([^"]*)"|([^\s\\]*)))?/g;
  for (const [, name, quoted, plain] of words.matchAll(pattern)) {
    // A switch without a value is on.
    const value = quoted ?? plain ?? 'true';
    flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  return flags;
}

function environment(program: Container | undefined): Record<string, string> {
  const list = (program?.env ?? []) as JsonObject[];
  return Object.fromEntries(
    list
      .filter(entry => typeof entry.value === 'string')
      .map(entry => [String(entry.name), String(entry.value)]),
  );
}

function resources(prefix: string, text: (name: string) => string) {
  const pick = (which: 'limit' | 'request') => {
    const [cpu, memory] = ['cpu', 'memory'].map(resource =>
      text(`${prefix}-${resource}-${which}`),
    );
    return { ...(cpu ? { cpu } : {}), ...(memory ? { memory } : {}) };
  };
  const [limits, requests] = [pick('limit'), pick('request')];
  return {
    ...(Object.keys(limits).length > 0 ? { limits } : {}),
    ...(Object.keys(requests).length > 0 ? { requests } : {}),
  };
}
