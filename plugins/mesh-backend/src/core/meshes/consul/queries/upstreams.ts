import {
  compact,
  eachTagged,
  expand,
  type ExpandedSample,
  firstCalls,
  groupedQuery,
  type Matcher,
  means,
  type MetricQuery,
  type Observation,
  type ObservedCalls,
  quantiles,
  type QueryScope,
  rate,
  type SampleContext,
  sumBy,
  tagged,
  taggedQuantiles,
} from '@meshport/plugin-mesh-node';
import {
  clientOf,
  EDGE_LABELS,
  SPLIT_LABEL,
  UPSTREAM,
  upstreamOf,
} from './ends';
import { FAILED } from './inbound';

const REQUESTS = 'envoy_cluster_upstream_rq_completed';
const BY_CLASS = 'envoy_cluster_upstream_rq_xx';
const DURATION = 'envoy_cluster_upstream_rq_time';
const CONNECTIONS = 'envoy_cluster_upstream_cx_total';

const TAG = 'what';

const REFUSED: Matcher = {
  label: 'envoy_response_code',
  operator: '=',
  value: '403',
};

/** Envoy answers these itself, with a status of class 5 that it counts there, too. */
const CAUSES = {
  'no-healthy-upstream': 'envoy_cluster_upstream_cx_none_healthy',
  timeout: 'envoy_cluster_upstream_rq_timeout',
  'circuit-breaker': 'envoy_cluster_upstream_rq_pending_overflow',
  'connection-lost': 'envoy_cluster_upstream_rq_rx_reset',
  'upstream-unreachable': 'envoy_cluster_upstream_cx_connect_fail',
} as const;

const COUNTED = {
  all: REQUESTS,
  opened: CONNECTIONS,
  received: 'envoy_cluster_upstream_cx_tx_bytes_total',
  sent: 'envoy_cluster_upstream_cx_rx_bytes_total',
  ...CAUSES,
} as const;

function edgeOf(
  labels: ExpandedSample['labels'],
  { calls, protocol }: Pick<Observation, 'calls' | 'protocol'>,
  context: SampleContext,
): Observation | undefined {
  const from = clientOf(labels, context);
  if (!from) return undefined;
  const to = upstreamOf(labels, context);
  // Upstreams of the mesh are called over mTLS, always.
  const mtls = true;
  return { kind: 'edge', reporter: 'source', protocol, from, to, mtls, calls };
}

/** Causes are counted per attempt: together they are at most what failed. */
function failuresOf(
  numbers: Readonly<Record<string, number>>,
): Record<string, number> {
  const failures: Record<string, number> = {};
  let rest = (numbers.bad ?? 0) + (numbers.first ?? 0);
  for (const reason of Object.keys(CAUSES)) {
    const count = Math.min(rest, numbers[reason] ?? 0);
    if (count > 0) failures[reason] = count;
    rest -= count;
  }
  if (rest > 0) failures['server-error'] = rest;
  return failures;
}

function httpCalls(
  numbers: Readonly<Record<string, number>>,
): ObservedCalls | undefined {
  if (!numbers.all) return undefined;
  const { all: requests, refused } = numbers;
  return {
    requests,
    failures: failuresOf(numbers),
    ...(refused ? { refused } : {}),
  };
}

function tcpCalls(
  numbers: Readonly<Record<string, number>>,
): ObservedCalls | undefined {
  const failed = numbers['upstream-unreachable'] ?? 0;
  if (!numbers.opened && !failed) return undefined;
  return {
    connections: numbers.opened ?? 0,
    receivedBytes: numbers.received ?? 0,
    sentBytes: numbers.sent ?? 0,
    ...(failed
      ? {
          failedConnections: failed,
          failures: { 'upstream-unreachable': failed },
        }
      : {}),
  };
}

function* observationsOf(
  labels: ExpandedSample['labels'],
  numbers: Readonly<Record<string, number>>,
  context: SampleContext,
): Generator<Observation> {
  for (const [protocol, calls] of [
    ['http', httpCalls(numbers)],
    ['tcp', tcpCalls(numbers)],
  ] as const) {
    const edge = calls && edgeOf(labels, { calls, protocol }, context);
    if (edge) yield edge;
  }
}

type Labels = ExpandedSample['labels'];

/** What was counted of each edge, by what it is. */
function numbersByEdge(
  samples: Iterable<ExpandedSample>,
): Iterable<{ labels: Labels; numbers: Record<string, number> }> {
  const edges = new Map<
    string,
    { labels: Labels; numbers: Record<string, number> }
  >();
  for (const { labels: all, value } of samples) {
    const { [TAG]: what = '', ...labels } = all;
    const key = JSON.stringify(labels);
    const edge = edges.get(key) ?? { labels, numbers: {} };
    edges.set(key, edge);
    edge.numbers[what] = value;
  }
  return edges.values();
}

function edgeExpression(scope: QueryScope): string {
  const { clusterLabel } = scope;
  const by = [...(clusterLabel ? [clusterLabel] : []), ...EDGE_LABELS];
  const of = (metric: string, ...more: readonly Matcher[]) =>
    sumBy(by, rate(metric, [UPSTREAM, ...more], scope));
  const counted = Object.entries(COUNTED).map(([what, metric]) => [
    what,
    of(metric),
  ]);
  const vector = eachTagged(TAG, {
    ...Object.fromEntries(counted),
    bad: of(BY_CLASS, FAILED),
    first: sumBy(
      by,
      firstCalls(
        { metric: BY_CLASS, alternatives: [[UPSTREAM, FAILED]] },
        scope,
      ),
    ),
    refused: of('envoy_cluster_upstream_rq', REFUSED),
  });
  return compact([TAG, ...EDGE_LABELS], vector, scope);
}

/** Calls of clients to their upstreams: requests where the protocol is known, and connections. */
export const edges: MetricQuery = {
  id: 'consul-edges',
  onlyForEdges: true,
  metric: CONNECTIONS,
  splitLabel: SPLIT_LABEL,
  expression: edgeExpression,
  *read(samples, context) {
    const expanded = expand([TAG, ...EDGE_LABELS], samples, context);
    for (const { labels, numbers } of numbersByEdge(expanded)) {
      yield* observationsOf(labels, numbers, context);
    }
  },
};

/** What the clients' proxies measured, in milliseconds. */
export const edgeLatency = groupedQuery({
  id: 'consul-edge-latency',
  onlyForEdges: true,
  metric: DURATION,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...EDGE_LABELS],
  vector(scope, cluster) {
    const by = [...cluster, ...EDGE_LABELS];
    const histogram = { metric: DURATION, matchers: [UPSTREAM], scope };
    const all = taggedQuantiles(TAG, q => quantiles(q, by, histogram));
    return `${all} or ${tagged(means(by, histogram), TAG, 'mean')}`;
  },
  *observe({ labels, value }, context) {
    const calls = { latency: { [labels[TAG]]: value } };
    const edge = edgeOf(labels, { calls, protocol: 'http' }, context);
    if (edge) yield edge;
  },
});
