import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { useMemo, useState } from 'react';
import { ColumnChoice } from '../components/table/ColumnChoice';
import type { Column } from '../components/table/Column';
import { CsvButton } from '../components/table/CsvButton';
import { TableRows } from '../components/table/TableRows';
import type { TableState } from '../components/table/tableState';
import { meshTranslationRef } from '../translation';
import { sorted, type SortValue } from './edgeCells';

const ROWS_AT_ONCE = 100;

/** A list that the page has all of: sorted here, columns chosen, downloaded as CSV. */
export function LocalTable<Row>(props: {
  what: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  sortValues: Readonly<Record<string, (row: Row) => SortValue>>;
  keyOf(row: Row): string;
  state: TableState;
  onChange(change: Partial<TableState>): void;
}) {
  const { what, rows, columns, sortValues, keyOf, state, onChange } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [most, setMost] = useState(ROWS_AT_ONCE);
  const ordered = useMemo(() => {
    const valueOf = state.sort ? sortValues[state.sort] : undefined;
    return valueOf ? sorted(rows, valueOf, state.order) : rows;
  }, [rows, sortValues, state.sort, state.order]);
  const shown = columns.filter(
    ({ id, isName }) => isName || !state.hidden.includes(id),
  );
  const rest = ordered.length - most;
  return (
    <Box sx={{ display: 'grid', gap: 1, minWidth: 0 }}>
      <Box sx={{ display: 'flex', justifyContent: 'flex-end' }}>
        <ColumnChoice
          columns={columns}
          hidden={state.hidden}
          onChange={hidden => onChange({ hidden })}
        />
        <CsvButton
          what={what}
          columns={columns}
          total={ordered.length}
          loadAll={async () => ordered}
        />
      </Box>
      <TableRows
        what={what}
        columns={shown}
        rows={ordered.slice(0, most)}
        {...{ keyOf, state, onChange }}
      />
      {rest > 0 && (
        <Button size="small" onClick={() => setMost(most + ROWS_AT_ONCE)}>
          {t('dependencies.more', { count: rest })}
        </Button>
      )}
    </Box>
  );
}
