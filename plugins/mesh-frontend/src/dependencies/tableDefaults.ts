import { EDGE_COLUMNS_ON_DEMAND } from './useEdgeColumns';
import type { TableDefaults } from '../components/table/tableState';

/** How calls are listed until somebody chooses otherwise: the worst first. */
export const CALLS_TABLE: TableDefaults = {
  sort: 'health',
  filters: [],
  hidden: EDGE_COLUMNS_ON_DEMAND,
};
