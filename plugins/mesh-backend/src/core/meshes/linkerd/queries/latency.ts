import {
  bucketQuery,
  tellingBuckets,
  groupedQuery,
  type HistogramSelection,
  type Matcher,
  means,
  type MetricQuery,
  QUANTILES,
  quantiles,
  type QueryScope,
} from '@meshport/plugin-mesh-node';
import {
  EDGE_LABELS,
  INBOUND_LABELS,
  OUTBOUND,
  OWN_LABELS,
  REMOTE_LABELS,
  SERVED,
  SPLIT_LABEL,
  withPods,
  withRemotePods,
} from './ends';
import { edgeOf, inboundOf } from './responses';

/** Milliseconds to the first byte. */
export const LATENCY = 'response_latency_ms';

const measured = (scope: QueryScope, matchers: readonly Matcher[]) => ({
  metric: LATENCY,
  matchers,
  scope,
});

/** What servers' proxies measured. */
export const inboundBuckets = bucketQuery({
  id: 'linkerd-latency',
  metric: LATENCY,
  splitLabel: SPLIT_LABEL,
  factor: 1,
  labels: INBOUND_LABELS,
  vector: (scope, cluster) =>
    withPods([...cluster, ...OWN_LABELS], (by, matchers) =>
      tellingBuckets(by, measured(scope, [...SERVED, ...matchers])),
    ),
  observe: ({ labels, buckets }, context) =>
    inboundOf({ labels, value: 0 }, { buckets }, context),
});

/** Means of servers, to be compared with those of clients in other clusters. */
export const inboundMeans = groupedQuery({
  id: 'linkerd-mean-latency',
  onlyForEdges: true,
  metric: LATENCY,
  splitLabel: SPLIT_LABEL,
  labels: INBOUND_LABELS,
  vector: (scope, cluster) =>
    withPods([...cluster, ...OWN_LABELS], (by, matchers) =>
      means(by, measured(scope, [...SERVED, ...matchers])),
    ),
  observe: ({ labels, value }, context) =>
    inboundOf({ labels, value: 0 }, { latency: { mean: value } }, context),
});

/** What clients' proxies measured, one query each: with both ends they are long. */
function edgeQuery(
  name: string,
  vector: (labels: readonly string[], histogram: HistogramSelection) => string,
): MetricQuery {
  return groupedQuery({
    id: `linkerd-edge-${name}`,
    onlyForEdges: true,
    metric: LATENCY,
    splitLabel: SPLIT_LABEL,
    labels: EDGE_LABELS,
    vector: (scope, cluster) =>
      withRemotePods(
        [...cluster, ...OWN_LABELS, ...REMOTE_LABELS],
        (by, matchers) => vector(by, measured(scope, [OUTBOUND, ...matchers])),
      ),
    observe: ({ labels, value }, context) =>
      edgeOf({ labels, value }, { latency: { [name]: value } }, context),
  });
}

/** Quantiles of edges, and their mean. */
export const edgeLatency: readonly MetricQuery[] = [
  ...Object.entries(QUANTILES).map(([name, q]) =>
    edgeQuery(name, (by, histogram) => quantiles(q, by, histogram)),
  ),
  edgeQuery('mean', means),
];
