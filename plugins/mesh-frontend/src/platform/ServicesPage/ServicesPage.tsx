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
import { useHealthFilter } from '../../hooks/useHealthFilter';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { usePlaceFilters } from '../../hooks/usePlaceFilters';
import { useStateFilter } from '../../hooks/useStateFilter';
import { meshTranslationRef } from '../../translation';
import { useServicesColumns } from './useServicesColumns';

type Query = NonNullable<MeshRequestInput<'listServices'>['query']>;

const DEFAULTS = {
  sort: 'state',
  filters: ['set', 'cluster', 'mesh', 'state', 'health', 'namespace', 'owner'],
  // What is seen without scrolling sideways at 1280 px, in rows of few lines. The state
  // stands for what it needs, health for the latency; all of it is on the service's page.
  hidden: ['p99', 'owners', 'needs'],
};

/** All services that the viewer may see, over all clusters. */
export function ServicesPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const [state, change] = useTableState(DEFAULTS);
  const query = queryOf<Query>(state);
  const live = useLiveAnswer(
    `mesh:services:${JSON.stringify(query)}`,
    signal => mesh.listServices({ params: {}, query }, { signal }),
    { keepPrevious: true },
  );
  const { sets = [], clusters = [], items = [] } = live.answer ?? {};
  const columns = useServicesColumns({ sets, clusters });
  const placeFilters = usePlaceFilters({
    sets,
    clusters,
    meshes: items.flatMap(service => service.clusters),
  });
  const stateFilter = useStateFilter();
  const healthFilter = useHealthFilter();
  const loadAll = () =>
    loadAllPages(cursor =>
      mesh.listServices({
        params: {},
        query: { ...query, cursor, limit: MAX_PAGE_SIZE },
      }),
    );
  return (
    <PlatformContent live={live}>
      <ServerTable
        what={t('servicesPage.title')}
        live={live}
        columns={columns}
        filters={[...placeFilters, stateFilter, healthFilter]}
        keyOf={({ set, namespace, name }) => `${set}/${namespace}/${name}`}
        state={state}
        onChange={change}
        loadAll={loadAll}
        empty={{
          title: t('servicesPage.emptyTitle'),
          next: t('servicesPage.emptyNext'),
        }}
      />
    </PlatformContent>
  );
}
