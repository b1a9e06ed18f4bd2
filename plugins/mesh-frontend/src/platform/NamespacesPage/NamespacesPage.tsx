import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  MAX_PAGE_SIZE,
  type MeshRequestInput,
} from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../../api/meshApiRef';
import { PlatformContent } from '../../components/PlatformContent';
import { ServerTable } from '../../components/table/ServerTable';
import { queryOf } from '../../components/table/tableState';
import { useTableState } from '../../components/table/useTableState';
import { loadAllPages } from '../../hooks/loadAllPages';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { usePlaceFilters } from '../../hooks/usePlaceFilters';
import { useStateFilter } from '../../hooks/useStateFilter';
import { meshTranslationRef } from '../../translation';
import { useNamespacesColumns } from './useNamespacesColumns';

type Query = NonNullable<MeshRequestInput<'listNamespaces'>['query']>;

const DEFAULTS = {
  sort: 'state',
  filters: ['set', 'cluster', 'mesh', 'state', 'owner', 'ownedBy'],
  hidden: ['workloads', 'writer'],
};

/** All namespaces that the viewer may see: what they ask for, and what they have. */
export function NamespacesPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const [state, change] = useTableState(DEFAULTS);
  const query = queryOf<Query>(state);
  const live = useLiveAnswer(
    `mesh:namespaces:${JSON.stringify(query)}`,
    signal => mesh.listNamespaces({ params: {}, query }, { signal }),
    { keepPrevious: true },
  );
  const { sets = [], clusters = [], items = [] } = live.answer ?? {};
  const columns = useNamespacesColumns(clusters);
  const placeFilters = usePlaceFilters({
    sets,
    clusters,
    meshes: items.flatMap(({ asksFor, meshes }) => [...asksFor, ...meshes]),
  });
  const stateFilter = useStateFilter();
  const loadAll = () =>
    loadAllPages(cursor =>
      mesh.listNamespaces({
        params: {},
        query: { ...query, cursor, limit: MAX_PAGE_SIZE },
      }),
    );
  return (
    <PlatformContent live={live}>
      <ServerTable
        what={t('namespaces.title')}
        live={live}
        columns={columns}
        filters={[...placeFilters, stateFilter]}
        keyOf={({ cluster, name }) => `${cluster}/${name}`}
        state={state}
        onChange={change}
        loadAll={loadAll}
        empty={{
          title: t('namespaces.emptyTitle'),
          next: t('namespaces.emptyNext'),
        }}
      />
    </PlatformContent>
  );
}
