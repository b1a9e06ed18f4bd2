import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSet, ClusterSummary } from '@meshport/plugin-mesh-common';
import { useRef } from 'react';
import type { TableFilter } from '../components/table/Column';
import { meshTranslationRef } from '../translation';
import { type MeshChoice, meshChoices } from '../view/names';

interface Places {
  readonly sets: readonly ClusterSet[];
  readonly clusters: readonly ClusterSummary[];
  /** Of what the answer holds. */
  readonly meshes: readonly MeshChoice[];
}

/**
 * Filters by set, cluster and mesh. A filtered answer names the clusters and meshes of
 * what it holds only, so those that were seen before stay to choose from.
 */
export function usePlaceFilters(places: Places): TableFilter[] {
  const { sets, clusters, meshes } = places;
  const { t } = useTranslationRef(meshTranslationRef);
  const seen = useRef(new Map<string, string>());
  for (const { name, displayName } of clusters) {
    seen.current.set(name, displayName);
  }
  const seenMeshes = useRef(new Map<string, MeshChoice>());
  for (const choice of meshes) seenMeshes.current.set(choice.mesh, choice);
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
      options: meshChoices([...seenMeshes.current.values()]),
    },
  ];
}
