import type { InjectionAnswer, Injector } from '../admission/injection.ts';
import { isJsonObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Pod, Service } from '../controllers/objects.ts';
import { connectInit, redirection, redirectProbes } from './connectInit.ts';
import {
  PROXY_USER,
  dataplaneContainer,
  dataVolume,
} from './dataplaneContainer.ts';
import {
  isConnectInjector,
  settingsOf,
  type InjectorSettings,
} from './injectorSettings.ts';
import {
  PREFIX,
  parseBoolean,
  podSettings,
  InjectionRefused,
  type PodSettings,
} from './podSettings.ts';

const SYSTEM_NAMESPACES = ['kube-system', 'kube-public'];

/** Consul's connect injector: its command line decides which pods, their annotations how. */
export function consulInjector(store: Store): Injector {
  return {
    runsIn: isConnectInjector,
    answer({ resource, object, injector }): InjectionAnswer {
      if (resource !== 'pods') return { object };
      const settings = settingsOf(injector);
      try {
        const pod = object as Pod;
        return {
          object: isWanted(pod, settings) ? inject(store, pod, settings) : pod,
        };
      } catch (error) {
        if (error instanceof InjectionRefused) return { denied: error.message };
        throw error;
      }
    },
  };
}

/** In the order in which the injector asks (`shouldInject` in webhook/mesh_webhook.go). */
function isWanted({ metadata }: Pod, settings: InjectorSettings): boolean {
  const { namespace = 'default', annotations = {} } = metadata;
  const { allowNamespaces, denyNamespaces } = settings;
  if (SYSTEM_NAMESPACES.includes(namespace)) return false;
  if (denyNamespaces.includes(namespace)) return false;
  if (!allowNamespaces.includes('*') && !allowNamespaces.includes(namespace))
    return false;
  if (annotations[`${PREFIX}/connect-inject-status`]) return false;
  const asked = annotations[`${PREFIX}/connect-inject`];
  if (asked === undefined) return settings.defaultInject;
  try {
    return parseBoolean(asked);
  } catch (error) {
    const { message } = error as InjectionRefused;
    throw new InjectionRefused(`error checking if should inject: ${message}`);
  }
}

function inject(store: Store, pod: Pod, defaults: InjectorSettings): Pod {
  const original = JSON.stringify(pod);
  const name = pod.metadata.namespace ?? 'default';
  const home = store.get({ resource: 'namespaces', name });
  const settings = podSettings(pod, home, defaults);
  refuseProxyUser(pod);
  pod.metadata.annotations = injectedAnnotations(pod, settings, original);
  const init = connectInit(pod, settings);
  const inits = [...(pod.spec.initContainers ?? []), init];
  if (settings.transparentProxy && settings.overwriteProbes)
    redirectProbes(pod);
  addProxy(pod, inits, settings);
  pod.spec.volumes = [...(pod.spec.volumes ?? []), dataVolume()];
  if (settings.dns) lookUpAtProxy(store, pod);
  pod.metadata.labels = {
    ...pod.metadata.labels,
    [`${PREFIX}/connect-inject-managed-by`]: 'consul-k8s-endpoints-controller',
    [`${PREFIX}/connect-inject-status`]: 'injected',
  };
  return pod;
}

function addProxy(
  pod: Pod,
  inits: NonNullable<Pod['spec']['initContainers']>,
  settings: PodSettings,
): void {
  const proxy = dataplaneContainer(settings);
  pod.spec.initContainers = settings.nativeSidecar ? [...inits, proxy] : inits;
  if (settings.nativeSidecar) return;
  // A proxy whose lifecycle is managed starts first and ends last.
  pod.spec.containers = settings.lifecycle
    ? [proxy, ...pod.spec.containers]
    : [...pod.spec.containers, proxy];
}

function injectedAnnotations(
  pod: Pod,
  settings: PodSettings,
  original: string,
): Record<string, string> {
  const { metrics, scrapePath, scrapePort, transparentProxy } = settings;
  const ports = (pod.spec.containers[0].ports ?? [])
    .map(port => port.name ?? String(port.containerPort))
    .join(',');
  return {
    ...(ports ? { [`${PREFIX}/connect-service-port`]: ports } : {}),
    ...pod.metadata.annotations,
    [`${PREFIX}/original-pod`]: original,
    [`${PREFIX}/connect-k8s-version`]: settings.version,
    [`${PREFIX}/consul-k8s-version`]: settings.version,
    [`${PREFIX}/connect-inject-status`]: 'injected',
    [`${PREFIX}/dual-stack`]: 'false',
    ...(transparentProxy
      ? { [`${PREFIX}/transparent-proxy-status`]: 'enabled' }
      : {}),
    ...(transparentProxy && settings.cni
      ? { [`${PREFIX}/redirect-traffic-config`]: redirection(pod, settings) }
      : {}),
    ...(metrics
      ? {
          'prometheus.io/scrape': 'true',
          'prometheus.io/path': scrapePath,
          'prometheus.io/port': scrapePort,
        }
      : {}),
  };
}

/** Traffic of the proxy's own user is not redirected, so an application with it would go past the mesh. */
function refuseProxyUser({ spec }: Pod): void {
  const isProxyUser = (context: unknown) =>
    isJsonObject(context) && context.runAsUser === PROXY_USER;
  const failure = 'error configuring injection sidecar container';
  if (isProxyUser(spec.securityContext))
    throw new InjectionRefused(
      `${failure}: pod's security context cannot have the same UID as consul-dataplane: ${PROXY_USER}`,
    );
  const container = spec.containers.find(c => isProxyUser(c.securityContext));
  if (container)
    throw new InjectionRefused(
      `${failure}: container "${container.name}" has runAsUser set to the same UID "${PROXY_USER}" as consul-dataplane which is not allowed`,
    );
}

/** Names are asked of the proxy first, then of the cluster's DNS. */
function lookUpAtProxy(store: Store, pod: Pod): void {
  if (pod.spec.dnsConfig)
    throw new InjectionRefused(
      'error configuring DNS on the pod: DNS redirection to Consul is not supported with an already defined DNSConfig on the pod',
    );
  const dns = clusterDns(store);
  pod.spec.dnsPolicy = 'None';
  pod.spec.dnsConfig = {
    nameservers: ['127.0.0.1', ...(dns ? [dns] : [])],
    searches: [
      `${pod.metadata.namespace}.svc.cluster.local`,
      'svc.cluster.local',
      'cluster.local',
    ],
    options: [{ name: 'ndots', value: '5' }],
  };
}

function clusterDns(store: Store): string | undefined {
  const services = store.list<Service>('services', {
    namespace: 'kube-system',
  }).items;
  return services.find(s => s.metadata.labels?.['k8s-app'] === 'kube-dns')?.spec
    .clusterIP;
}
