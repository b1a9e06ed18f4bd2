import type { Matcher, MetricTarget, QueryScope } from '../metrics';

/**
 * What selects the series of the cluster that the target is in; nothing where the store
 * is of one cluster alone.
 */
export function clusterMatchers(
  { cluster, aliases }: MetricTarget,
  { clusterLabel }: QueryScope,
): Matcher[] {
  if (!clusterLabel) return [];
  const value = aliases.metrics ?? cluster;
  return [{ label: clusterLabel, operator: '=', value }];
}

/** Share of what did not fail, 0..1: without elements where there is no traffic. */
export function successRatio(requestRate: string, failureRate: string): string {
  return `1 - ((${failureRate} or vector(0)) / (${requestRate} > 0))`;
}
