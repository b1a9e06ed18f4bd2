import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { ClusterSet, ClusterSummary } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import { useMemo, useState } from 'react';
import { Heading } from '../components/Heading';
import type { TableState } from '../components/table/tableState';
import { meshTranslationRef } from '../translation';
import { callsOf } from './callRanking';
import { EDGE_SORT } from './edgeCells';
import { LocalTable } from './LocalTable';
import type { Calls } from './shownGraph';
import { useEdgeColumns } from './useEdgeColumns';
import { END_SORT, useEndColumns, type End } from './useEndColumns';

const ENDS_DEFAULT: TableState = {
  q: '',
  sort: 'health',
  order: 'asc',
  filters: {},
  hidden: ['id', 'set', 'namespace'],
};

function endsOf(
  { nodes, edges }: Calls,
  distance: Readonly<Record<string, number>> | undefined,
): End[] {
  const callers = new Map<string, number>();
  const callees = new Map<string, number>();
  for (const { from, to } of edges) {
    callers.set(to, (callers.get(to) ?? 0) + 1);
    callees.set(from, (callees.get(from) ?? 0) + 1);
  }
  return nodes.map(node => ({
    node,
    distance: distance?.[node.id],
    callers: callers.get(node.id) ?? 0,
    callees: callees.get(node.id) ?? 0,
  }));
}

/** Calls and their ends as two tables, with all that the graph shows. */
export function CallsTables(props: {
  calls: Calls;
  sets: readonly ClusterSet[];
  clusters: readonly ClusterSummary[];
  distance?: Readonly<Record<string, number>>;
  found?: ReadonlySet<string>;
  state: TableState;
  onChange(change: Partial<TableState>): void;
}) {
  const { calls, sets, clusters, distance, found, state, onChange } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const [endsState, setEndsState] = useState(ENDS_DEFAULT);
  const edgeColumns = useEdgeColumns(clusters);
  const endColumns = useEndColumns({ sets, clusters });
  const edges = useMemo(
    () =>
      callsOf(calls).filter(
        ({ edge }) => !found || found.has(edge.from) || found.has(edge.to),
      ),
    [calls, found],
  );
  const ends = useMemo(
    () =>
      endsOf(calls, distance).filter(
        ({ node }) => !found || found.has(node.id),
      ),
    [calls, distance, found],
  );
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      <section>
        <Heading>{t('edges.title')}</Heading>
        <LocalTable
          what={t('edges.title')}
          rows={edges}
          columns={edgeColumns}
          sortValues={EDGE_SORT}
          keyOf={({ edge }) => edge.id}
          state={state}
          onChange={onChange}
        />
      </section>
      <section>
        <Heading>{t('ends.title')}</Heading>
        <LocalTable
          what={t('ends.title')}
          rows={ends}
          columns={endColumns}
          sortValues={END_SORT}
          keyOf={({ node }) => node.id}
          state={endsState}
          onChange={change =>
            setEndsState(before => ({ ...before, ...change }))
          }
        />
      </section>
    </Box>
  );
}
