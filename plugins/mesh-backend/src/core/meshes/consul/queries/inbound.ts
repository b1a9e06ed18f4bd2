import {
  bucketQuery,
  connectionCalls,
  eachTagged,
  type ExpandedSample,
  firstCalls,
  groupedQuery,
  type Matcher,
  type MetricQuery,
  type Observation,
  type ObservedCalls,
  type QueryScope,
  rate,
  type SampleContext,
  sumBy,
  tellingBuckets,
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
    case 'first':
      return { failures: { 'server-error': value } };
    default:
      return { refused: value };
  }
}

type Rates = (scope: QueryScope) => Readonly<Record<string, string>>;

function vectorOf(ratesOf: Rates) {
  return (scope: QueryScope, cluster: readonly string[]) => {
    const by = [...cluster, ...OWN_LABELS];
    const rates = Object.entries(ratesOf(scope)).map(([what, counted]) => [
      what,
      sumBy(by, counted),
    ]);
    return eachTagged(TAG, Object.fromEntries(rates));
  };
}

function requestQuery(id: string, ratesOf: Rates): MetricQuery {
  return groupedQuery({
    id,
    metric: REQUESTS,
    splitLabel: SPLIT_LABEL,
    labels: [TAG, ...OWN_LABELS],
    vector: vectorOf(ratesOf),
    observe: (sample, context) =>
      inboundOf(sample, { calls: callsOf(sample), protocol: 'http' }, context),
  });
}

const requestsAndFailures: Rates = scope => ({
  all: rate(REQUESTS, [PUBLIC_HTTP], scope),
  bad: rate(BY_CLASS, [PUBLIC_HTTP, FAILED], scope),
});

/** Requests of services with the protocol http, http2 or grpc; others have none. */
export const inbound = requestQuery('consul-inbound', scope => ({
  ...requestsAndFailures(scope),
  // Envoy has the count of all requests from its start, and of a class from its first one.
  first: firstCalls(
    { metric: BY_CLASS, alternatives: [[PUBLIC_HTTP, FAILED]] },
    scope,
  ),
  refused: rate('envoy_http_rbac_denied', [PUBLIC_HTTP], scope),
}));

/** Requests and failures of services over hours. */
export const totals = requestQuery('consul-totals', requestsAndFailures);

/** Connections and bytes of services with the protocol tcp. */
export const inboundTcp = groupedQuery({
  id: 'consul-inbound-tcp',
  metric: CONNECTIONS,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...OWN_LABELS],
  vector: vectorOf(scope => ({
    opened: rate(CONNECTIONS, [PUBLIC_TCP], scope),
    received: rate(RECEIVED, [PUBLIC_TCP], scope),
    sent: rate(SENT, [PUBLIC_TCP], scope),
  })),
  observe: (sample, context) => {
    const calls = connectionCalls(sample.labels[TAG], sample.value);
    return inboundOf(sample, { calls, protocol: 'tcp' }, context);
  },
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
