import type { MetricTarget, TargetQueries } from '@meshport/plugin-mesh-node';
import type { CountedInstance } from './goldenOfInstance';
import type { QueriesByMesh, StoreState } from './MetricsState';

interface TargetOptions {
  readonly mesh: string;
  /** Whether a waypoint counts its requests, rather than its own proxies. */
  readonly isByWaypoint: boolean;
  readonly aliases: Readonly<Record<string, string>>;
  readonly store: StoreState | undefined;
  readonly queries: QueriesByMesh;
}

function targetOf(
  instance: CountedInstance,
  { aliases, isByWaypoint, store }: TargetOptions,
): MetricTarget {
  const { cluster, namespace, name: service, workloads } = instance;
  // Whatever name it goes by there: a store may call it as a mesh does.
  const found = store?.tick?.labelValues?.get(cluster);
  return {
    cluster,
    aliases: found === undefined ? aliases : { ...aliases, metrics: found },
    namespace,
    service,
    workloads: workloads.map(({ ref: { kind, name } }) => ({ kind, name })),
    waypoint: isByWaypoint,
  };
}

/**
 * PromQL for one instance as one mesh counts it; undefined where the mesh counts nothing,
 * or the store is not known well enough yet to be asked.
 */
export function targetQueries(
  instance: CountedInstance,
  options: TargetOptions,
): TargetQueries | undefined {
  const { mesh, store, queries } = options;
  const builders = queries.get(mesh);
  if (!builders || !store?.scope) return undefined;
  return builders.forService(targetOf(instance, options), store.scope);
}
