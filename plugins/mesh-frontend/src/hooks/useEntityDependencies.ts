import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import type { Dependencies } from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';
import { useLiveAnswer, type LiveAnswer } from './useLiveAnswer';

/** How far from a service its calls are asked for, and as of when. */
export interface DependenciesQuestion {
  readonly depth?: number;
  readonly gateways?: boolean;
  /** ISO; now without it. */
  readonly at?: string;
}

/** Who calls the services of an entity and whom they call, kept current. */
export function useEntityDependencies(
  entity: Entity,
  { depth = 1, gateways = false, at }: DependenciesQuestion = {},
): LiveAnswer<Dependencies> {
  const mesh = useApi(meshApiRef);
  const params = {
    kind: entity.kind.toLocaleLowerCase('en-US'),
    namespace: entity.metadata.namespace ?? 'default',
    name: entity.metadata.name,
  };
  return useLiveAnswer(
    `mesh:entity-dependencies:${params.kind}:${params.namespace}/${
      params.name
    }:${depth}:${gateways}:${at ?? ''}`,
    signal =>
      mesh.getEntityDependencies(
        { params, query: { depth, gateways: gateways ? 'true' : 'false', at } },
        { signal },
      ),
    { keepPrevious: true },
  );
}
