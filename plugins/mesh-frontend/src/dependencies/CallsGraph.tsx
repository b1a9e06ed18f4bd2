import { useTranslationRef } from '@backstage/frontend-plugin-api';
import type {
  ClusterSet,
  ClusterSummary,
  Health,
} from '@meshport/plugin-mesh-common';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { useNavigate } from 'react-router-dom';
import { VisuallyHidden } from '../components/VisuallyHidden';
import type { Drawn } from '../components/graph/drawn';
import {
  useStablePlaces,
  type KeptPlaces,
} from '../components/graph/useStablePlaces';
import { meshTranslationRef } from '../translation';
import { EndDetails } from './EndDetails';
import { GraphLegend } from './GraphLegend';
import type { Calls } from './shownGraph';
import { useDrawn } from './useDrawn';
import { useEndPage } from './useEndPage';

// Only who looks at a graph loads what draws it.
const GraphCanvas = lazy(() =>
  import('../components/graph/GraphCanvas').then(module => ({
    default: module.GraphCanvas,
  })),
);

function Drawing() {
  const { t } = useTranslationRef(meshTranslationRef);
  return (
    <Box aria-busy="true" sx={{ height: '100%' }}>
      <VisuallyHidden live>{t('graph.laying')}</VisuallyHidden>
      <Skeleton variant="rectangular" height="100%" />
    </Box>
  );
}

function Summary({ drawn, calls }: { drawn: Drawn; calls: Calls }) {
  const { t } = useTranslationRef(meshTranslationRef);
  const count = (values: readonly boolean[]) =>
    String(values.filter(Boolean).length);
  const isFailing = ({ health }: { health: Health }) => health === 'failing';
  return (
    <Typography variant="body2" color="text.secondary">
      {t('graph.summary', {
        ends: String(drawn.nodes.length),
        calls: String(drawn.edges.length),
        failing: count(drawn.nodes.map(isFailing)),
        failingCalls: count(drawn.edges.map(isFailing)),
        crossing: count(calls.edges.map(({ crossCluster }) => crossCluster)),
      })}
    </Typography>
  );
}

/** The frame around the drawing, as tall as the screen has room for. */
function Frame({ children }: { children: ReactNode }) {
  return (
    <Box
      sx={{
        height: 'clamp(20rem, 60vh, 48rem)',
        border: 1,
        borderColor: 'divider',
        borderRadius: 1,
        bgcolor: 'background.paper',
        overflow: 'hidden',
      }}
    >
      <Suspense fallback={<Drawing />}>{children}</Suspense>
    </Box>
  );
}

/** The node that is chosen, and what Enter does with one. */
function useChoice(calls: Calls) {
  const [selected, setSelected] = useState<string>();
  const navigate = useNavigate();
  const pageOf = useEndPage();
  const nodeOf = (id: string | undefined) =>
    calls.nodes.find(node => node.id === id);
  const open = (id: string) => {
    const node = nodeOf(id);
    const page = node && pageOf(node);
    if (page) navigate(page);
    else setSelected(id);
  };
  return { chosen: nodeOf(selected), setSelected, open };
}

/** Calls as a graph, with the details of what is chosen in it. */
export function CallsGraph(props: {
  calls: Calls;
  sets: readonly ClusterSet[];
  clusters: readonly ClusterSummary[];
  focus?: readonly string[];
  found?: ReadonlySet<string>;
  /** Names what was asked for: another question is laid out anew. */
  question: string;
  kept: KeptPlaces;
  onHide(id: string): void;
}) {
  const { calls, sets, clusters, focus, found, question, kept, onHide } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const drawn = useDrawn(calls, { sets, clusters, focus });
  const { places, tidy } = useStablePlaces(question, drawn, kept);
  const { chosen, setSelected, open } = useChoice(calls);
  const canvas = { drawn, found, tidy, onSelect: setSelected, onOpen: open };
  return (
    <Box sx={{ display: 'grid', gap: 1.5, minWidth: 0 }}>
      <Frame>
        {places ? (
          <GraphCanvas
            key={question}
            selected={chosen?.id}
            {...{ places, ...canvas }}
          />
        ) : (
          <Drawing />
        )}
      </Frame>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          justifyContent: 'space-between',
          columnGap: 3,
        }}
      >
        <Summary drawn={drawn} calls={calls} />
        <GraphLegend />
      </Box>
      {chosen ? (
        <EndDetails
          key={chosen.id}
          node={chosen}
          onHide={() => onHide(chosen.id)}
          {...{ calls, sets, clusters }}
        />
      ) : (
        <Typography variant="body2" color="text.secondary">
          {t('graph.none')}
        </Typography>
      )}
    </Box>
  );
}
