import {
  bucketQuery,
  tellingBuckets,
  type ExpandedSample,
  groupedQuery,
  type Matcher,
  type Observation,
  type ObservedCalls,
  rate,
  type SampleContext,
  sumBy,
  tagged,
} from '@meshport/plugin-mesh-node';
import {
  OWN_LABELS,
  PUBLIC_HTTP,
  PUBLIC_TCP,
  serverOf,
  SPLIT_LABEL,
} from './ends';

export const REQUESTS = 'envoy_http_downstream_rq_completed';
export const BY_CLASS = 'envoy_http_downstream_rq_xx';
export const DURATION = 'envoy_http_downstream_rq_time';
export const CONNECTIONS = 'envoy_tcp_downstream_cx_total';
export const RECEIVED = 'envoy_tcp_downstream_cx_rx_bytes_total';
export const SENT = 'envoy_tcp_downstream_cx_tx_bytes_total';

const TAG = 'what';

export const FAILED: Matcher = {
  label: 'envoy_response_code_class',
  operator: '=',
  value: '5',
};

function* inboundOf(
  { labels }: Pick<ExpandedSample, 'labels'>,
  { calls, protocol }: Pick<Observation, 'calls' | 'protocol'>,
  context: SampleContext,
): Generator<Observation> {
  const to = serverOf(labels, context);
  if (!to) return;
  yield {
    kind: 'inbound',
    reporter: 'destination',
    protocol,
    from: {},
    to,
    calls,
  };
}

function callsOf({ labels, value }: ExpandedSample): ObservedCalls {
  switch (labels[TAG]) {
    case 'all':
      return { requests: value };
    case 'bad':
      return { failures: { 'server-error': value } };
    case 'refused':
      return { refused: value };
    case 'opened':
      return { connections: value };
    case 'received':
      return { receivedBytes: value };
    default:
      return { sentBytes: value };
  }
}

function vectorOf(
  counted: Readonly<Record<string, string>>,
  by: readonly string[],
): string {
  return Object.entries(counted)
    .map(([tag, rates]) => tagged(sumBy(by, rates), TAG, tag))
    .join(' or ');
}

/** Requests of services with the protocol http, http2 or grpc; others have none. */
export const inbound = groupedQuery({
  id: 'consul-inbound',
  metric: REQUESTS,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...OWN_LABELS],
  vector: (scope, cluster) =>
    vectorOf(
      {
        all: rate(REQUESTS, [PUBLIC_HTTP], scope),
        bad: rate(BY_CLASS, [PUBLIC_HTTP, FAILED], scope),
        refused: rate('envoy_http_rbac_denied', [PUBLIC_HTTP], scope),
      },
      [...cluster, ...OWN_LABELS],
    ),
  observe: (sample, context) =>
    inboundOf(sample, { calls: callsOf(sample), protocol: 'http' }, context),
});

/** Requests and failures of services over hours. */
export const totals = groupedQuery({
  id: 'consul-totals',
  metric: REQUESTS,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...OWN_LABELS],
  vector: (scope, cluster) =>
    vectorOf(
      {
        all: rate(REQUESTS, [PUBLIC_HTTP], scope),
        bad: rate(BY_CLASS, [PUBLIC_HTTP, FAILED], scope),
      },
      [...cluster, ...OWN_LABELS],
    ),
  observe: (sample, context) =>
    inboundOf(sample, { calls: callsOf(sample), protocol: 'http' }, context),
});

/** Connections and bytes of services with the protocol tcp. */
export const inboundTcp = groupedQuery({
  id: 'consul-inbound-tcp',
  metric: CONNECTIONS,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...OWN_LABELS],
  vector: (scope, cluster) =>
    vectorOf(
      {
        opened: rate(CONNECTIONS, [PUBLIC_TCP], scope),
        received: rate(RECEIVED, [PUBLIC_TCP], scope),
        sent: rate(SENT, [PUBLIC_TCP], scope),
      },
      [...cluster, ...OWN_LABELS],
    ),
  observe: (sample, context) =>
    inboundOf(sample, { calls: callsOf(sample), protocol: 'tcp' }, context),
});

/** What the servers' proxies measured, in milliseconds. */
export const inboundBuckets = bucketQuery({
  id: 'consul-latency',
  metric: DURATION,
  splitLabel: SPLIT_LABEL,
  factor: 1,
  labels: OWN_LABELS,
  vector: (scope, cluster) =>
    tellingBuckets([...cluster, ...OWN_LABELS], {
      metric: DURATION,
      matchers: [PUBLIC_HTTP],
      scope,
    }),
  observe: ({ labels, buckets }, context) =>
    inboundOf({ labels }, { calls: { buckets }, protocol: 'http' }, context),
});
