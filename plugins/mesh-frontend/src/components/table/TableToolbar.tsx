import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { meshTranslationRef } from '../../translation';
import type { Column, TableFilter } from './Column';
import { ColumnChoice } from './ColumnChoice';
import { CsvButton } from './CsvButton';
import { FilterSelect } from './FilterSelect';
import { SearchField } from './SearchField';
import type { TableState } from './tableState';

/** Everything that changes what a list shows, and its download. */
export function TableToolbar<Row>(props: {
  what: string;
  columns: readonly Column<Row>[];
  filters: readonly TableFilter[];
  state: TableState;
  onChange(change: Partial<TableState>): void;
  total?: number;
  loadAll(): Promise<readonly Row[]>;
}) {
  const { what, columns, filters, state, onChange, total, loadAll } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const isFiltered = state.q !== '' || Object.keys(state.filters).length > 0;
  return (
    <Box
      role="search"
      aria-label={what}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        columnGap: 1,
        rowGap: 1.5,
        alignItems: 'center',
      }}
    >
      <SearchField value={state.q} onChange={q => onChange({ q })} />
      {filters.map(filter => (
        <FilterSelect
          key={filter.id}
          filter={filter}
          chosen={state.filters[filter.id] ?? []}
          onChange={values =>
            onChange({ filters: { ...state.filters, [filter.id]: values } })
          }
        />
      ))}
      {isFiltered && (
        <Button size="small" onClick={() => onChange({ q: '', filters: {} })}>
          {t('table.clearFilters')}
        </Button>
      )}
      <Box sx={{ flexGrow: 1 }} />
      <Box sx={{ display: 'flex' }}>
        <ColumnChoice
          columns={columns}
          hidden={state.hidden}
          onChange={hidden => onChange({ hidden })}
        />
        <CsvButton {...{ what, columns, total, loadAll }} />
      </Box>
    </Box>
  );
}
