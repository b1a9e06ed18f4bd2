import {
  eachTagged,
  type ExpandedSample,
  firstCalls,
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

/** What selects the requests that have one of these codes, or one of the statuses of gRPC. */
function unsuccessful({
  codes,
  statuses,
}: {
  readonly codes: string;
  readonly statuses: readonly string[];
}): readonly (readonly Matcher[])[] {
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
  return [[byCode], byStatus];
}

/** Rates of what any of the alternatives selects. */
function ratesOf(
  alternatives: readonly (readonly Matcher[])[],
  matchers: readonly Matcher[],
  scope: QueryScope,
): string {
  const rates = alternatives.map(alternative =>
    rate(REQUESTS, [...matchers, ...alternative], scope),
  );
  return `(${rates.join(' or ')})`;
}

const FAILED = unsuccessful({ codes: '0|5..', statuses: GRPC_FAILURES });

/** Rates of failed requests. */
export function failedRequests(
  matchers: readonly Matcher[],
  scope: QueryScope,
): string {
  return ratesOf(FAILED, matchers, scope);
}

/** Envoy answers 404 where it has no route; a flag tells it from what the server said. */
const UNROUTED: readonly Matcher[] = [
  { label: 'response_code', operator: '=', value: '404' },
  { label: 'response_flags', operator: '=~', value: '(.*,)?N[RC](,.*)?' },
];

const FAILED_OR_REFUSED = [
  ...unsuccessful({
    codes: '0|403|5..',
    statuses: [...GRPC_FAILURES, GRPC_DENIED],
  }),
  UNROUTED,
];

function unsuccessfulCalls({ labels, value }: ExpandedSample): ObservedCalls {
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

function callsOf(sample: ExpandedSample): ObservedCalls {
  return sample.labels[TAG] === 'all'
    ? { requests: sample.value }
    : unsuccessfulCalls(sample);
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

const BY_ALL = reporterIs('source', 'waypoint', 'destination');

/** Requests of all edges by all reporters; those of a service are the sum over its callers. */
export const requests = groupedQuery({
  id: 'istio-requests',
  metric: REQUESTS,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...COUNTED_LABELS, ...OUTCOME_LABELS, 'destination_service'],
  vector(scope, cluster) {
    const by = [...cluster, ...COUNTED_LABELS];
    const all = withHosts(by, (labels, matcher) =>
      sumBy(labels, rate(REQUESTS, [BY_ALL, matcher], scope)),
    );
    const bad = withHosts([...by, ...OUTCOME_LABELS], (labels, matcher) =>
      sumBy(labels, ratesOf(FAILED_OR_REFUSED, [BY_ALL, matcher], scope)),
    );
    return eachTagged(TAG, { all, bad });
  },
  observe: (sample, context) =>
    observationsOf(sample, callsOf(sample), context),
});

/** Failed and refused requests that rates leave out; {@link requests} has neither them nor their failures. */
export const firstFailures = groupedQuery({
  id: 'istio-first-failures',
  metric: REQUESTS,
  splitLabel: SPLIT_LABEL,
  labels: [...COUNTED_LABELS, ...OUTCOME_LABELS, 'destination_service'],
  vector: scope =>
    firstCalls(
      {
        metric: REQUESTS,
        alternatives: FAILED_OR_REFUSED.map(one => [BY_ALL, ...one]),
      },
      scope,
    ),
  observe: (sample, context) => {
    const calls = { requests: sample.value, ...unsuccessfulCalls(sample) };
    return observationsOf(sample, calls, context);
  },
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
