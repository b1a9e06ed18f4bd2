import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type { Dependencies, Graph } from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { useTheme } from '@mui/material/styles';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useCallback, useMemo, useRef } from 'react';
import type { KeptPlaces } from '../components/graph/useStablePlaces';
import type { TableState } from '../components/table/tableState';
import { meshTranslationRef } from '../translation';
import { CallsGraph } from './CallsGraph';
import { CallsTables } from './CallsTables';
import { CountedOver } from './CountedOver';
import { GraphBar } from './GraphBar';
import type { GraphState, GraphView } from './graphState';
import { foundIn, shownCalls } from './shownGraph';
import { Truncated } from './Truncated';
import { useEndName } from './useEndName';
import { useQuestionOfAnswer } from './useQuestionOfAnswer';

/** A graph needs room: on a phone the table comes first. */
function useChosenView({ view }: GraphState): GraphView {
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'), {
    noSsr: true,
  });
  return view ?? (isNarrow ? 'table' : 'graph');
}

function NoCalls() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box sx={{ py: 3 }}>
      <Typography variant="subtitle1" component="p">
        {t('graph.emptyTitle')}
      </Typography>
      <Typography variant="body2">{t('graph.emptyNext')}</Typography>
    </Box>
  );
}

/** Who calls whom, as a graph or as tables with the same facts. */
export function CallsView(props: {
  answer: Graph & Partial<Pick<Dependencies, 'focus' | 'distance'>>;
  /** Names what was asked for. */
  question: string;
  state: GraphState;
  change(change: Partial<GraphState>): void;
  table: TableState;
  changeTable(change: Partial<TableState>): void;
}) {
  const { answer, state, change, table, changeTable } = props;
  const question = useQuestionOfAnswer(props.question, answer);
  const { sets, clusters, focus, distance } = answer;
  const { direction, without, find } = state;
  const view = useChosenView(state);
  const kept: KeptPlaces = useRef();
  const nameOf = useEndName();
  const calls = useMemo(
    () => shownCalls(answer, { direction, without }),
    [answer, direction, without],
  );
  const found = useMemo(
    () => (find.trim() ? foundIn(calls.nodes, find, nameOf) : undefined),
    [calls, find, nameOf],
  );
  const hide = useCallback(
    (id: string) => change({ without: [...without, id] }),
    [change, without],
  );
  const shared = { calls, sets, clusters, found };
  return (
    <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
      <GraphBar
        hasFocus={focus !== undefined}
        found={found?.size}
        {...{ state, view, change }}
      >
        <CountedOver answer={answer} />
      </GraphBar>
      <Truncated answer={answer} />
      {calls.nodes.length === 0 && <NoCalls />}
      {calls.nodes.length > 0 && view === 'graph' && (
        <CallsGraph
          question={`${question} ${direction}`}
          focus={focus}
          kept={kept}
          onHide={hide}
          {...shared}
        />
      )}
      {calls.nodes.length > 0 && view === 'table' && (
        <CallsTables
          distance={distance}
          state={table}
          onChange={changeTable}
          {...shared}
        />
      )}
    </Box>
  );
}
