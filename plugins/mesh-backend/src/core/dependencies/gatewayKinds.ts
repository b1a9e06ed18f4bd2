import type { WorkloadModel } from '../model/ClusterModel';

/** What a gateway passes on is between clusters, or on its way to servers of its own. */
export type GatewayRole = 'waypoint' | 'between-clusters';

/** Labels of what passes on calls that others made, by who sets them: istiod, charts, operators. */
const TRANSPARENT: readonly (readonly [
  label: string,
  value: string,
  role: GatewayRole,
])[] = [
  ['gateway.istio.io/managed', 'istio.io-mesh-controller', 'waypoint'],
  [
    'gateway.istio.io/managed',
    'istio.io-agentgateway-waypoint-controller',
    'waypoint',
  ],
  [
    'gateway.istio.io/managed',
    'istio.io-eastwest-controller',
    'between-clusters',
  ],
  ['istio', 'eastwestgateway', 'between-clusters'],
  ['app', 'linkerd-gateway', 'between-clusters'],
  ['component', 'mesh-gateway', 'between-clusters'],
];

/** Is the workload a proxy of a mesh that stands alone? */
export function isGateway({ membership }: WorkloadModel): boolean {
  return membership.some(({ mode }) => mode === 'gateway');
}

/**
 * Of waypoints, and of gateways between clusters. One at which calls come in from outside
 * is a caller like any other, and has none.
 */
export function gatewayRole(workload: WorkloadModel): GatewayRole | undefined {
  if (!isGateway(workload)) return undefined;
  return TRANSPARENT.find(([label, value]) =>
    workload.labelSets.some(labels => labels[label] === value),
  )?.[2];
}
