import {
  eachTagged,
  type ExpandedSample,
  groupedQuery,
  type Matcher,
  type Observation,
  type ObservedCalls,
  type QueryScope,
  rate,
  type SampleContext,
  sumBy,
  totalCalls,
} from '@meshport/plugin-mesh-node';
import {
  destinationOf,
  EDGE_LABELS,
  mtlsOf,
  protocolOf,
  reporterIs,
  reporterOf,
  REQUESTS,
  SERVICE_LABELS,
  sourceOf,
  SPLIT_LABEL,
  withHosts,
} from './ends';
import { failureReason, GRPC_FAILURES } from './failureReason';

const TAG = 'what';
const OUTCOME_LABELS = [
  'response_code',
  'grpc_response_status',
  'response_flags',
];
const COUNTED_LABELS = [
  'reporter',
  'request_protocol',
  ...EDGE_LABELS,
  'destination_canonical_revision',
  'destination_version',
  'connection_security_policy',
];
const GRPC_DENIED = '7';

/** Rates of the requests that have one of these codes, or one of the statuses of gRPC. */
function unsuccessful(
  {
    codes,
    statuses,
  }: { readonly codes: string; readonly statuses: readonly string[] },
  matchers: readonly Matcher[],
  scope: QueryScope,
): string {
  const byCode: Matcher = {
    label: 'response_code',
    operator: '=~',
    value: codes,
  };
  const byStatus: readonly Matcher[] = [
    { ...byCode, operator: '!~' },
    { label: 'request_protocol', operator: '=', value: 'grpc' },
    {
      label: 'grpc_response_status',
      operator: '=~',
      value: statuses.join('|'),
    },
  ];
  const http = rate(REQUESTS, [...matchers, byCode], scope);
  return `(${http} or ${rate(REQUESTS, [...matchers, ...byStatus], scope)})`;
}

/** Rates of failed requests. */
export function failedRequests(
  matchers: readonly Matcher[],
  scope: QueryScope,
): string {
  const which = { codes: '0|5..', statuses: GRPC_FAILURES };
  return unsuccessful(which, matchers, scope);
}

/** Envoy answers 404 where it has no route; a flag tells it from what the server said. */
const UNROUTED: readonly Matcher[] = [
  { label: 'response_code', operator: '=', value: '404' },
  { label: 'response_flags', operator: '=~', value: '(.*,)?N[RC](,.*)?' },
];

function failedOrRefused(
  matchers: readonly Matcher[],
  scope: QueryScope,
): string {
  const statuses = [...GRPC_FAILURES, GRPC_DENIED];
  const bad = unsuccessful({ codes: '0|403|5..', statuses }, matchers, scope);
  return `(${bad} or ${rate(REQUESTS, [...matchers, ...UNROUTED], scope)})`;
}

function callsOf({ labels, value }: ExpandedSample): ObservedCalls {
  if (labels[TAG] === 'all') return { requests: value };
  const reason = failureReason({
    code: labels.response_code,
    grpcStatus:
      labels.request_protocol === 'grpc'
        ? labels.grpc_response_status
        : undefined,
    flags: labels.response_flags,
  });
  return reason ? { failures: { [reason]: value } } : { refused: value };
}

/** The edge, if anything was counted on it, and what it adds to the service's own numbers. */
export function* observationsOf(
  sample: ExpandedSample,
  calls: ObservedCalls,
  context: SampleContext,
): Generator<Observation> {
  const { labels, value } = sample;
  const reporter = reporterOf(labels);
  if (!reporter) {
    context.skip();
    return;
  }
  const { version, ...to } = destinationOf(labels, context);
  const counted = {
    reporter,
    protocol: protocolOf(labels),
    mtls: value > 0 ? mtlsOf(labels) : undefined,
    calls,
  };
  if (value > 0) {
    yield { kind: 'edge', from: sourceOf(labels, context), to, ...counted };
  }
  if (reporter !== 'source') {
    yield { kind: 'inbound', from: {}, to: { ...to, version }, ...counted };
  }
}

/** Requests of all edges by all reporters; those of a service are the sum over its callers. */
export const requests = groupedQuery({
  id: 'istio-requests',
  metric: REQUESTS,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...COUNTED_LABELS, ...OUTCOME_LABELS, 'destination_service'],
  vector(scope, cluster) {
    const by = [...cluster, ...COUNTED_LABELS];
    const reporters = reporterIs('source', 'waypoint', 'destination');
    const all = withHosts(by, (labels, matcher) =>
      sumBy(labels, rate(REQUESTS, [reporters, matcher], scope)),
    );
    const bad = withHosts([...by, ...OUTCOME_LABELS], (labels, matcher) =>
      sumBy(labels, failedOrRefused([reporters, matcher], scope)),
    );
    return eachTagged(TAG, { all, bad });
  },
  observe: (sample, context) =>
    observationsOf(sample, callsOf(sample), context),
});

const TOTAL_LABELS = ['reporter', ...SERVICE_LABELS];

/** Requests and failures of services over hours; by whom, why and of which version is left out. */
export const totals = groupedQuery({
  id: 'istio-totals',
  metric: REQUESTS,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...TOTAL_LABELS],
  vector(scope, cluster) {
    const by = [...cluster, ...TOTAL_LABELS];
    const reporters = [reporterIs('waypoint', 'destination')];
    const all = sumBy(by, rate(REQUESTS, reporters, scope));
    const bad = sumBy(by, failedRequests(reporters, scope));
    return eachTagged(TAG, { all, bad });
  },
  *observe({ labels, value }, context) {
    const reporter = reporterOf(labels);
    if (!reporter) {
      context.skip();
      return;
    }
    yield {
      kind: 'inbound',
      reporter,
      protocol: 'http',
      from: {},
      to: destinationOf(labels, context),
      calls: totalCalls(labels[TAG], value),
    };
  },
});
