import type { RequestSummary } from '@meshport/plugin-mesh-common';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { Fragment, useEffect, useRef } from 'react';
import { NARROW_TABLE_LAYOUT, NarrowLabel } from '../components/NarrowLabel';
import type { Column } from '../components/table/Column';
import { useHeldOrder } from '../hooks/useHeldOrder';
import { OpenedRow } from './OpenedRow';
import { requestKeyOf, type RequestKey } from './requestKeys';

/** Where the reader of the list is. */
export interface Place {
  readonly id?: string;
  /** Its changes are shown below it. */
  readonly isOpen: boolean;
  /** Counts moves by keyboard, each of which takes the focus along. */
  readonly moves: number;
}

function Head({ columns }: { columns: readonly Column<RequestSummary>[] }) {
  return (
    <TableHead>
      <TableRow>
        {columns.map(({ id, title, minWidth, align }) => (
          <TableCell
            key={id}
            align={align}
            sx={{ minWidth, whiteSpace: 'nowrap' }}
          >
            {title}
          </TableCell>
        ))}
      </TableRow>
    </TableHead>
  );
}

function Cell(props: { column: Column<RequestSummary>; row: RequestSummary }) {
  const { column, row } = props;
  const { title, isName, minWidth, align } = column;
  return (
    <TableCell
      component={isName ? 'th' : 'td'}
      scope={isName ? 'row' : undefined}
      align={align}
      sx={minWidth ? { '&&': { overflowWrap: 'anywhere' } } : undefined}
    >
      {!isName && <NarrowLabel>{title}</NarrowLabel>}
      {column.render(row)}
    </TableCell>
  );
}

/** Moves the focus to the row of a place that was gone to by keyboard. */
function useFocusOnMove({ id, moves }: Place) {
  const rows = useRef(new Map<string, HTMLElement>());
  useEffect(() => {
    if (moves > 0 && id !== undefined) rows.current.get(id)?.focus();
  }, [id, moves]);
  return (row: string) => (element: HTMLElement | null) => {
    if (element) rows.current.set(row, element);
    else rows.current.delete(row);
  };
}

/** The requests of a page; one of them takes the keys. */
export function RequestRows(props: {
  what: string;
  columns: readonly Column<RequestSummary>[];
  rows: readonly RequestSummary[];
  place: Place;
  onPlace(id: string): void;
  onKey(key: RequestKey, order: readonly string[]): void;
}) {
  const { what, columns, rows, place, onPlace, onKey } = props;
  const { order, hold } = useHeldOrder(rows.map(({ id }) => id));
  const refOf = useFocusOnMove(place);
  const current = rows.some(({ id }) => id === place.id) ? place.id : order[0];
  const shown = order.flatMap(id => rows.find(row => row.id === id) ?? []);
  return (
    <TableContainer sx={{ containerType: 'inline-size' }}>
      <Table
        size="small"
        role="grid"
        aria-label={what}
        sx={NARROW_TABLE_LAYOUT}
      >
        <Head columns={columns} />
        <TableBody
          {...hold}
          onKeyDown={event => {
            const key = requestKeyOf(event);
            if (!key) return;
            event.preventDefault();
            onKey(key, order);
          }}
        >
          {shown.map(row => (
            <Fragment key={row.id}>
              <TableRow
                hover
                ref={refOf(row.id)}
                tabIndex={row.id === current ? 0 : -1}
                selected={row.id === place.id}
                aria-selected={row.id === place.id}
                aria-expanded={row.id === place.id && place.isOpen}
                onFocus={() => onPlace(row.id)}
              >
                {columns.map(column => (
                  <Cell key={column.id} column={column} row={row} />
                ))}
              </TableRow>
              {row.id === place.id && place.isOpen && (
                <TableRow>
                  <TableCell colSpan={columns.length}>
                    <OpenedRow id={row.id} />
                  </TableCell>
                </TableRow>
              )}
            </Fragment>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
