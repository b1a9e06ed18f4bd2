import {
  bucketQuery,
  eachTagged,
  tellingBuckets,
  type ExpandedSample,
  firstCalls,
  groupedQuery,
  type Matcher,
  means,
  type Observation,
  type ObservedCalls,
  quantiles,
  type QueryScope,
  rate,
  type SampleContext,
  sumBy,
  tagged,
  taggedQuantiles,
  totalCalls,
} from '@meshport/plugin-mesh-node';
import {
  BY_BOTH,
  BY_SERVER,
  DESTINATION_LABELS,
  EDGE_LABELS,
  endsOf,
  isNamed,
  reporterOf,
  SPLIT_LABEL,
} from './ends';

export const REQUESTS = 'hubble_http_requests_total';
export const DURATION = 'hubble_http_request_duration_seconds';
export const MILLISECONDS_PER_UNIT = 1000;

const TAG = 'what';
const COUNTED_LABELS = ['reporter', ...EDGE_LABELS];

export const FAILED: Matcher = {
  label: 'status',
  operator: '=~',
  value: '0|5..',
};

const REFUSED: Matcher = { ...FAILED, operator: '=', value: '403' };

function failedCalls({ labels, value }: ExpandedSample): ObservedCalls {
  const reason = labels.status === '504' ? 'timeout' : 'server-error';
  return { failures: { [reason]: value } };
}

function callsOf(sample: ExpandedSample): ObservedCalls {
  const { labels, value } = sample;
  switch (labels[TAG]) {
    case 'all':
      return { requests: value };
    case 'refused':
      return { refused: value };
    default:
      return failedCalls(sample);
  }
}

/** The edge, if anything was counted on it, and what it adds to the server's own numbers. */
export function* observationsOf(
  { labels, value }: ExpandedSample,
  counted: {
    readonly reporter: Observation['reporter'];
    readonly protocol: Observation['protocol'];
    readonly calls: ObservedCalls;
  },
  context: SampleContext,
): Generator<Observation> {
  const { from, to } = endsOf(labels, counted.reporter, context);
  if (value > 0 && isNamed(from) && isNamed(to)) {
    yield { kind: 'edge', from, to, ...counted };
  }
  if (counted.reporter === 'destination' && isNamed(to)) {
    yield { kind: 'inbound', from: {}, to, ...counted };
  }
}

/** Requests of all edges; those of a service are what the nodes of its pods saw. */
export const requests = groupedQuery({
  id: 'hubble-requests',
  metric: REQUESTS,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...COUNTED_LABELS, 'status'],
  vector(scope, cluster) {
    const by = [...cluster, ...COUNTED_LABELS];
    const rates = (labels: readonly string[], ...matchers: Matcher[]) =>
      sumBy(labels, rate(REQUESTS, [BY_BOTH, ...matchers], scope));
    return eachTagged(TAG, {
      all: rates(by),
      bad: rates([...by, 'status'], FAILED),
      refused: rates(by, REFUSED),
    });
  },
  observe: (sample, context) =>
    observationsOf(
      sample,
      {
        reporter: reporterOf(sample.labels),
        protocol: 'http',
        calls: callsOf(sample),
      },
      context,
    ),
});

/** Failed and refused requests that rates leave out; {@link requests} has neither them nor their failures. */
export const firstFailures = groupedQuery({
  id: 'hubble-first-failures',
  metric: REQUESTS,
  splitLabel: SPLIT_LABEL,
  labels: [...COUNTED_LABELS, 'status'],
  vector(scope) {
    const alternatives = [FAILED, REFUSED].map(one => [BY_BOTH, one]);
    return firstCalls({ metric: REQUESTS, alternatives }, scope);
  },
  observe(sample, context) {
    const { labels, value } = sample;
    const isRefused = labels.status === REFUSED.value;
    const calls = isRefused ? { refused: value } : failedCalls(sample);
    return observationsOf(
      sample,
      {
        reporter: reporterOf(labels),
        protocol: 'http',
        calls: { requests: value, ...calls },
      },
      context,
    );
  },
});

/** What the nodes of the servers measured. */
export const inboundBuckets = bucketQuery({
  id: 'hubble-latency',
  metric: DURATION,
  splitLabel: SPLIT_LABEL,
  factor: MILLISECONDS_PER_UNIT,
  labels: DESTINATION_LABELS,
  vector: (scope, cluster) =>
    tellingBuckets([...cluster, ...DESTINATION_LABELS], {
      metric: DURATION,
      matchers: [BY_SERVER],
      scope,
    }),
  observe: ({ labels, buckets }, context) =>
    observationsOf(
      { labels, value: 0 },
      { reporter: 'destination', protocol: 'http', calls: { buckets } },
      context,
    ),
});

function edgeVector(scope: QueryScope, cluster: readonly string[]): string {
  const by = [...cluster, ...COUNTED_LABELS];
  const histogram = { metric: DURATION, matchers: [BY_BOTH], scope };
  const inMilliseconds = (vector: string) =>
    `(${vector} * ${MILLISECONDS_PER_UNIT})`;
  const all = taggedQuantiles(TAG, q =>
    inMilliseconds(quantiles(q, by, histogram)),
  );
  return `${all} or ${tagged(
    inMilliseconds(means(by, histogram)),
    TAG,
    'mean',
  )}`;
}

/** Quantiles and means of edges. */
export const edgeLatency = groupedQuery({
  id: 'hubble-edge-latency',
  onlyForEdges: true,
  metric: DURATION,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...COUNTED_LABELS],
  vector: edgeVector,
  *observe({ labels, value }, context) {
    const reporter = reporterOf(labels);
    const { from, to } = endsOf(labels, reporter, context);
    if (!isNamed(from) || !isNamed(to)) return;
    yield {
      kind: 'edge',
      reporter,
      protocol: 'http',
      from,
      to,
      calls: { latency: { [labels[TAG]]: value } },
    };
  },
});

const TOTAL_LABELS = DESTINATION_LABELS;

/** Requests and failures of services over hours. */
export const totals = groupedQuery({
  id: 'hubble-totals',
  metric: REQUESTS,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...TOTAL_LABELS],
  vector(scope, cluster) {
    const by = [...cluster, ...TOTAL_LABELS];
    const all = sumBy(by, rate(REQUESTS, [BY_SERVER], scope));
    const bad = sumBy(by, rate(REQUESTS, [BY_SERVER, FAILED], scope));
    return eachTagged(TAG, { all, bad });
  },
  observe({ labels, value }, context) {
    const calls = totalCalls(labels[TAG], value);
    return observationsOf(
      { labels, value: 0 },
      { reporter: 'destination', protocol: 'http', calls },
      context,
    );
  },
});
