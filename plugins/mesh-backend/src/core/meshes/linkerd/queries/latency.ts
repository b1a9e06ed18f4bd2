import {
  bucketQuery,
  bucketRates,
  groupedQuery,
  type Matcher,
  means,
  quantiles,
  type QueryScope,
  tagged,
  taggedQuantiles,
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

const TAG = 'what';

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
      bucketRates(by, measured(scope, [...SERVED, ...matchers])),
    ),
  observe: ({ labels, buckets }, context) =>
    inboundOf({ labels, value: 0 }, { buckets }, context),
});

/** Means of servers, to be compared with those of clients in other clusters. */
export const inboundMeans = groupedQuery({
  id: 'linkerd-mean-latency',
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

/** What clients' proxies measured: quantiles, and the mean. */
export const edgeLatency = groupedQuery({
  id: 'linkerd-edge-latency',
  metric: LATENCY,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...EDGE_LABELS],
  vector(scope, cluster) {
    const by = [...cluster, ...OWN_LABELS, ...REMOTE_LABELS];
    const histogram = (matchers: readonly Matcher[]) =>
      measured(scope, [OUTBOUND, ...matchers]);
    const all = taggedQuantiles(TAG, q =>
      withRemotePods(by, (labels, matchers) =>
        quantiles(q, labels, histogram(matchers)),
      ),
    );
    const mean = withRemotePods(by, (labels, matchers) =>
      means(labels, histogram(matchers)),
    );
    return `${all} or ${tagged(mean, TAG, 'mean')}`;
  },
  observe: (sample, context) =>
    edgeOf(
      sample,
      { latency: { [sample.labels[TAG]]: sample.value } },
      context,
    ),
});
