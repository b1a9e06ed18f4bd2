import { useApi, useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  requestKindSchema,
  requestStateSchema,
  type RequestOperationInput,
  type RequestResponse,
} from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';
import type { TableFilter } from '../components/table/Column';
import type { TableState } from '../components/table/tableState';
import { useTableState } from '../components/table/useTableState';
import { loadAllPages } from '../hooks/loadAllPages';
import { useLiveAnswer } from '../hooks/useLiveAnswer';
import { meshTranslationRef } from '../translation';

type Query = NonNullable<RequestOperationInput<'listRequests'>['query']>;

/** Which requests are listed. */
export const VIEWS = ['to-decide', 'mine', 'all'] as const;

/** {@inheritDoc VIEWS} */
export type View = (typeof VIEWS)[number];

/** Most requests that one answer holds. */
const LARGEST_PAGE = 100;

const DEFAULTS = {
  // The server knows one order only: the newest first.
  sort: 'newest',
  filters: ['view', 'state', 'kind'],
  // What is seen without scrolling sideways at 1280 px.
  hidden: ['warnings', 'expires'],
};

function viewOf({ filters }: TableState): View {
  const [given] = filters.view ?? [];
  return VIEWS.find(view => view === given) ?? 'to-decide';
}

/** The list as its address says it: what is asked, what was answered, what can be changed. */
export function useRequestList() {
  const mesh = useApi(meshApiRef);
  const [state, change] = useTableState(DEFAULTS);
  const { view: _, ...filters } = state.filters;
  const view = viewOf(state);
  // The address may carry values that the server does not know: it says so.
  const query = { ...filters, view, cursor: state.cursor } as Query;
  const live = useLiveAnswer<RequestResponse<'listRequests'>>(
    `mesh:requests:${JSON.stringify(query)}`,
    signal => mesh.listRequests({ params: {}, query }, { signal }),
    { keepPrevious: true },
  );
  const loadAll = () =>
    loadAllPages(cursor =>
      mesh.listRequests({
        params: {},
        query: { ...query, cursor, limit: LARGEST_PAGE },
      }),
    );
  return {
    state,
    change,
    view,
    live,
    loadAll,
    isFiltered: Object.keys(filters).length > 0,
  };
}

/** Filters of the list besides its views. */
export function useRequestFilters(): readonly TableFilter[] {
  const { t } = useTranslationRef(meshTranslationRef);
  return [
    {
      id: 'state',
      title: t('requests.state'),
      options: requestStateSchema.options.map(value => ({
        value,
        label: t(`requestState.${value}`),
      })),
    },
    {
      id: 'kind',
      title: t('requests.kind'),
      options: requestKindSchema.options.map(value => ({
        value,
        label: t(`requestKind.${value}`),
      })),
    },
  ];
}
