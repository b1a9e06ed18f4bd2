import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Graph, MeshRequestInput } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { meshApiRef } from '../../api/meshApiRef';
import { LiveContent } from '../../components/LiveContent';
import { FilterSelect } from '../../components/table/FilterSelect';
import { SearchField } from '../../components/table/SearchField';
import type { TableDefaults } from '../../components/table/tableState';
import { useTableState } from '../../components/table/useTableState';
import { CallsView } from '../../dependencies/CallsView';
import { HiddenEnds } from '../../dependencies/HiddenEnds';
import { StoreNotes } from '../../dependencies/StoreNotes';
import { CALLS_TABLE } from '../../dependencies/tableDefaults';
import { useGraphState } from '../../dependencies/useGraphState';
import { useLiveAnswer } from '../../hooks/useLiveAnswer';
import { usePlaceFilters } from '../../hooks/usePlaceFilters';
import { meshTranslationRef } from '../../translation';
import { useNamespaceFilter } from './useNamespaceFilter';

type Query = NonNullable<MeshRequestInput<'getGraph'>['query']>;

const DEFAULTS: TableDefaults = {
  ...CALLS_TABLE,
  filters: ['set', 'cluster', 'mesh', 'namespace'],
};

/** What the server looks for: where the calls are, and who is called what. */
function Filters(props: {
  answer?: Graph;
  state: ReturnType<typeof useTableState>[0];
  change: ReturnType<typeof useTableState>[1];
}) {
  const { answer, state, change } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { sets = [], clusters = [], nodes = [], edges = [] } = answer ?? {};
  const places = usePlaceFilters({
    sets,
    clusters,
    meshes: edges.flatMap(({ evidence }) => evidence.map(mesh => ({ mesh }))),
  });
  const filters = [...places, useNamespaceFilter(nodes)];
  const isFiltered = state.q !== '' || Object.keys(state.filters).length > 0;
  return (
    <Box
      role="search"
      aria-label={t('graph.pageTitle')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1,
        rowGap: 1.5,
      }}
    >
      <SearchField value={state.q} onChange={q => change({ q })} />
      {filters.map(filter => (
        <FilterSelect
          key={filter.id}
          filter={filter}
          chosen={state.filters[filter.id] ?? []}
          onChange={values =>
            change({ filters: { ...state.filters, [filter.id]: values } })
          }
        />
      ))}
      {isFiltered && (
        <Button size="small" onClick={() => change({ q: '', filters: {} })}>
          {t('table.clearFilters')}
        </Button>
      )}
    </Box>
  );
}

/** Who calls whom, over all clusters, as far as the viewer may see it. */
export function GraphPage() {
  const { t } = useTranslationRef(meshTranslationRef);
  const mesh = useApi(meshApiRef);
  const [state, change] = useGraphState();
  const [table, changeTable] = useTableState(DEFAULTS);
  const query: Query = {
    ...table.filters,
    ...(table.q ? { q: table.q } : {}),
    gateways: state.gateways ? 'true' : 'false',
  };
  const question = JSON.stringify(query);
  const live = useLiveAnswer(
    `mesh:graph:${question}`,
    signal => mesh.getGraph({ params: {}, query }, { signal }),
    { keepPrevious: true },
  );
  return (
    <LiveContent live={live} loading={t('graph.loading')}>
      {answer => (
        <>
          <Filters answer={answer} state={table} change={changeTable} />
          <StoreNotes notes={answer.notes} />
          <CallsView
            {...{ answer, question, state, change, table, changeTable }}
          />
          <HiddenEnds nodes={answer.nodes} />
        </>
      )}
    </LiveContent>
  );
}
