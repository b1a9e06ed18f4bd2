import type { EntityMesh, ServiceInstance } from '@meshport/plugin-mesh-common';

/** A Service that only leads to the service of another cluster: it has no pods of its own. */
export interface StandIn {
  readonly set: string;
  readonly instance: ServiceInstance;
}

/** Mirrors, federated and imported services: nothing of them can be out of the mesh. */
export function isStandIn({ kind }: ServiceInstance): boolean {
  return kind !== 'local';
}

/** All of an entity, in the order of the answer. */
export function standIns({ services }: EntityMesh): StandIn[] {
  return services.flatMap(({ set, instances }) =>
    instances.filter(isStandIn).map(instance => ({ set, instance })),
  );
}
