import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  exportStateSchema,
  type ExportView,
  MAX_PAGE_SIZE,
  type MeshRequestInput,
} from '@meshport/plugin-mesh-common';
import { useRef } from 'react';
import { meshApiRef } from '../api/meshApiRef';
import { PlatformContent } from '../components/PlatformContent';
import type { TableFilter } from '../components/table/Column';
import { ServerTable } from '../components/table/ServerTable';
import { queryOf } from '../components/table/tableState';
import { useTableState } from '../components/table/useTableState';
import { loadAllPages } from '../hooks/loadAllPages';
import { useLiveAnswer } from '../hooks/useLiveAnswer';
import { usePlaceFilters } from '../hooks/usePlaceFilters';
import { meshTranslationRef } from '../translation';
import { useExportsColumns } from './useExportsColumns';
import { useMechanismWord } from './useMechanismWord';

type Query = NonNullable<MeshRequestInput<'listExports'>['query']>;

const DEFAULTS = {
  sort: 'state',
  filters: ['set', 'cluster', 'mechanism', 'state', 'namespace'],
  // What is seen without scrolling sideways at 1280 px.
  hidden: ['set'],
};

/** What was seen before stays to choose from, as a filtered answer holds less. */
function useSeen(values: readonly string[]): readonly string[] {
  const seen = useRef(new Set<string>());
  for (const value of values) seen.current.add(value);
  return [...seen.current].sort((a, b) => a.localeCompare(b));
}

function useExportFilters(items: readonly ExportView[]): TableFilter[] {
  const { t } = useTranslationRef(meshTranslationRef);
  const wordOf = useMechanismWord();
  const mechanisms = useSeen(items.map(({ mechanism }) => mechanism));
  const namespaces = useSeen(items.map(({ namespace }) => namespace));
  return [
    {
      id: 'mechanism',
      title: t('exports.filter.mechanism'),
      options: mechanisms.map(value => ({ value, label: wordOf(value) })),
    },
    {
      id: 'state',
      title: t('exports.filter.state'),
      options: exportStateSchema.options.map(value => ({
        value,
        label: t(`exportState.${value}`),
      })),
    },
    {
      id: 'namespace',
      title: t('exports.filter.namespace'),
      options: namespaces.map(value => ({ value, label: value })),
    },
  ];
}

/** All exports that the viewer may see, over all clusters. */
export function ExportsListPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const [state, change] = useTableState(DEFAULTS);
  const query = queryOf<Query>(state);
  const live = useLiveAnswer(
    `mesh:exports:${JSON.stringify(query)}`,
    signal => mesh.listExports({ params: {}, query }, { signal }),
    { keepPrevious: true },
  );
  const { sets = [], clusters = [], items = [] } = live.answer ?? {};
  const columns = useExportsColumns({ sets, clusters });
  const placeFilters = usePlaceFilters({ sets, clusters, meshes: [] });
  const exportFilters = useExportFilters(items);
  const loadAll = () =>
    loadAllPages(cursor =>
      mesh.listExports({
        params: {},
        query: { ...query, cursor, limit: MAX_PAGE_SIZE },
      }),
    );
  return (
    <PlatformContent live={live}>
      <ServerTable
        what={t('exports.title')}
        live={live}
        columns={columns}
        filters={[
          ...placeFilters.filter(({ id }) => id !== 'mesh'),
          ...exportFilters,
        ]}
        keyOf={({ set, namespace, name, mechanism, from }) =>
          [set, namespace, name, mechanism, from].join('/')
        }
        state={state}
        onChange={change}
        loadAll={loadAll}
        empty={{
          title: t('exports.emptyTitle'),
          next: t('exports.emptyNext'),
        }}
      />
    </PlatformContent>
  );
}
