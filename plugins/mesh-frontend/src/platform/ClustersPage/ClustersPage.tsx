import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  clusterStatusSchema,
  MAX_PAGE_SIZE,
  type MeshRequestInput,
} from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../../api/meshApiRef';
import { PlatformContent } from '../../components/PlatformContent';
import type { TableFilter } from '../../components/table/Column';
import { ServerTable } from '../../components/table/ServerTable';
import { queryOf } from '../../components/table/tableState';
import { useTableState } from '../../components/table/useTableState';
import { loadAllPages } from '../../hooks/loadAllPages';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { usePlaceFilters } from '../../hooks/usePlaceFilters';
import { meshTranslationRef } from '../../translation';
import { InsteadOfPlatform } from '../InsteadOfPlatform';
import { useClustersColumns } from './useClustersColumns';

type Query = NonNullable<MeshRequestInput<'listClusters'>['query']>;

const DEFAULTS = { sort: 'place', filters: ['set', 'mesh', 'status'] };

function useStatusFilter(): TableFilter {
  const { t } = useTranslationRef(meshTranslationRef);
  return {
    id: 'status',
    title: t('clusters.status'),
    options: clusterStatusSchema.options.map(value => ({
      value,
      label: t(`clusterStatus.${value}`),
    })),
  };
}

/** All clusters: what is in them, what the meshes themselves cost there. */
export function ClustersPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const [state, change] = useTableState(DEFAULTS);
  const query = queryOf<Query>(state);
  const live = useLiveAnswer(
    `mesh:clusters:${JSON.stringify(query)}`,
    signal => mesh.listClusters({ params: {}, query }, { signal }),
    { keepPrevious: true },
  );
  const { sets = [], clusters = [], items = [] } = live.answer ?? {};
  const columns = useClustersColumns({ sets, clusters });
  const placeFilters = usePlaceFilters({
    sets,
    clusters: [],
    meshes: items.flatMap(({ meshes }) => meshes),
  });
  const statusFilter = useStatusFilter();
  const loadAll = () =>
    loadAllPages(cursor =>
      mesh.listClusters({
        params: {},
        query: { ...query, cursor, limit: MAX_PAGE_SIZE },
      }),
    );
  return (
    <PlatformContent live={live}>
      <ServerTable
        what={t('clusters.title')}
        live={live}
        columns={columns}
        filters={[
          ...placeFilters.filter(({ id }) => id !== 'cluster'),
          statusFilter,
        ]}
        keyOf={({ name }) => name}
        state={state}
        onChange={change}
        loadAll={loadAll}
        empty={{
          title: t('clusters.emptyTitle'),
          next: t('clusters.emptyNext'),
        }}
        instead={<InsteadOfPlatform />}
      />
    </PlatformContent>
  );
}
