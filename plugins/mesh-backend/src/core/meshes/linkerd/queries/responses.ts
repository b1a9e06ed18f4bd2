import {
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
  totalCalls,
} from '@meshport/plugin-mesh-node';
import { GATEWAY } from '../infrastructure';
import {
  EDGE_LABELS,
  INBOUND_LABELS,
  OUTBOUND,
  OWN_LABELS,
  ownEnd,
  REMOTE_LABELS,
  remoteEnd,
  SERVED,
  SPLIT_LABEL,
  withoutRemotePod,
  withPods,
  withRemotePods,
} from './ends';
import { failureReason } from './outcome';

export const RESPONSES = 'response_total';

const TAG = 'what';
const OUTCOME_LABELS = ['status_code', 'grpc_status', 'error'];

export const FAILED: Matcher = {
  label: 'classification',
  operator: '=',
  value: 'failure',
};
const REFUSED: readonly Matcher[] = [
  { ...FAILED, operator: '!=' },
  { label: 'status_code', operator: '=', value: '403' },
];

/** Everything, what failed and why, and what was refused without being a failure. */
function outcomes(
  vector: (
    extraLabels: readonly string[],
    matchers: readonly Matcher[],
  ) => string,
): string {
  return eachTagged(TAG, {
    all: vector(['tls'], []),
    bad: vector(OUTCOME_LABELS, [FAILED]),
    refused: vector([], REFUSED),
  });
}

function failedCalls({ labels, value }: ExpandedSample): ObservedCalls {
  const reason = failureReason({
    httpStatus: labels.status_code,
    grpcStatus: labels.grpc_status,
    error: labels.error,
  });
  return { failures: { [reason]: value } };
}

function callsOf(sample: ExpandedSample): ObservedCalls {
  const { labels, value } = sample;
  if (labels[TAG] === 'all') return { requests: value };
  if (labels[TAG] === 'refused') return { refused: value };
  return failedCalls(sample);
}

/** Of connections to what is in no mesh, and of what was not counted, nothing is said. */
function mtlsOf({ labels, value }: ExpandedSample) {
  if (!value || !labels.tls) return undefined;
  return labels.tls === 'true';
}

/** What the server's proxy counted; `to` is the workload, whichever Service was called. */
export function* inboundOf(
  sample: ExpandedSample,
  calls: ObservedCalls,
  context: SampleContext,
  protocol: Observation['protocol'] = 'http',
): Generator<Observation> {
  const to = ownEnd(sample.labels, context);
  const mtls = mtlsOf(sample);
  if (!to) return;
  yield {
    kind: 'inbound',
    reporter: 'destination',
    protocol,
    from: {},
    to,
    mtls,
    calls,
  };
}

/** What the client's proxy counted, if it counted anything. */
export function* edgeOf(
  sample: ExpandedSample,
  calls: ObservedCalls,
  context: SampleContext,
  protocol: Observation['protocol'] = 'http',
): Generator<Observation> {
  const from = ownEnd(sample.labels, context);
  if (!from || !sample.value) return;
  const to = remoteEnd(sample.labels, context);
  const mtls = mtlsOf(sample);
  yield {
    kind: 'edge',
    reporter: 'source',
    protocol,
    from,
    to,
    mtls,
    ...(from.workload === GATEWAY ? { isPassedOn: true } : {}),
    calls,
  };
}

const ratesOf =
  (scope: QueryScope, fixed: readonly Matcher[]) =>
  (labels: readonly string[], matchers: readonly Matcher[]) =>
    sumBy(labels, rate(RESPONSES, [...fixed, ...matchers], scope));

/** Responses of servers, by workload. */
export const inbound = groupedQuery({
  id: 'linkerd-inbound',
  metric: RESPONSES,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...INBOUND_LABELS, 'tls', ...OUTCOME_LABELS],
  vector: (scope, cluster) =>
    outcomes((extra, matchers) =>
      withPods(
        [...cluster, ...OWN_LABELS, ...extra],
        ratesOf(scope, [...SERVED, ...matchers]),
      ),
    ),
  observe: (sample, context) => inboundOf(sample, callsOf(sample), context),
});

/** Responses to clients, by workload and whom it called. */
export const edges = groupedQuery({
  id: 'linkerd-edges',
  onlyForEdges: true,
  metric: RESPONSES,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...EDGE_LABELS, 'tls', ...OUTCOME_LABELS],
  vector: (scope, cluster) =>
    outcomes((extra, matchers) =>
      withRemotePods(
        [...cluster, ...OWN_LABELS, ...REMOTE_LABELS, ...extra],
        ratesOf(scope, [OUTBOUND, ...matchers]),
      ),
    ),
  observe: (sample, context) => edgeOf(sample, callsOf(sample), context),
});

const CLASSIFICATION = FAILED.label;

/** Failed and refused responses that rates leave out. */
function firstOf(scope: QueryScope, matchers: readonly Matcher[]): string {
  const alternatives = [[FAILED], REFUSED].map(one => [...matchers, ...one]);
  return firstCalls({ metric: RESPONSES, alternatives }, scope);
}

function firstCallsOf(sample: ExpandedSample): ObservedCalls {
  const { labels, value: requests } = sample;
  return labels[CLASSIFICATION] === FAILED.value
    ? { requests, ...failedCalls(sample) }
    : { requests, refused: requests };
}

/** {@link inbound} has neither them nor their failures. */
export const firstInbound = groupedQuery({
  id: 'linkerd-first-inbound',
  metric: RESPONSES,
  splitLabel: SPLIT_LABEL,
  labels: [...INBOUND_LABELS, CLASSIFICATION, ...OUTCOME_LABELS],
  vector: scope => firstOf(scope, SERVED),
  observe: (sample, context) =>
    inboundOf(sample, firstCallsOf(sample), context),
});

/** {@link edges} has neither them nor their failures. */
export const firstOfEdges = groupedQuery({
  id: 'linkerd-first-edges',
  onlyForEdges: true,
  metric: RESPONSES,
  splitLabel: SPLIT_LABEL,
  labels: [...EDGE_LABELS, CLASSIFICATION, ...OUTCOME_LABELS],
  vector: scope => firstOf(scope, [OUTBOUND]),
  observe(sample, context) {
    const plain = { ...sample, labels: withoutRemotePod(sample.labels) };
    return edgeOf(plain, firstCallsOf(sample), context);
  },
});

/** Responses and failures of servers over hours. */
export const totals: MetricQuery = groupedQuery({
  id: 'linkerd-totals',
  metric: RESPONSES,
  splitLabel: SPLIT_LABEL,
  labels: [TAG, ...INBOUND_LABELS],
  vector: (scope, cluster) => {
    const by = [...cluster, ...OWN_LABELS];
    const all = withPods(by, ratesOf(scope, SERVED));
    const bad = withPods(by, ratesOf(scope, [...SERVED, FAILED]));
    return eachTagged(TAG, { all, bad });
  },
  observe: (sample, context) =>
    inboundOf(sample, totalCalls(sample.labels[TAG], sample.value), context),
});
