import { useTranslationRef } from '@backstage/frontend-plugin-api';
import Skeleton from '@mui/material/Skeleton';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import TableSortLabel from '@mui/material/TableSortLabel';
import { useHeldOrder } from '../../hooks/useHeldOrder';
import { meshTranslationRef } from '../../translation';
import { NARROW_TABLE, NARROW_TABLE_LAYOUT, NarrowLabel } from '../NarrowLabel';
import { VisuallyHidden } from '../VisuallyHidden';
import type { Column } from './Column';
import type { TableState } from './tableState';

/** The arrow that only a pointer brings up stands between the columns, where there is room. */
function unusedArrow(align: 'right' | undefined) {
  const place = align ? { right: '100%' } : { left: '100%' };
  // By its element: Backstage's theme gives the classes of MUI other names.
  return {
    position: 'relative',
    '& > svg': { position: 'absolute', mx: 0, ...place },
  } as const;
}

function HeaderCell<Row>(props: {
  column: Column<Row>;
  state: TableState;
  onChange(change: Partial<TableState>): void;
}) {
  const { column, state, onChange } = props;
  const { title, sort, minWidth, align } = column;
  const isSorted = sort !== undefined && state.sort === sort;
  const turned = state.order === 'asc' ? 'desc' : 'asc';
  return (
    <TableCell
      align={align}
      sx={{ minWidth, whiteSpace: 'nowrap' }}
      sortDirection={isSorted ? state.order : false}
    >
      {sort === undefined ? (
        title
      ) : (
        <TableSortLabel
          active={isSorted}
          direction={isSorted ? state.order : 'asc'}
          onClick={() => onChange({ sort, order: isSorted ? turned : 'asc' })}
          sx={isSorted ? undefined : unusedArrow(align)}
        >
          {title}
        </TableSortLabel>
      )}
    </TableCell>
  );
}

/** A column with a width of its own may break names that are longer than it. */
function BodyCell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const { title, isName, minWidth, align } = column;
  const isBlank = !isName && column.text(row) === '';
  return (
    <TableCell
      component={isName ? 'th' : 'td'}
      scope={isName ? 'row' : undefined}
      align={align}
      sx={{
        // A number and its unit are one.
        ...(align ? { whiteSpace: 'nowrap' } : {}),
        ...(minWidth ? { '&&': { overflowWrap: 'anywhere' } } : {}),
        // A title without anything below it only makes the block longer.
        ...(isBlank ? { '&&&': { [NARROW_TABLE]: { display: 'none' } } } : {}),
      }}
    >
      {!isName && <NarrowLabel>{title}</NarrowLabel>}
      {column.render(row)}
    </TableCell>
  );
}

function LoadingRows({ what, columns }: { what: string; columns: number }) {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <>
      {['first', 'second', 'third', 'fourth'].map(row => (
        <TableRow key={row} aria-busy="true">
          <TableCell colSpan={columns}>
            {row === 'first' && (
              <VisuallyHidden live>
                {t('table.loading', { what })}
              </VisuallyHidden>
            )}
            <Skeleton height={28} />
          </TableCell>
        </TableRow>
      ))}
    </>
  );
}

/** The table itself; below 640 px each row is a block with the titles in it. */
export function TableRows<Row>(props: {
  what: string;
  columns: readonly Column<Row>[];
  /** Undefined while they are loaded. */
  rows?: readonly Row[];
  keyOf(row: Row): string;
  state: TableState;
  onChange(change: Partial<TableState>): void;
}) {
  const { what, columns, rows, keyOf, state, onChange } = props;
  const { order, hold } = useHeldOrder(rows?.map(keyOf) ?? []);
  return (
    <TableContainer sx={{ containerType: 'inline-size' }}>
      <Table size="small" aria-label={what} sx={NARROW_TABLE_LAYOUT}>
        <TableHead>
          <TableRow>
            {columns.map(column => (
              <HeaderCell key={column.id} {...{ column, state, onChange }} />
            ))}
          </TableRow>
        </TableHead>
        <TableBody {...hold}>
          {!rows && <LoadingRows what={what} columns={columns.length} />}
          {order.flatMap(key => {
            const row = rows?.find(candidate => keyOf(candidate) === key);
            return row
              ? [
                  <TableRow key={key} hover>
                    {columns.map(column => (
                      <BodyCell key={column.id} column={column} row={row} />
                    ))}
                  </TableRow>,
                ]
              : [];
          })}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
