import type {
  Matcher,
  Observation,
  Peer,
  SampleContext,
} from '@meshport/plugin-mesh-node';

type Labels = Readonly<Record<string, string>>;

export const REQUESTS = 'istio_requests_total';
export const DURATION = 'istio_request_duration_milliseconds';
export const TCP_OPENED = 'istio_tcp_connections_opened_total';

export const SERVICE_LABELS = [
  'destination_cluster',
  'destination_service_namespace',
  'destination_service_name',
];

export const DESTINATION_LABELS = [
  ...SERVICE_LABELS,
  'destination_workload_namespace',
  'destination_workload',
];

export const EDGE_LABELS = [
  'source_cluster',
  'source_workload_namespace',
  'source_workload',
  ...DESTINATION_LABELS,
];

/** What an answer is asked in parts by: it is the same in the series of both ends. */
export const SPLIT_LABEL = 'destination_service_namespace';

/** Proxies name these as the service where they pass on what no service is known for. */
const PASSTHROUGH = 'PassthroughCluster|BlackHoleCluster';

const isPassthrough = (name: string) => PASSTHROUGH.split('|').includes(name);

/** Cilium's ztunnel reuses the names of these metrics; Istio's queries leave it out. */
export const NOT_OF_CILIUM: Matcher = {
  label: 'pod',
  operator: '!~',
  value: 'ztunnel-cilium.*',
};

export const reporterIs = (...reporters: string[]): Matcher => ({
  label: 'reporter',
  operator: '=~',
  value: reporters.join('|'),
});

/** Calls of services and of hosts that somebody declared. */
export const OF_SERVICES: Matcher = {
  label: 'destination_service_name',
  operator: '!~',
  value: PASSTHROUGH,
};

/**
 * The host that was called is asked for only where no service is known: it is long, and
 * for services it says nothing new.
 */
export function withHosts(
  labels: readonly string[],
  vector: (labels: readonly string[], matcher: Matcher) => string,
): string {
  const services = vector(labels, OF_SERVICES);
  const hosts = vector([...labels, 'destination_service'], {
    ...OF_SERVICES,
    operator: '=~',
  });
  return `(${services} or ${hosts})`;
}

function known(value: string | undefined): string | undefined {
  return value === 'unknown' ? undefined : value || undefined;
}

/** What the proxy itself says of a cluster, in the portal's words where there are any. */
function named(
  alias: string | undefined,
  context: SampleContext,
): Pick<Peer, 'cluster' | 'alias'> {
  if (!alias) return {};
  const cluster = context.resolve('istio', alias);
  return cluster ? { cluster } : { alias };
}

/** The end that counts is in the cluster whose series it is; of the other Istio's name is known. */
function clusterOf(
  labels: Labels,
  end: { readonly isReporter: boolean; readonly alias: string | undefined },
  context: SampleContext,
): Pick<Peer, 'cluster' | 'alias'> {
  const own = end.isReporter ? context.clusterOf(labels) : undefined;
  return own ? { cluster: own } : named(known(end.alias), context);
}

/**
 * A waypoint sends requests to other clusters too, and says where. A name that the portal
 * does not know is the waypoint's own cluster where the caller has the same.
 */
function servedIn(
  labels: Labels,
  context: SampleContext,
): Pick<Peer, 'cluster' | 'alias'> {
  const alias = known(labels.destination_cluster);
  if (labels.reporter !== 'waypoint' || !alias) {
    const isReporter = labels.reporter !== 'source';
    return clusterOf(labels, { isReporter, alias }, context);
  }
  const end = named(alias, context);
  const caller = labels.source_cluster ?? alias;
  const isOwn = end.cluster === undefined && alias === caller;
  return isOwn ? clusterOf(labels, { isReporter: true, alias }, context) : end;
}

export function reporterOf({
  reporter,
}: Labels): Observation['reporter'] | undefined {
  return reporter === 'source' ||
    reporter === 'destination' ||
    reporter === 'waypoint'
    ? reporter
    : undefined;
}

export function protocolOf({
  request_protocol: protocol,
}: Labels): Observation['protocol'] {
  return protocol === 'grpc' || protocol === 'tcp' ? protocol : 'http';
}

export function sourceOf(labels: Labels, context: SampleContext): Peer {
  const workload = known(labels.source_workload);
  if (!workload) return {};
  return {
    ...clusterOf(
      labels,
      {
        isReporter: labels.reporter === 'source',
        alias: labels.source_cluster,
      },
      context,
    ),
    namespace: known(labels.source_workload_namespace),
    workload,
  };
}

/** A name with a dot is that of no Service: a host of a ServiceEntry. */
function outside(labels: Labels): Peer | undefined {
  const name = known(labels.destination_service_name);
  if (known(labels.destination_workload) || !name) return undefined;
  if (name.includes('.')) return { host: name };
  if (!isPassthrough(name)) return undefined;
  const host = known(labels.destination_service);
  return host && !isPassthrough(host) ? { host } : { isOutside: true };
}

/** `latest` is what Istio calls pods without a label for it. */
function versionOf(labels: Labels): string | undefined {
  const revision = known(labels.destination_canonical_revision);
  return revision && revision !== 'latest'
    ? revision
    : known(labels.destination_version);
}

export function destinationOf(labels: Labels, context: SampleContext): Peer {
  const host = outside(labels);
  if (host) return host;
  const name = known(labels.destination_service_name);
  const service = name && isPassthrough(name) ? undefined : name;
  return {
    ...servedIn(labels, context),
    namespace:
      known(labels.destination_service_namespace) ??
      known(labels.destination_workload_namespace),
    workload: known(labels.destination_workload),
    service,
    version: versionOf(labels),
  };
}

/** What a security policy says; the client's side never knows it. */
export function mtlsOf({
  connection_security_policy: policy,
}: Labels): boolean | undefined {
  if (policy === 'mutual_tls') return true;
  return policy === 'none' ? false : undefined;
}
