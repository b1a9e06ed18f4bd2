import type { CallEnd } from '../../traffic/Call.ts';
import {
  clientMs,
  isPlainRefused,
  ONE,
  requestBytes,
  responseBytes,
  serverMs,
  type Amount,
  type Count,
  type CountedShape,
  type Family,
  type Labels,
  type Target,
} from '../Count.ts';
import type { FleetView } from '../FleetView.ts';
import { podTarget, type PodFacts } from '../PodFacts.ts';
import { datacenterOf, peerOf, protocolOf, serviceOf } from './consulFacts.ts';

const BOUNDS = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000,
  60_000, 300_000, 600_000, 1_800_000, 3_600_000,
];
const TRUST_DOMAIN = '11111111-2222-3333-4444-555555555555.consul';

const counter = (name: string): Family => ({
  name: `envoy_${name}`,
  type: 'counter',
});
const histogram = (name: string): Family => ({
  name: `envoy_${name}`,
  type: 'histogram',
  bounds: BOUNDS,
});

/** Counts of one target with the tags that all of its series have. */
class ProxyStats {
  readonly counts: Count[] = [];
  readonly #target: Target;
  readonly #tags: Labels;

  constructor(pod: PodFacts, parts: { service: string; view: FleetView }) {
    const { service, view } = parts;
    this.#target = podTarget(pod, { job: 'consul-dataplane', port: 20200 });
    this.#tags = {
      local_cluster: service,
      consul_source_service: service,
      consul_source_namespace: 'default',
      consul_source_partition: 'default',
      consul_source_datacenter: datacenterOf(view, pod.cluster),
    };
  }

  add(family: Family, labels: Labels, amount: Amount = ONE): this {
    this.counts.push({
      target: this.#target,
      family,
      labels: { ...this.#tags, ...labels },
      amount,
    });
    return this;
  }
}

/** First digit of the status: Envoy counts by class. Without an answer it was Envoy that answered. */
function classOf(status: number): string {
  return String(Math.floor((status || 503) / 100));
}

function isDroppedByRbac({ denied }: CountedShape): boolean {
  return denied === true;
}

/** Requests on a listener: the public one, or that of an upstream. */
function listenerCounts(
  stats: ProxyStats,
  parts: {
    shape: CountedShape;
    prefix: string;
    upstream?: Labels;
    duration: Amount;
  },
): void {
  const { shape, prefix, upstream = {}, duration } = parts;
  const labels = { envoy_http_conn_manager_prefix: prefix, ...upstream };
  stats
    .add(counter('http_downstream_rq_total'), labels)
    .add(counter('http_downstream_rq_completed'), labels)
    .add(counter('http_downstream_rq_xx'), {
      ...labels,
      envoy_response_code_class: classOf(shape.status),
    })
    .add(histogram('http_downstream_rq_time'), labels, duration);
  if (shape.newConnection)
    stats.add(counter('http_downstream_cx_total'), labels);
}

function connectionCounts(
  stats: ProxyStats,
  parts: { shape: CountedShape; prefix: string; upstream?: Labels },
): void {
  const { shape, prefix, upstream = {} } = parts;
  const labels = { envoy_tcp_prefix: prefix, ...upstream };
  if (shape.newConnection)
    stats.add(counter('tcp_downstream_cx_total'), labels);
  stats
    .add(counter('tcp_downstream_cx_rx_bytes_total'), labels, requestBytes)
    .add(counter('tcp_downstream_cx_tx_bytes_total'), labels, responseBytes);
}

function isHttp(
  shape: CountedShape,
  {
    service,
    cluster,
    view,
  }: { service: string; cluster: string; view: FleetView },
): boolean {
  const protocol = protocolOf(service, { cluster, view });
  return shape.protocol !== 'tcp' && protocol !== 'tcp';
}

function atServer(shape: CountedShape, view: FleetView): Count[] {
  const { to } = shape;
  const pod = to && view.pod(to);
  if (!to || !pod?.isConsul || isPlainRefused(shape)) return [];
  const service = serviceOf(to, view);
  const stats = new ProxyStats(pod, { service, view });
  // In permissive mode plain text has a filter chain of its own, which passes on bytes.
  if (!shape.mtls && !isDroppedByRbac(shape)) {
    connectionCounts(stats, { shape, prefix: 'permissive_public_listener' });
    return stats.counts;
  }
  const prefix = 'public_listener';
  const http = isHttp(shape, { service, cluster: to.cluster, view });
  if (http) listenerCounts(stats, { shape, prefix, duration: serverMs });
  else if (!isDroppedByRbac(shape)) connectionCounts(stats, { shape, prefix });
  if (isDroppedByRbac(shape)) {
    stats.add(
      counter(http ? 'http_rbac_denied' : 'connect_authz_rbac_denied'),
      http ? { envoy_http_conn_manager_prefix: prefix } : {},
    );
  } else if (http) {
    stats.add(counter('http_rbac_allowed'), {
      envoy_http_conn_manager_prefix: prefix,
    });
  }
  return stats.counts;
}

