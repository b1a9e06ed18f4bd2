import {
  anyOf,
  clusterMatchers,
  formsOf,
  type Matcher,
  type MetricTarget,
  type QueryScope,
  rate,
  successRatio,
  sumBy,
  type TargetQueries,
} from '@meshport/plugin-mesh-node';
import { SERVED } from './ends';
import { LATENCY } from './latency';
import { FAILED, RESPONSES } from './responses';
import { FROM_CLIENT, TCP_OPENED, TCP_READ, TCP_WRITTEN } from './tcp';

const LABEL_OF_KIND: Readonly<Record<string, string>> = {
  Deployment: 'deployment',
  StatefulSet: 'statefulset',
  DaemonSet: 'daemonset',
  ReplicaSet: 'replicaset',
  CronJob: 'cronjob',
  Job: 'k8s_job',
};

/** One list of matchers per kind of workload: PromQL joins matchers by "and" alone. */
function selectionsOf(target: MetricTarget, scope: QueryScope): Matcher[][] {
  const names = new Map<string, string[]>();
  for (const { kind, name } of target.workloads) {
    const label = LABEL_OF_KIND[kind];
    if (label) names.set(label, [...(names.get(label) ?? []), name]);
  }
  return [...names].map(([label, workloads]) => [
    ...clusterMatchers(target, scope),
    { label: 'namespace', operator: '=', value: target.namespace },
    anyOf(label, workloads),
  ]);
}

interface Selected {
  /** Matchers by kind of workload. */
  readonly selections: readonly (readonly Matcher[])[];
  readonly scope: QueryScope;
}

/** Rates of all kinds of workloads. */
function rates(
  metric: string,
  matchers: readonly Matcher[],
  { selections, scope }: Selected,
): string {
  const all = selections.map(selection =>
    rate(metric, [...matchers, ...selection], scope),
  );
  return all.join(' or ');
}

function buckets(selected: Selected): string {
  return selected.scope.isNative(LATENCY)
    ? sumBy([], rates(LATENCY, SERVED, selected))
    : sumBy(['le'], rates(`${LATENCY}_bucket`, SERVED, selected));
}

/** Of all kinds of workloads together, in each form that the histogram has. */
function quantile(q: number, { selections, scope }: Selected): string {
  return formsOf(LATENCY, scope)
    .map(form => buckets({ selections, scope: form }))
    .map(all => `(histogram_quantile(${q}, ${all}) >= 0)`)
    .join(' or ');
}

/** PromQL for the workloads of one service, as their proxies count; nothing without any. */
export function forService(
  target: MetricTarget,
  scope: QueryScope,
): TargetQueries {
  const selected = { selections: selectionsOf(target, scope), scope };
  if (!selected.selections.length) return {};
  const sum = (metric: string, matchers: readonly Matcher[]) =>
    sumBy([], rates(metric, matchers, selected));
  const requestRate = sum(RESPONSES, SERVED);
  const failureRate = sum(RESPONSES, [...SERVED, FAILED]);
  return {
    requestRate,
    failureRate,
    successRatio: successRatio(requestRate, failureRate),
    quantile: q => quantile(q, selected),
    connectionRate: sum(TCP_OPENED, FROM_CLIENT),
    receivedByteRate: sum(TCP_READ, FROM_CLIENT),
    sentByteRate: sum(TCP_WRITTEN, FROM_CLIENT),
  };
}
