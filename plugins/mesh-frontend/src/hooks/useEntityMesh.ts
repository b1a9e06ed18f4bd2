import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import type { EntityMesh } from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';
import { useLiveAnswer, type LiveAnswer } from './useLiveAnswer';

/** The mesh state of the services of an entity, kept current. */
export function useEntityMesh(entity: Entity): LiveAnswer<EntityMesh> {
  const mesh = useApi(meshApiRef);
  const params = {
    kind: entity.kind.toLocaleLowerCase('en-US'),
    namespace: entity.metadata.namespace ?? 'default',
    name: entity.metadata.name,
  };
  return useLiveAnswer(
    `mesh:entity:${params.kind}:${params.namespace}/${params.name}`,
    signal => mesh.getEntity({ params }, { signal }),
  );
}
