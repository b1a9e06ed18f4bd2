import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Source } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import type { ReactNode } from 'react';
import type { LiveAnswer } from '../../hooks/useLiveAnswer';
import { meshTranslationRef } from '../../translation';
import { AnswerError } from '../AnswerError';
import type { Column, TableFilter } from './Column';
import { Pager } from './Pager';
import { TableRows } from './TableRows';
import { TableToolbar } from './TableToolbar';
import type { TableState } from './tableState';

/** A page of a list, as the API gives it. */
export interface ListPage<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  readonly nextCursor?: string;
  readonly sources: readonly Source[];
}

/** What is told where there is no row at all, whatever the filters. */
export interface EmptyTexts {
  readonly title: string;
  readonly next: string;
}

function NoRows(props: { texts: EmptyTexts; isFiltered: boolean }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const { title, next } = props.isFiltered
    ? { title: t('table.noneTitle'), next: t('table.noneNext') }
    : props.texts;
  return (
    <Box sx={{ py: 3 }}>
      <Typography variant="subtitle1" component="p">
        {title}
      </Typography>
      <Typography variant="body2">{next}</Typography>
    </Box>
  );
}

/**
 * A list that the server filters, sorts and pages: its state is in the address, columns
 * can be chosen, and all of it can be downloaded.
 */
export function ServerTable<Row>(props: {
  /** What is listed, as a title: "Services". */
  what: string;
  live: LiveAnswer<ListPage<Row>>;
  columns: readonly Column<Row>[];
  filters: readonly TableFilter[];
  keyOf(row: Row): string;
  state: TableState;
  onChange(change: Partial<TableState>): void;
  loadAll(): Promise<readonly Row[]>;
  empty: EmptyTexts;
  /** Where else to look, where this list may not be seen. */
  instead?: ReactNode;
}) {
  const { what, live, columns, filters, keyOf, state, onChange } = props;
  const { answer, error, checkedAt, retry } = live;
  const shown = columns.filter(
    ({ id, isName }) => isName || !state.hidden.includes(id),
  );
  const isFiltered = state.q !== '' || Object.keys(state.filters).length > 0;
  const isEmpty = answer?.items.length === 0;
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      <TableToolbar
        {...{ what, columns, filters, state, onChange }}
        total={answer?.total}
        loadAll={props.loadAll}
      />
      {error && (
        <AnswerError
          {...{ error, retry }}
          lastAnswerAt={answer && checkedAt}
          instead={props.instead}
        />
      )}
      {isEmpty && <NoRows texts={props.empty} isFiltered={isFiltered} />}
      {!isEmpty && !(error && !answer) && (
        <TableRows
          {...{ what, keyOf, state, onChange }}
          columns={shown}
          rows={answer?.items}
        />
      )}
      <Pager
        what={what}
        total={answer?.total}
        cursor={state.cursor}
        nextCursor={answer?.nextCursor}
        onChange={cursor => onChange({ cursor })}
      />
    </Box>
  );
}
