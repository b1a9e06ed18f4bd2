import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSet, ClusterSummary } from '@meshport/plugin-mesh-common';
import { useRef } from 'react';
import type { TableFilter } from '../components/table/Column';
import { meshTranslationRef } from '../translation';
import { KNOWN_MESHES, meshName } from '../view/names';

interface Places {
  readonly sets: readonly ClusterSet[];
  readonly clusters: readonly ClusterSummary[];
}

/**
 * Filters by set, cluster and mesh. A filtered answer names the clusters of what it
 * holds only, so those that were seen before stay to choose from.
 */
export function usePlaceFilters({ sets, clusters }: Places): TableFilter[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const seen = useRef(new Map<string, string>());
  for (const { name, displayName } of clusters) {
    seen.current.set(name, displayName);
  }
  return [
    {
      id: 'set',
      title: t('filter.set'),
      options: sets.map(({ name, title }) => ({ value: name, label: title })),
    },
    {
      id: 'cluster',
      title: t('filter.cluster'),
      options: [...seen.current].map(([value, label]) => ({ value, label })),
    },
    {
      id: 'mesh',
      title: t('filter.mesh'),
      options: KNOWN_MESHES.map(value => ({ value, label: meshName(value) })),
    },
  ];
}
