import type {
  DraftObject,
  OwnerReference,
} from '../../apiserver/KubeObject.ts';
import type { ServicePort } from '../../controllers/objects.ts';
import type { Istiod } from '../istiods.ts';
import type { ClassInfo } from './classes.ts';
import { GATEWAY_NAME, MANAGED, type Gateway } from './gateway.ts';
import { routerPod, waypointPod } from './proxyPod.ts';

/** What istiod deploys for a Gateway, by the kind's id. */
export interface GatewayObjects {
  serviceaccounts: DraftObject;
  services: DraftObject;
  'deployments.apps': DraftObject;
}

const NETWORK = 'topology.istio.io/network';
const MODE = 'istio.io/dataplane-mode';
const GATEWAY_CLASS_NAME = 'gateway.networking.k8s.io/gateway-class-name';

/** Of the Gateway's annotations those that istiod does not copy to what it deploys. */
const NOT_COPIED = [
  'kubectl.kubernetes.io/last-applied-configuration',
  'gateway.istio.io/name-override',
  'gateway.istio.io/service-account',
  'gateway.istio.io/controller-version',
];

/** Name of the Deployment and the Service of a Gateway. */
export function deployedName(gateway: Gateway, info: ClassInfo): string {
  const { name, annotations } = gateway.metadata;
  const usual = info.suffix ? `${name}-${gateway.spec.gatewayClassName}` : name;
  return annotations?.['gateway.istio.io/name-override'] ?? usual;
}

/** Whether istiod deploys the proxy, or somebody else did and the Gateway names its address. */
export function isDeployed({ spec }: Gateway, info: ClassInfo): boolean {
  const [first, ...more] = spec.addresses ?? [];
  const mayAsk = !first || (first.type ?? 'IPAddress') === 'IPAddress';
  return info.managed !== undefined && mayAsk && more.length === 0;
}

export function gatewayObjects(
  gateway: Gateway,
  info: ClassInfo,
  istiod: Istiod,
): GatewayObjects {
  const name = deployedName(gateway, info);
  const account = 'gateway.istio.io/service-account';
  const serviceAccount = gateway.metadata.annotations?.[account] ?? name;
  const labels = {
    ...inheritedLabels(gateway, info, istiod),
    [GATEWAY_NAME]: gateway.metadata.name,
    [GATEWAY_CLASS_NAME]: gateway.spec.gatewayClassName,
    [MANAGED]: info.managed ?? '',
  };
  const annotations = inheritedAnnotations(gateway);
  const { namespace } = gateway.metadata;
  const metadata = {
    name,
    namespace,
    labels,
    annotations,
    ownerReferences: [ownerOf(gateway)],
  };
  const selector = { [GATEWAY_NAME]: gateway.metadata.name };
  const podMetadata = {
    annotations: { ...annotations, ...podAnnotations(istiod) },
    labels: { ...podLabels(name, info), ...labels },
  };
  const spec = podSpec(gateway, { name, serviceAccount, info, istiod });
  return {
    serviceaccounts: {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { ...metadata, name: serviceAccount },
    },
    services: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        ...metadata,
        annotations: { ...serviceAnnotations(info), ...annotations },
      },
      spec: {
        ipFamilyPolicy: 'PreferDualStack',
        ports: servicePorts(gateway),
        selector,
        type: info.serviceType,
      },
    },
    'deployments.apps': {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: selector },
        template: { metadata: podMetadata, spec },
      },
    },
  };
}

function podAnnotations({ config }: Istiod): Record<string, string> {
  return {
    'istio.io/rev': config.revision,
    'prometheus.io/path': '/stats/prometheus',
    'prometheus.io/port': '15020',
    'prometheus.io/scrape': 'true',
  };
}

function podSpec(
  gateway: Gateway,
  parts: {
    name: string;
    serviceAccount: string;
    info: ClassInfo;
    istiod: Istiod;
  },
) {
  const { name, serviceAccount, info, istiod } = parts;
  const own = inheritedLabels(gateway, info, istiod)[NETWORK];
  const network = own ?? istiod.config.values.global.network;
  const isEastWest = info.managed === 'istio.io-eastwest-controller';
  const identity = {
    namespace: gateway.metadata.namespace ?? '',
    name,
    serviceAccount,
    network,
    networkView: isEastWest || info.proxy === 'router' ? own : undefined,
  };
  return info.proxy === 'waypoint'
    ? waypointPod(istiod.config, identity)
    : routerPod(istiod.config, identity);
}

function podLabels(name: string, info: ClassInfo): Record<string, string> {
  return {
    'sidecar.istio.io/inject': 'false',
    ...(info.proxy === 'waypoint' ? { [MODE]: 'none' } : {}),
    'service.istio.io/canonical-name': name,
    'service.istio.io/canonical-revision': 'latest',
  };
}

/** Labels go from the Gateway to all that it brings, with what istiod adds for ambient. */
function inheritedLabels(
  { metadata, spec }: Gateway,
  info: ClassInfo,
  { ambient, config }: Istiod,
): Record<string, string> {
  const labels = { ...(spec.infrastructure?.labels ?? metadata.labels) };
  const { network } = config.values.global;
  if (info.proxy === 'waypoint') {
    if (network && !metadata.labels?.[NETWORK]) labels[NETWORK] = network;
  } else if (ambient && !metadata.labels?.[MODE]) {
    labels[MODE] ??= 'none';
  }
  return labels;
}

function inheritedAnnotations({
  metadata,
  spec,
}: Gateway): Record<string, string> {
  const all = spec.infrastructure?.annotations ?? metadata.annotations ?? {};
  return Object.fromEntries(
    Object.entries(all).filter(([key]) => !NOT_COPIED.includes(key)),
  );
}

function serviceAnnotations(info: ClassInfo): Record<string, string> {
  return info.proxy === 'waypoint'
    ? { 'networking.istio.io/traffic-distribution': 'PreferClose' }
    : {};
}

function servicePorts({ spec }: Gateway): ServicePort[] {
  const status = {
    name: 'status-port',
    port: 15021,
    protocol: 'TCP',
    appProtocol: 'tcp',
  };
  const first = new Map(
    [...spec.listeners].reverse().map(listener => [listener.port, listener]),
  );
  const wanted = spec.listeners.filter(
    listener => first.get(listener.port) === listener,
  );
  return [
    status,
    ...wanted.map(({ name, port, protocol }) => ({
      name,
      port,
      protocol: 'TCP',
      appProtocol: protocol.toLowerCase(),
    })),
  ];
}

/** Without `controller`, as istiod writes it. */
function ownerOf({ apiVersion, kind, metadata }: Gateway): OwnerReference {
  return { apiVersion, kind, name: metadata.name, uid: metadata.uid ?? '' };
}