/** The labels that Consul takes from the name of an upstream's cluster. Of a peer it has no datacenter. */
function destinationLabels(
  shape: CountedShape,
  parts: { from: CallEnd; view: FleetView },
): Labels & { envoy_cluster_name: string } {
  const { from, view } = parts;
  const { to, service } = shape;
  const name =
    service?.name ?? (to ? serviceOf(to, view) : 'original-destination');
  const remote = to && to.cluster !== from.cluster ? to.cluster : undefined;
  const peer = remote
    ? peerOf(view, { from: from.cluster, to: remote })
    : undefined;
  const datacenter = peer ? undefined : datacenterOf(view, from.cluster);
  const target = `${name}.default.${peer ?? `default.${datacenter}`}`;
  return {
    envoy_cluster_name: name,
    consul_destination_service: to && remote ? serviceOf(to, view) : name,
    consul_destination_namespace: 'default',
    consul_destination_partition: peer ? undefined : 'default',
    consul_destination_datacenter: datacenter,
    consul_destination_peer: peer,
    consul_destination_routing_type: peer ? 'external' : 'internal',
    consul_destination_trust_domain: TRUST_DOMAIN,
    consul_destination_target: target,
    consul_destination_full_target: `${target}.${
      peer ? 'external' : 'internal'
    }.${TRUST_DOMAIN}`,
  };
}

function atClient(shape: CountedShape, view: FleetView): Count[] {
  const { from, to, status, newConnection } = shape;
  const pod = from && view.pod(from);
  if (!from || !pod?.isConsul) return [];
  const stats = new ProxyStats(pod, { service: serviceOf(from, view), view });
  const labels = destinationLabels(shape, { from, view });
  const upstream = {
    consul_upstream_service: labels.envoy_cluster_name,
    consul_upstream_datacenter: datacenterOf(view, from.cluster),
    consul_upstream_namespace: 'default',
  };
  const prefix = `upstream.${labels.consul_destination_target}`;
  const service = labels.envoy_cluster_name;
  if (isHttp(shape, { service, cluster: from.cluster, view })) {
    listenerCounts(stats, { shape, prefix, upstream, duration: clientMs });
    stats
      .add(counter('cluster_upstream_rq_total'), labels)
      .add(counter('cluster_upstream_rq_completed'), labels)
      .add(counter('cluster_upstream_rq_xx'), {
        ...labels,
        envoy_response_code_class: classOf(status),
      })
      .add(counter('cluster_upstream_rq'), {
        ...labels,
        envoy_response_code: String(status || 503),
      })
      .add(histogram('cluster_upstream_rq_time'), labels, clientMs);
  } else connectionCounts(stats, { shape, prefix, upstream });
  if (!to && !shape.externalHost)
    return stats.add(counter('cluster_upstream_cx_connect_fail'), labels)
      .counts;
  if (newConnection) stats.add(counter('cluster_upstream_cx_total'), labels);
  return stats
    .add({ name: 'envoy_cluster_upstream_cx_active', type: 'gauge' }, labels)
    .add(counter('cluster_upstream_cx_tx_bytes_total'), labels, requestBytes)
    .add(counter('cluster_upstream_cx_rx_bytes_total'), labels, responseBytes)
    .counts;
}

/** Gateways pass on what they cannot read, by the name in its TLS: connections, and nothing of who made them. */
function atGateways(shape: CountedShape, view: FleetView): Count[] {
  const { to, via } = shape;
  if (!to) return [];
  return via.flatMap(hop => {
    const pod = hop.kind === 'mesh-gateway' ? view.pod(hop) : undefined;
    if (!pod?.isConsul) return [];
    const stats = new ProxyStats(pod, { service: 'mesh-gateway', view });
    const service = serviceOf(to, view);
    connectionCounts(stats, { shape, prefix: 'mesh_gateway_remote' });
    const labels = {
      envoy_cluster_name: service,
      consul_destination_service: service,
      consul_destination_namespace: 'default',
    };
    if (shape.newConnection)
      stats.add(counter('cluster_upstream_cx_total'), labels);
    return stats
      .add(counter('cluster_upstream_cx_tx_bytes_total'), labels, requestBytes)
      .add(counter('cluster_upstream_cx_rx_bytes_total'), labels, responseBytes)
      .counts;
  });
}

/** What consul-dataplane beside both ends, and gateways between them, count of such a call. */
export function countedByConsul(shape: CountedShape, view: FleetView): Count[] {
  return [
    ...atClient(shape, view),
    ...atGateways(shape, view),
    ...atServer(shape, view),
  ];
}
