import type { GatewayMark, MetricQueries } from '@meshport/plugin-mesh-node';
import type { QueriesByMesh } from '../metrics/MetricsState';
import type { WorkloadModel } from '../model/ClusterModel';

/** What a gateway passes on is between clusters, or on its way to servers of its own. */
export type GatewayRole = GatewayMark['passesOn'];

const MODE = 'gateway';

/** Is the workload a proxy of a mesh that stands alone? */
export function isGateway({ membership }: WorkloadModel): boolean {
  return membership.some(({ mode }) => mode === MODE);
}

/** What the meshes that a gateway is of know of gateways. */
function knownOf(
  { membership }: WorkloadModel,
  queries: QueriesByMesh,
): MetricQueries[] {
  return membership.flatMap(({ mesh, mode }) =>
    mode === MODE ? queries.get(mesh) ?? [] : [],
  );
}

/**
 * Of waypoints, and of gateways between clusters. One at which calls come in from outside
 * is a caller like any other, and has none.
 */
export function gatewayRole(
  workload: WorkloadModel,
  queries: QueriesByMesh,
): GatewayRole | undefined {
  const marks = knownOf(workload, queries).flatMap(
    ({ gateways = [] }) => gateways,
  );
  return marks.find(({ label, value }) =>
    workload.labelSets.some(labels => labels[label] === value),
  )?.passesOn;
}

/** Labels by which series call a gateway, besides those for any workload. */
export function gatewayNameLabels(
  workload: WorkloadModel,
  queries: QueriesByMesh,
): string[] {
  return knownOf(workload, queries).flatMap(
    ({ gatewayNameLabel }) => gatewayNameLabel ?? [],
  );
}
