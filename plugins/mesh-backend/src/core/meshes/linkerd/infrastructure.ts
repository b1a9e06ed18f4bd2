import type { Workload } from '@meshport/plugin-mesh-node';
import type { Infrastructure } from '../sidecar/infrastructure';
import { LABEL_COMPONENT } from './names';

/** Label `app` of the chart's gateway, and its name. */
export const GATEWAY = 'linkerd-gateway';

/** The gateway between clusters; its only process besides a placeholder is the proxy. */
function isGateway(labels: Readonly<Record<string, string>>): boolean {
  return labels.app === GATEWAY;
}

export function isCniAgent(labels: Readonly<Record<string, string>>): boolean {
  return labels['k8s-app'] === 'linkerd-cni';
}

/**
 * What a workload is to Linkerd itself; undefined for the workloads that it serves.
 * Those of extensions are served like any other.
 */
export function infrastructureOf({
  labels,
  template,
}: Pick<Workload, 'labels' | 'template'>): Infrastructure | undefined {
  const own = { ...labels, ...template.metadata.labels };
  if (own[LABEL_COMPONENT] || isCniAgent(own)) return 'control-plane';
  return isGateway(own) ? 'gateway' : undefined;
}
