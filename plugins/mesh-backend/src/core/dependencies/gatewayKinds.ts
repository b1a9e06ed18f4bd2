import type { WorkloadModel } from '../model/ClusterModel';

/** Labels of what passes on calls that others made, by who sets them: istiod, charts, operators. */
const TRANSPARENT: readonly (readonly [label: string, value: string])[] = [
  ['gateway.istio.io/managed', 'istio.io-mesh-controller'],
  ['gateway.istio.io/managed', 'istio.io-agentgateway-waypoint-controller'],
  ['gateway.istio.io/managed', 'istio.io-eastwest-controller'],
  ['istio', 'eastwestgateway'],
  ['app', 'linkerd-gateway'],
  ['component', 'mesh-gateway'],
];

/** Is the workload a proxy of a mesh that stands alone? */
export function isGateway({ membership }: WorkloadModel): boolean {
  return membership.some(({ mode }) => mode === 'gateway');
}

/**
 * Waypoints, and gateways between clusters. One at which calls come in from outside is
 * a caller like any other.
 */
export function isTransparentGateway(workload: WorkloadModel): boolean {
  return (
    isGateway(workload) &&
    workload.labelSets.some(labels =>
      TRANSPARENT.some(([label, value]) => labels[label] === value),
    )
  );
}
