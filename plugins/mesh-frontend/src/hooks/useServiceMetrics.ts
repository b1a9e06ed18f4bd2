import { useApi } from '@backstage/frontend-plugin-api';
import type { MetricsAnswer } from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';
import type { MetricsSpan } from '../view/metricsSpan';
import { useLiveAnswer, type LiveAnswer } from './useLiveAnswer';

/** Traffic of one service over a part of the past, kept current. */
export function useServiceMetrics(
  params: { set: string; namespace: string; name: string },
  { window, at }: MetricsSpan,
): LiveAnswer<MetricsAnswer> {
  const mesh = useApi(meshApiRef);
  const { set, namespace, name } = params;
  return useLiveAnswer(
    `mesh:service-metrics:${set}/${namespace}/${name}:${window}:${at ?? ''}`,
    signal =>
      mesh.getServiceMetrics({ params, query: { window, at } }, { signal }),
    { keepPrevious: true },
  );
}
