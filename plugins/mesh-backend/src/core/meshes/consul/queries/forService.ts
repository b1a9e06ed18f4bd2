import {
  clusterMatchers,
  type Matcher,
  type MetricTarget,
  quantiles,
  type QueryScope,
  rate,
  successRatio,
  sumBy,
  type TargetQueries,
} from '@meshport/plugin-mesh-node';
import { PUBLIC_HTTP, PUBLIC_TCP } from './ends';
import {
  BY_CLASS,
  CONNECTIONS,
  DURATION,
  FAILED,
  RECEIVED,
  REQUESTS,
  SENT,
} from './inbound';

/** PromQL for one service, as the proxies beside it count. */
export function forService(
  target: MetricTarget,
  scope: QueryScope,
): TargetQueries {
  const service: Matcher[] = [
    ...clusterMatchers(target, scope),
    { label: 'consul_source_service', operator: '=', value: target.service },
  ];
  const total = (metric: string, ...matchers: Matcher[]) =>
    sumBy([], rate(metric, [...matchers, ...service], scope));
  const requestRate = total(REQUESTS, PUBLIC_HTTP);
  const failureRate = total(BY_CLASS, PUBLIC_HTTP, FAILED);
  const matchers = [PUBLIC_HTTP, ...service];
  return {
    requestRate,
    failureRate,
    successRatio: successRatio(requestRate, failureRate),
    quantile: q => quantiles(q, [], { metric: DURATION, matchers, scope }),
    connectionRate: total(CONNECTIONS, PUBLIC_TCP),
    receivedByteRate: total(RECEIVED, PUBLIC_TCP),
    sentByteRate: total(SENT, PUBLIC_TCP),
  };
}
