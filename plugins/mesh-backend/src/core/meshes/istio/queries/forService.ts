import {
  clusterMatchers,
  escapeRegex,
  type Matcher,
  type MetricTarget,
  quantiles,
  type QueryScope,
  rate,
  successRatio,
  sumBy,
  type TargetQueries,
} from '@meshport/plugin-mesh-node';
import {
  DURATION,
  NOT_OF_CILIUM,
  reporterIs,
  REQUESTS,
  TCP_OPENED,
} from './ends';
import { failedRequests } from './requests';

function matchersOf(target: MetricTarget, scope: QueryScope): Matcher[] {
  const is = (label: string, value: string): Matcher => ({
    label,
    operator: '=',
    value,
  });
  return [
    ...clusterMatchers(target, scope),
    is('destination_service_namespace', target.namespace),
    is('destination_service_name', target.service),
  ];
}

/** The sum by a label `version`, which is what Istio calls a canonical revision. */
function byVersion(vector: string): string {
  const named = `label_replace(${vector}, "version", "$1", "destination_canonical_revision", "(.*)")`;
  return sumBy(['version'], named);
}

/** Requests that a waypoint passed on to another cluster are counted there. */
function servedHere({ aliases }: MetricTarget): Matcher[] {
  const { istio } = aliases;
  if (istio === undefined) return [];
  const value = ['', 'unknown', escapeRegex(istio)].join('|');
  return [{ label: 'destination_cluster', operator: '=~', value }];
}

/** PromQL for one service in one cluster: of its waypoint where it has one. */
export function forService(
  target: MetricTarget,
  scope: QueryScope,
): TargetQueries {
  const service = matchersOf(target, scope);
  const http = [
    reporterIs(target.waypoint ? 'waypoint' : 'destination'),
    ...service,
    ...(target.waypoint ? servedHere(target) : []),
  ];
  const tcp = [reporterIs('destination'), NOT_OF_CILIUM, ...service];
  const requests = rate(REQUESTS, http, scope);
  const failures = failedRequests(http, scope);
  const requestRate = sumBy([], requests);
  const failureRate = sumBy([], failures);
  const tcpRate = (metric: string) => sumBy([], rate(metric, tcp, scope));
  return {
    requestRate,
    failureRate,
    successRatio: successRatio(requestRate, failureRate),
    quantile: q =>
      quantiles(q, [], { metric: DURATION, matchers: http, scope }),
    requestRateByVersion: byVersion(requests),
    failureRateByVersion: byVersion(failures),
    connectionRate: tcpRate(TCP_OPENED),
    receivedByteRate: tcpRate('istio_tcp_received_bytes_total'),
    sentByteRate: tcpRate('istio_tcp_sent_bytes_total'),
  };
}
