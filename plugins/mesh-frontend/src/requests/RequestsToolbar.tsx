import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { RequestSummary } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { ColumnChoice } from '../components/table/ColumnChoice';
import type { Column } from '../components/table/Column';
import { CsvButton } from '../components/table/CsvButton';
import { FilterSelect } from '../components/table/FilterSelect';
import { meshTranslationRef } from '../translation';
import {
  useRequestFilters,
  VIEWS,
  type useRequestList,
  type View,
} from './useRequestList';

function ViewChoice(props: { view: View; onChange(view: View): void }) {
  const { view, onChange } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      aria-label={t('requests.views')}
      value={view}
      onChange={(_, chosen) => chosen && onChange(chosen)}
    >
      {VIEWS.map(value => (
        <ToggleButton key={value} value={value}>
          {t(`requests.view.${value}`)}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** Which requests are shown, and what of them. */
export function RequestsToolbar(props: {
  list: ReturnType<typeof useRequestList>;
  columns: readonly Column<RequestSummary>[];
  onShowKeys(): void;
}) {
  const { list, columns, onShowKeys } = props;
  const { state, change, view, live, loadAll } = list;
  const { t } = useTranslationRef(meshTranslationRef);
  const filters = useRequestFilters();
  const choose = (id: string, values: readonly string[]) =>
    change({ filters: { ...state.filters, [id]: values } });
  return (
    <Box
      role="search"
      aria-label={t('requests.title')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1,
        rowGap: 1.5,
        alignItems: 'center',
      }}
    >
      <ViewChoice view={view} onChange={chosen => choose('view', [chosen])} />
      {filters.map(filter => (
        <FilterSelect
          key={filter.id}
          filter={filter}
          chosen={state.filters[filter.id] ?? []}
          onChange={values => choose(filter.id, values)}
        />
      ))}
      <Box sx={{ flexGrow: 1 }} />
      <Button size="small" onClick={onShowKeys}>
        {t('keys.show')}
      </Button>
      <ColumnChoice
        columns={columns}
        hidden={state.hidden}
        onChange={hidden => change({ hidden })}
      />
      <CsvButton
        what={t('requests.title')}
        columns={columns}
        hasRows={Boolean(live.answer?.items.length)}
        loadAll={loadAll}
      />
    </Box>
  );
}
