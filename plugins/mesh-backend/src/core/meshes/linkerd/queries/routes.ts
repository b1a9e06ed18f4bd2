import {
  bucketQuery,
  eachTagged,
  tellingBuckets,
  type ExpandedSample,
  groupedQuery,
  type Matcher,
  type MetricQuery,
  type Observation,
  type ObservedCalls,
  type Peer,
  type QueryScope,
  rate,
  type SampleContext,
  sumBy,
} from '@meshport/plugin-mesh-node';
import { failureReason, GRPC_FAILURE_NAMES, GRPC_FAILURES } from './outcome';

type Labels = Readonly<Record<string, string>>;

const TAG = 'what';
const SECONDS = 1000;
const ROUTE_LABELS = [
  'parent_namespace',
  'parent_name',
  'route_namespace',
  'route_name',
];

/** Routes that somebody wrote, of Services; the proxy has one by default for every other. */
const DECLARED: readonly Matcher[] = [
  { label: 'parent_kind', operator: '=', value: 'Service' },
  { label: 'route_kind', operator: '!~', value: 'default|' },
];

function serviceOf(labels: Labels, context: SampleContext): Peer {
  const cluster = context.clusterOf(labels);
  return {
    ...(cluster ? { cluster } : {}),
    namespace: labels.parent_namespace,
    service: labels.parent_name,
  };
}

function* observe(
  protocol: 'http' | 'grpc',
  labels: Labels,
  { calls, context }: { calls: ObservedCalls; context: SampleContext },
): Generator<Observation> {
  const { parent_name: service, route_name: route } = labels;
  if (!service || !route) {
    context.skip();
    return;
  }
  yield {
    kind: 'route',
    reporter: 'source',
    protocol,
    from: {},
    to: serviceOf(labels, context),
    route,
    calls,
  };
}

interface RouteMetrics {
  readonly protocol: 'http' | 'grpc';
  readonly statusLabel: string;
  readonly failed: string;
}

/** Everything, and what failed by its status or before there was one. */
function statusVector(
  { metric, statusLabel, failed }: RouteMetrics & { readonly metric: string },
  scope: QueryScope,
  cluster: readonly string[],
): string {
  const by = [...cluster, ...ROUTE_LABELS];
  const hasFailed: Matcher = {
    label: statusLabel,
    operator: '=~',
    value: failed,
  };
  const hasError: readonly Matcher[] = [
    { ...hasFailed, operator: '!~' },
    { label: 'error', operator: '!=', value: '' },
  ];
  const byStatus = rate(metric, [...DECLARED, hasFailed], scope);
  const byError = rate(metric, [...DECLARED, ...hasError], scope);
  const all = sumBy(by, rate(metric, DECLARED, scope));
  const bad = sumBy([...by, statusLabel, 'error'], `${byStatus} or ${byError}`);
  return eachTagged(TAG, { all, bad });
}

function statusCalls({ labels, value }: ExpandedSample): ObservedCalls {
  if (labels[TAG] === 'all') return { requests: value };
  const reason = failureReason({
    httpStatus: labels.http_status,
    grpcStatus: labels.grpc_status,
    error: labels.error,
  });
  return { failures: { [reason]: value } };
}

function statuses(route: RouteMetrics): MetricQuery {
  const { protocol, statusLabel } = route;
  const metric = `outbound_${protocol}_route_request_statuses_total`;
  return groupedQuery({
    id: `linkerd-${protocol}-routes`,
    onlyForEdges: true,
    metric,
    splitLabel: 'parent_namespace',
    labels: [TAG, ...ROUTE_LABELS, statusLabel, 'error'],
    vector: (scope, cluster) =>
      statusVector({ ...route, metric }, scope, cluster),
    observe: (sample, context) =>
      observe(protocol, sample.labels, {
        calls: statusCalls(sample),
        context,
      }),
  });
}

function durations({ protocol }: RouteMetrics): MetricQuery {
  const metric = `outbound_${protocol}_route_request_duration_seconds`;
  return bucketQuery({
    id: `linkerd-${protocol}-route-latency`,
    onlyForEdges: true,
    metric,
    splitLabel: 'parent_namespace',
    factor: SECONDS,
    labels: ROUTE_LABELS,
    vector: (scope, cluster) =>
      tellingBuckets([...cluster, ...ROUTE_LABELS], {
        metric,
        matchers: DECLARED,
        scope,
      }),
    observe: ({ labels, buckets }, context) =>
      observe(protocol, labels, { calls: { buckets }, context }),
  });
}

const ROUTES: readonly RouteMetrics[] = [
  { protocol: 'http', statusLabel: 'http_status', failed: '5..' },
  {
    protocol: 'grpc',
    statusLabel: 'grpc_status',
    failed: [...GRPC_FAILURES, ...GRPC_FAILURE_NAMES].join('|'),
  },
];

/** Declared routes of Services, by all clients together. */
export const routeQueries: readonly MetricQuery[] = ROUTES.flatMap(metrics => [
  statuses(metrics),
  durations(metrics),
]);
