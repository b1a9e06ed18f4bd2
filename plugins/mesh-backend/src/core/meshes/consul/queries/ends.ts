import type { Matcher, Peer, SampleContext } from '@meshport/plugin-mesh-node';

type Labels = Readonly<Record<string, string>>;

/** The proxy's own service; `namespace` is that of its pod, from the scrape. */
export const OWN_LABELS = [
  'namespace',
  'consul_source_datacenter',
  'consul_source_service',
];

const UPSTREAM_LABELS = [
  'consul_destination_datacenter',
  'consul_destination_peer',
  'consul_destination_namespace',
  'consul_destination_service',
];

export const EDGE_LABELS = [...OWN_LABELS, ...UPSTREAM_LABELS];
export const SPLIT_LABEL = 'namespace';

const is = (label: string, value: string): Matcher => ({
  label,
  operator: '=',
  value,
});

/** Listener through which every call to a service comes in. */
export const PUBLIC_HTTP = is(
  'envoy_http_conn_manager_prefix',
  'public_listener',
);
export const PUBLIC_TCP = is('envoy_tcp_prefix', 'public_listener');

/** Clusters of Envoy that are services of the mesh. */
export const UPSTREAM: Matcher = {
  label: 'consul_destination_service',
  operator: '!=',
  value: '',
};

function named(
  alias: string | undefined,
  context: SampleContext,
): Pick<Peer, 'cluster' | 'alias'> {
  if (!alias) return {};
  const cluster = context.resolve('consul', alias);
  return cluster ? { cluster } : { alias };
}

function ownCluster(
  labels: Labels,
  context: SampleContext,
): Pick<Peer, 'cluster' | 'alias'> {
  const cluster = context.clusterOf(labels);
  return cluster
    ? { cluster }
    : named(labels.consul_source_datacenter, context);
}

/** Undefined for proxies of no service: some gateways. */
export function serverOf(
  labels: Labels,
  context: SampleContext,
): Peer | undefined {
  const service = labels.consul_source_service;
  if (!service) return undefined;
  return {
    ...ownCluster(labels, context),
    namespace: labels.namespace,
    service,
  };
}

/** What Consul calls a service is all that is known of a client. */
export function clientOf(
  labels: Labels,
  context: SampleContext,
): Peer | undefined {
  const app = labels.consul_source_service;
  if (!app) return undefined;
  return { ...ownCluster(labels, context), namespace: labels.namespace, app };
}

/** Consul's own namespace, where there is only one, is not one of Kubernetes. */
const ONLY_NAMESPACE = 'default';

/** A peer's name, else the data center's; within the own data center the own cluster. */
export function upstreamOf(labels: Labels, context: SampleContext): Peer {
  const {
    consul_destination_peer: peer,
    consul_destination_datacenter: datacenter,
    consul_destination_namespace: namespace,
  } = labels;
  const isOwn =
    !peer && (!datacenter || datacenter === labels.consul_source_datacenter);
  return {
    ...(isOwn
      ? ownCluster(labels, context)
      : named(peer || datacenter, context)),
    namespace: namespace === ONLY_NAMESPACE ? undefined : namespace,
    service: labels.consul_destination_service,
  };
}
