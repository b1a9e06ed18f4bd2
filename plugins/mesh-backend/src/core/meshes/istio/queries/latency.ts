import {
  bucketQuery,
  tellingBuckets,
  countRates,
  type ExpandedSample,
  groupedQuery,
  labelName,
  type Matcher,
  means,
  type Observation,
  type ObservedLatency,
  QUANTILES,
  quantiles,
  type QueryScope,
  type SampleContext,
} from '@meshport/plugin-mesh-node';
import {
  DESTINATION_LABELS,
  destinationOf,
  DURATION,
  EDGE_LABELS,
  OF_SERVICES,
  protocolOf,
  reporterIs,
  reporterOf,
  sourceOf,
  SPLIT_LABEL,
} from './ends';

const QUANTILE_NAMES = ['p50', 'p95', 'p99'] as const;
const INBOUND_LABELS = [
  'reporter',
  'request_protocol',
  ...DESTINATION_LABELS,
  'destination_canonical_revision',
  'destination_version',
];
const EDGES = ['request_protocol', ...EDGE_LABELS];
const PREFERRED = ['source', 'waypoint', 'destination'] as const;

/**
 * These are by far the most samples: what the cluster's label says is not said twice. Only
 * a waypoint may have sent the request on to another cluster.
 */
const labelsFor = (
  reporter: 'waypoint' | 'destination',
  cluster: readonly string[],
) =>
  INBOUND_LABELS.filter(
    label =>
      label !== 'destination_cluster' ||
      reporter === 'waypoint' ||
      !cluster.length,
  );

/** What servers' proxies and waypoints measured, in milliseconds. */
export const inboundBuckets = bucketQuery({
  id: 'istio-latency',
  metric: DURATION,
  splitLabel: SPLIT_LABEL,
  factor: 1,
  labels: INBOUND_LABELS,
  vector: (scope, cluster) =>
    (['waypoint', 'destination'] as const)
      .map(reporter =>
        tellingBuckets([...cluster, ...labelsFor(reporter, cluster)], {
          metric: DURATION,
          matchers: [reporterIs(reporter)],
          scope,
        }),
      )
      .join(' or '),
  *observe({ labels, buckets }, context) {
    const reporter = reporterOf(labels);
    if (!reporter) {
      context.skip();
      return;
    }
    yield {
      kind: 'inbound',
      reporter,
      protocol: protocolOf(labels),
      from: {},
      to: destinationOf(labels, context),
      calls: { buckets },
    };
  },
});

interface EdgeScope {
  readonly scope: QueryScope;
  readonly matchers: readonly Matcher[];
  readonly by: readonly string[];
}

/** Of one reporter, without the edges that a preferred one has measured. */
function ofReporter(
  reporter: Observation['reporter'],
  q: number,
  { scope, matchers, by }: EdgeScope,
): string {
  const better = PREFERRED.slice(0, PREFERRED.indexOf(reporter));
  const measured = (...reporters: string[]) => ({
    metric: DURATION,
    matchers: [reporterIs(...reporters), ...matchers],
    scope,
  });
  const values = quantiles(q, by, measured(reporter));
  if (!better.length) return values;
  const edges = EDGES.map(labelName).join(', ');
  const others = `${countRates(EDGES, measured(...better))} > 0`;
  return `(${values} unless on (${edges}) (${others}))`;
}

const quantileOfEdges = (q: number, edges: EdgeScope) =>
  PREFERRED.map(reporter => ofReporter(reporter, q, edges)).join(' or ');

function* observeLatency(
  name: keyof ObservedLatency,
  { labels, value }: ExpandedSample,
  context: SampleContext,
): Generator<Observation> {
  const reporter = reporterOf(labels);
  if (!reporter) {
    context.skip();
    return;
  }
  const { version: _, ...to } = destinationOf(labels, context);
  const latency: ObservedLatency = { [name]: value };
  yield {
    kind: 'edge',
    reporter,
    protocol: protocolOf(labels),
    from: sourceOf(labels, context),
    to,
    calls: { latency },
  };
}

/** To microseconds: more digits only make the answer longer. */
const rounded = (milliseconds: string) => `round(${milliseconds}, 0.001)`;

/**
 * Quantiles of edges by the proxy nearest to the client: never over several reporters.
 * One query each, as some stores understand no query of more than 16 KiB. Without what
 * goes to hosts that no service is known for.
 */
export const edgeQuantiles = QUANTILE_NAMES.map(name =>
  groupedQuery({
    id: `istio-edge-${name}`,
    onlyForEdges: true,
    metric: DURATION,
    splitLabel: SPLIT_LABEL,
    labels: ['reporter', ...EDGES],
    vector(scope, cluster) {
      const by = [...cluster, 'reporter', ...EDGES];
      const edges = { scope, matchers: [OF_SERVICES], by };
      return rounded(quantileOfEdges(QUANTILES[name], edges));
    },
    observe: (sample, context) => observeLatency(name, sample, context),
  }),
);

/**
 * Means by each reporter, of edges between clusters alone: what the client measured more
 * than the server is the way between them. PromQL cannot compare two labels, but what is
 * left of a vector with a copy of one, without itself with a copy of the other, is where
 * they differ.
 */
export const crossClusterMeans = groupedQuery({
  id: 'istio-cross-cluster-latency',
  onlyForEdges: true,
  metric: DURATION,
  splitLabel: SPLIT_LABEL,
  labels: ['reporter', ...EDGES],
  vector(scope, cluster) {
    const all = means([...cluster, 'reporter', ...EDGES], {
      metric: DURATION,
      matchers: [reporterIs(...PREFERRED), OF_SERVICES],
      scope,
    });
    const withCopy = (label: string) =>
      `label_join(${all}, "copy", "", "${label}")`;
    return rounded(
      `${withCopy('source_cluster')} unless ${withCopy('destination_cluster')}`,
    );
  },
  observe: (sample, context) => observeLatency('mean', sample, context),
});
