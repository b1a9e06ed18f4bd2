import type { Workload } from '@meshport/plugin-mesh-node';
import type { Infrastructure } from '../sidecar/infrastructure';
import { LABEL_GATEWAY_MANAGED } from './names';

/** The chart's label `component`; undefined for what is not the chart's. */
export function componentName({
  labels,
  template,
}: Pick<Workload, 'labels' | 'template'>): string | undefined {
  const own = { ...labels, ...template.metadata.labels };
  // `nameOverride` changes the one, nothing the other.
  const isOfChart = own.app === 'consul' || own.chart === 'consul-helm';
  return isOfChart ? own.component : undefined;
}

/** What a workload is to Consul itself; undefined for the workloads that it serves. */
export function infrastructureOf(
  workload: Pick<Workload, 'labels' | 'template'>,
): Infrastructure | undefined {
  const component = componentName(workload);
  const { labels } = workload.template.metadata;
  const isGateway =
    component?.endsWith('-gateway') === true ||
    labels[LABEL_GATEWAY_MANAGED] !== undefined;
  if (isGateway) return 'gateway';
  return component === undefined ? undefined : 'control-plane';
}
