import {
  anyOf,
  clusterMatchers,
  type MetricTarget,
  quantiles,
  type QueryScope,
  rate,
  successRatio,
  sumBy,
  type TargetQueries,
} from '@meshport/plugin-mesh-node';
import { BY_SERVER } from './ends';
import { DURATION, FAILED, MILLISECONDS_PER_UNIT, REQUESTS } from './http';

/** PromQL for the workloads of one service, as the nodes of their pods saw it. */
export function forService(
  target: MetricTarget,
  scope: QueryScope,
): TargetQueries {
  const names = target.workloads.map(({ name }) => name);
  if (!names.length) return {};
  const matchers = [
    BY_SERVER,
    ...clusterMatchers(target, scope),
    {
      label: 'destination_namespace',
      operator: '=',
      value: target.namespace,
    } as const,
    anyOf('destination_workload', names),
  ];
  const requestRate = sumBy([], rate(REQUESTS, matchers, scope));
  const failureRate = sumBy([], rate(REQUESTS, [...matchers, FAILED], scope));
  const histogram = { metric: DURATION, matchers, scope };
  return {
    requestRate,
    failureRate,
    successRatio: successRatio(requestRate, failureRate),
    quantile: q => `${quantiles(q, [], histogram)} * ${MILLISECONDS_PER_UNIT}`,
  };
}
