import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  linkStateSchema,
  MAX_PAGE_SIZE,
  type MeshRequestInput,
} from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';
import { PlatformContent } from '../components/PlatformContent';
import { ServerTable } from '../components/table/ServerTable';
import { queryOf } from '../components/table/tableState';
import { useTableState } from '../components/table/useTableState';
import { loadAllPages } from '../hooks/loadAllPages';
import { useLiveAnswer } from '../hooks/useLiveAnswer';
import { usePlaceFilters } from '../hooks/usePlaceFilters';
import { InsteadOfPlatform } from '../platform/InsteadOfPlatform';
import { meshTranslationRef } from '../translation';
import { useLinksColumns } from './useLinksColumns';

type Query = NonNullable<MeshRequestInput<'listLinks'>['query']>;

const DEFAULTS = {
  sort: 'state',
  filters: ['set', 'cluster', 'mesh', 'state'],
};

/** How the clusters are connected, and whether anything passes. */
export function LinksPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const [state, change] = useTableState(DEFAULTS);
  const query = queryOf<Query>(state);
  const live = useLiveAnswer(
    `mesh:links:${JSON.stringify(query)}`,
    signal => mesh.listLinks({ params: {}, query }, { signal }),
    { keepPrevious: true },
  );
  const { sets = [], clusters = [], items = [] } = live.answer ?? {};
  const columns = useLinksColumns(clusters);
  const placeFilters = usePlaceFilters({ sets, clusters, meshes: items });
  const stateFilter = {
    id: 'state',
    title: t('links.state'),
    options: linkStateSchema.options.map(value => ({
      value,
      label: t(`linkState.${value}`),
    })),
  };
  const loadAll = () =>
    loadAllPages(cursor =>
      mesh.listLinks({
        params: {},
        query: { ...query, cursor, limit: MAX_PAGE_SIZE },
      }),
    );
  return (
    <PlatformContent live={live}>
      <ServerTable
        what={t('links.title')}
        live={live}
        columns={columns}
        filters={[...placeFilters, stateFilter]}
        keyOf={({ mesh: id, from, to, mechanism }) =>
          [id, mechanism, from, to].join('/')
        }
        state={state}
        onChange={change}
        loadAll={loadAll}
        instead={<InsteadOfPlatform />}
        empty={{ title: t('links.emptyTitle'), next: t('links.emptyNext') }}
      />
    </PlatformContent>
  );
}
