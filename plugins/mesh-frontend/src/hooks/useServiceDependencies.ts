import { useApi } from '@backstage/frontend-plugin-api';
import type { Dependencies } from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';
import type { DependenciesQuestion } from './useEntityDependencies';
import { useLiveAnswer, type LiveAnswer } from './useLiveAnswer';

/** Who calls one service and whom it calls, kept current. */
export function useServiceDependencies(
  params: { set: string; namespace: string; name: string },
  { depth = 1, gateways = false, at }: DependenciesQuestion,
): LiveAnswer<Dependencies> {
  const mesh = useApi(meshApiRef);
  const { set, namespace, name } = params;
  return useLiveAnswer(
    `mesh:service-dependencies:${set}/${namespace}/${name}:${depth}:${gateways}:${
      at ?? ''
    }`,
    signal =>
      mesh.getServiceDependencies(
        { params, query: { depth, gateways: gateways ? 'true' : 'false', at } },
        { signal },
      ),
    { keepPrevious: true },
  );
}
