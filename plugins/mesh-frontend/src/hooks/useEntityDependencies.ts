import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Dependencies } from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';
import { useLiveAnswer, type LiveAnswer } from './useLiveAnswer';

/** Who calls the services of an entity and whom they call, kept current. */
export function useEntityDependencies(
  entity: Entity,
  { depth = 1, gateways = false }: { depth?: number; gateways?: boolean } = {},
): LiveAnswer<Dependencies> {
  const mesh = useApi(meshApiRef);
  const params = {
    kind: entity.kind.toLocaleLowerCase('en-US'),
    namespace: entity.metadata.namespace ?? 'default',
    name: entity.metadata.name,
  };
  return useLiveAnswer(
    `mesh:entity-dependencies:${params.kind}:${params.namespace}/${params.name}:${depth}:${gateways}`,
    signal =>
      mesh.getEntityDependencies(
        { params, query: { depth, gateways: gateways ? 'true' : 'false' } },
        { signal },
      ),
    { keepPrevious: true },
  );
}
