import type {
  MetricQueries,
  MetricTarget,
  TargetQueries,
} from '@meshport/plugin-mesh-node';
import type { CountedInstance } from './goldenOfInstance';
import type { StoreState } from './MetricsState';

/** PromQL builders of the meshes that have some, by id. */
export type QueriesByMesh = ReadonlyMap<string, MetricQueries>;

function targetOf(
  instance: CountedInstance,
  {
    aliases,
    isByWaypoint,
  }: {
    readonly aliases: Readonly<Record<string, string>>;
    readonly isByWaypoint: boolean;
  },
): MetricTarget {
  return {
    cluster: instance.cluster,
    aliases,
    namespace: instance.namespace,
    service: instance.name,
    workloads: instance.workloads.map(({ ref: { kind, name } }) => ({
      kind,
      name,
    })),
    waypoint: isByWaypoint,
  };
}

/**
 * PromQL for one instance as one mesh counts it; undefined where the mesh counts nothing,
 * or the store is not known well enough yet to be asked.
 */
export function targetQueries(
  instance: CountedInstance,
  options: {
    readonly mesh: string;
    /** Whether a waypoint counts its requests, rather than its own proxies. */
    readonly isByWaypoint: boolean;
    readonly aliases: Readonly<Record<string, string>>;
    readonly store: StoreState | undefined;
    readonly queries: QueriesByMesh;
  },
): TargetQueries | undefined {
  const { mesh, store, queries } = options;
  const builders = queries.get(mesh);
  if (!builders || !store?.scope) return undefined;
  return builders.forService(targetOf(instance, options), store.scope);
}
