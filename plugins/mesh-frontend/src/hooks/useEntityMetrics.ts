import type { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import type { MetricsAnswer } from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';
import type { MetricsSpan } from '../view/metricsSpan';
import { useLiveAnswer, type LiveAnswer } from './useLiveAnswer';

/** Traffic of the services of an entity over a part of the past, kept current. */
export function useEntityMetrics(
  entity: Entity,
  { window, at }: MetricsSpan,
): LiveAnswer<MetricsAnswer> {
  const mesh = useApi(meshApiRef);
  const params = {
    kind: entity.kind.toLocaleLowerCase('en-US'),
    namespace: entity.metadata.namespace ?? 'default',
    name: entity.metadata.name,
  };
  return useLiveAnswer(
    `mesh:entity-metrics:${params.kind}:${params.namespace}/${
      params.name
    }:${window}:${at ?? ''}`,
    signal =>
      mesh.getEntityMetrics({ params, query: { window, at } }, { signal }),
    { keepPrevious: true },
  );
}
