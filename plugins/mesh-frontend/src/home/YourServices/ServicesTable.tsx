import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSet, ClusterSummary } from '@meshport/plugin-mesh-common';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableContainer from '@mui/material/TableContainer';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { NARROW_TABLE_LAYOUT } from '../../components/NarrowLabel';
import { useHeldOrder } from '../../hooks/useHeldOrder';
import { meshTranslationRef } from '../../translation';
import type { ServiceRow } from '../../view/ownServices';
import { ServicesTableRow } from './ServicesTableRow';

/** Beside the rest of a home page each row has one line, where there is room for columns. */
const DENSE = {
  '& th, & td': { ...NARROW_TABLE_LAYOUT['& th, & td'], py: 0.5, px: 1.25 },
};

/** Service, one column per cluster set, traffic, needs. */
export function ServicesTable(props: {
  sets: readonly ClusterSet[];
  clusters: readonly ClusterSummary[];
  rows: readonly ServiceRow[];
}) {
  const { sets, clusters, rows } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const { order, hold } = useHeldOrder(rows.map(row => row.id));
  return (
    <TableContainer sx={{ containerType: 'inline-size' }}>
      <Table
        size="small"
        aria-label={t('services.table')}
        sx={{ ...NARROW_TABLE_LAYOUT, ...DENSE }}
      >
        <TableHead>
          <TableRow>
            <TableCell sx={{ width: '1%', whiteSpace: 'nowrap' }}>
              {t('services.service')}
            </TableCell>
            {sets.map(set => (
              <TableCell
                key={set.name}
                sx={{ width: '1%', whiteSpace: 'nowrap' }}
              >
                {set.title}
              </TableCell>
            ))}
            <TableCell sx={{ width: '1%', whiteSpace: 'nowrap' }}>
              {t('column.traffic')}
            </TableCell>
            <TableCell sx={{ minWidth: '12rem' }}>
              {t('services.needs')}
            </TableCell>
          </TableRow>
        </TableHead>
        <TableBody {...hold}>
          {order.flatMap(id => {
            const row = rows.find(candidate => candidate.id === id);
            return row
              ? [
                  <ServicesTableRow
                    key={id}
                    row={row}
                    sets={sets}
                    clusters={clusters}
                  />,
                ]
              : [];
          })}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
