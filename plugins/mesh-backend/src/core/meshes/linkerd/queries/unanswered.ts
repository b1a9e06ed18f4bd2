import {
  compact,
  eachTagged,
  expand,
  type ExpandedSample,
  type MetricQuery,
  type Observation,
  type QueryScope,
  rate,
  type SampleContext,
  sumBy,
} from '@meshport/plugin-mesh-node';
import { INBOUND_LABELS, OUTBOUND, OWN_LABELS, ownEnd, withPods } from './ends';
import { reasonOfError } from './outcome';
import { RESPONSES } from './responses';

type Labels = ExpandedSample['labels'];

const HTTP = 'outbound_http_route_request_statuses_total';
const GRPC = 'outbound_grpc_route_request_statuses_total';

const TAG = 'what';
const PARENT_LABELS = ['parent_namespace', 'parent_name'];
const LABELS = [TAG, ...INBOUND_LABELS, ...PARENT_LABELS, 'error'];
const SPLIT_LABEL = 'namespace';

const OF_SERVICES = {
  label: 'parent_kind',
  operator: '=',
  value: 'Service',
} as const;
const WITH_ERROR = { label: 'error', operator: '!=', value: '' } as const;

/** Requests by the Service that was called, each kind with what else selects them. */
function routed(
  by: readonly string[],
  scope: QueryScope,
  ...matchers: (typeof OF_SERVICES | typeof WITH_ERROR)[]
): string {
  return withPods(by, (labels, more) => {
    const all = [HTTP, GRPC].map(metric =>
      rate(metric, [...matchers, ...more], scope),
    );
    return sumBy(labels, all.join(' or '));
  });
}

/** Responses by the Service that the client named. */
function answered(by: readonly string[], scope: QueryScope): string {
  const named = (vector: string) =>
    `label_replace(label_replace(${vector}, "parent_name", "$1", "authority", "([^.:]+)[.].*"), "parent_namespace", "$1", "authority", "[^.:]+[.]([^.:]+)[.].*")`;
  return withPods(by, (labels, more) => {
    const responses = rate(RESPONSES, [OUTBOUND, ...more], scope);
    const bySource = labels.filter(label => !PARENT_LABELS.includes(label));
    return sumBy(labels, named(sumBy([...bySource, 'authority'], responses)));
  });
}

function expression(scope: QueryScope): string {
  const { clusterLabel } = scope;
  const ends = [
    ...(clusterLabel ? [clusterLabel] : []),
    ...OWN_LABELS,
    ...PARENT_LABELS,
  ];
  const failing = routed(ends, scope, OF_SERVICES, WITH_ERROR);
  const onlyFailing = (vector: string) =>
    `(${vector} and on (${[...ends, 'pod'].join(', ')}) (${failing} > 0))`;
  const errors = routed([...ends, 'error'], scope, OF_SERVICES, WITH_ERROR);
  const vector = eachTagged(TAG, {
    error: errors,
    routed: onlyFailing(routed(ends, scope, OF_SERVICES)),
    answered: onlyFailing(answered(ends, scope)),
  });
  return compact(LABELS, vector, scope);
}

interface Counted {
  readonly labels: Labels;
  readonly errors: Record<string, number>;
  routed: number;
  answered: number;
}

function byEdge(samples: Iterable<ExpandedSample>): Iterable<Counted> {
  const edges = new Map<string, Counted>();
  for (const { labels: all, value } of samples) {
    const { [TAG]: what, error, ...labels } = all;
    const key = JSON.stringify(labels);
    const edge = edges.get(key) ?? {
      labels,
      errors: {},
      routed: 0,
      answered: 0,
    };
    edges.set(key, edge);
    if (what === 'error') {
      const reason = reasonOfError(error) ?? 'other';
      edge.errors[reason] = (edge.errors[reason] ?? 0) + value;
    } else if (what === 'routed') {
      edge.routed += value;
    } else {
      edge.answered += value;
    }
  }
  return edges.values();
}

/** Rates of two counters of one proxy are never exactly equal. */
const NOISE = 0.001;

/** At most what was asked and not answered: errors after an answer are counted elsewhere. */
function unansweredFailures({
  errors,
  routed: asked,
  answered: responses,
}: Counted): Record<string, number> | undefined {
  const total = Object.values(errors).reduce((sum, one) => sum + one, 0);
  const missing = Math.min(asked - responses, total);
  if (!(missing > asked * NOISE)) return undefined;
  return Object.fromEntries(
    Object.entries(errors).map(([reason, count]) => [
      reason,
      (count * missing) / total,
    ]),
  );
}

function observationOf(
  edge: Counted,
  context: SampleContext,
): Observation | undefined {
  const from = ownEnd(edge.labels, context);
  const failures = unansweredFailures(edge);
  if (!from || !failures) return undefined;
  const requests = Object.values(failures).reduce((sum, one) => sum + one, 0);
  const cluster = context.clusterOf(edge.labels);
  const to = {
    ...(cluster ? { cluster } : {}),
    namespace: edge.labels.parent_namespace,
    service: edge.labels.parent_name,
  };
  const calls = { requests, failures };
  return {
    kind: 'edge',
    reporter: 'source',
    protocol: 'http',
    from,
    to,
    calls,
  };
}

/**
 * Requests that the client's proxy answered itself, as no endpoint was there: they are in
 * no count of responses, only in those of routes. `to` is the Service by the name that the
 * client used, in its own cluster: it may be a mirror.
 */
export const unanswered: MetricQuery = {
  id: 'linkerd-unanswered',
  onlyForEdges: true,
  metric: HTTP,
  splitLabel: SPLIT_LABEL,
  expression,
  *read(samples, context) {
    for (const edge of byEdge(expand(LABELS, samples, context))) {
      const observation = observationOf(edge, context);
      if (observation) yield observation;
    }
  },
};
