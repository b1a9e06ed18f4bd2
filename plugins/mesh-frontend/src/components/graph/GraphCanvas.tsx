import '@xyflow/react/dist/base.css';
import { useTranslationRef } from '@backstage/frontend-plugin-api';
import {
  ReactFlow,
  ReactFlowProvider,
  useNodesInitialized,
  useStore,
  type EdgeTypes,
  type NodeTypes,
} from '@xyflow/react';
import Box from '@mui/material/Box';
import { useTheme } from '@mui/material/styles';
import { useEffect, useId, useMemo, useRef, useState } from 'react';
import { VisuallyHidden } from '../VisuallyHidden';
import { meshTranslationRef } from '../../translation';
import { CallEdge, LabelsShown } from './CallEdge';
import type { Drawn } from './drawn';
import { EndNode } from './EndNode';
import { callEdges, endNodes, frameNodes, marked } from './flowElements';
import { FrameNode } from './FrameNode';
import { GraphButtons } from './GraphButtons';
import { graphStyles, healthColors } from './graphStyles';
import type { Places } from './geometry';
import { useGraphKeys } from './useGraphKeys';

const NODE_TYPES: NodeTypes = { end: EndNode, frame: FrameNode };
const EDGE_TYPES: EdgeTypes = { call: CallEdge };

const LEGIBLE_LABELS_ZOOM = 0.55;
/** More than these lie over each other, whatever the zoom. */
const MOST_LABELS = 300;
const MOST_ZOOM = 1.25;

/** The graph is looked at and walked through, not edited. */
const LOOKED_AT = {
  nodesDraggable: false,
  nodesConnectable: false,
  nodesFocusable: false,
  edgesFocusable: false,
  elementsSelectable: false,
  disableKeyboardA11y: true,
  // The wheel scrolls the page; with Ctrl, or two fingers, it zooms.
  zoomOnScroll: false,
  zoomOnDoubleClick: false,
  preventScrolling: false,
} as const;

interface CanvasProps {
  drawn: Drawn;
  places: Places;
  /** Ids of what is searched for; undefined where nothing is. */
  found?: ReadonlySet<string>;
  selected?: string;
  onSelect(id: string | undefined): void;
  onOpen(id: string): void;
  tidy(): void;
}

/** What the first stop of the keyboard is, before it has been in the graph. */
function firstStop({ nodes }: Drawn): string | undefined {
  return (nodes.find(({ isFocus }) => isFocus) ?? nodes[0])?.id;
}

function useElements(
  { drawn, places, found, selected }: CanvasProps,
  current: string | undefined,
) {
  const theme = useTheme();
  const plain = useMemo(
    () => [...frameNodes(drawn, places), ...endNodes(drawn, places, { found })],
    [drawn, places, found],
  );
  // Who walks through a large graph must not wait until all of it is drawn again.
  const nodes = useMemo(
    () => marked(plain, { current, selected }),
    [plain, current, selected],
  );
  const edges = useMemo(
    () => callEdges(drawn, { found }, healthColors(theme)),
    [drawn, found, theme],
  );
  return { nodes, edges };
}

/** Brings what was found into view, once per search. */
function useRevealFound(
  found: CanvasProps['found'],
  reveal: (id: string) => void,
): void {
  const isReady = useNodesInitialized();
  const [first] = found ?? [];
  const latest = useRef(reveal);
  latest.current = reveal;
  useEffect(() => {
    if (isReady && first !== undefined) latest.current(first);
  }, [isReady, first]);
}

function Canvas(props: CanvasProps) {
  const { drawn, places, selected, onSelect, onOpen, tidy } = props;
  const { t } = useTranslationRef(meshTranslationRef);
  const container = useRef<HTMLDivElement>(null);
  const id = useId();
  const [stop, setStop] = useState<string>();
  const isThere = drawn.nodes.some(node => node.id === stop);
  const current = isThere ? stop : firstStop(drawn);
  const { nodes, edges } = useElements(props, current);
  const zoomedIn = useStore(
    ({ transform }) => transform[2] >= LEGIBLE_LABELS_ZOOM,
  );
  const toggle = (node: string) => {
    setStop(node);
    onSelect(node === selected ? undefined : node);
  };
  const { reveal, onKeyDown } = useGraphKeys(
    container,
    { nodes: drawn.nodes, edges: drawn.edges, places },
    {
      onCurrent: setStop,
      onSelect: toggle,
      onOpen,
      onClose: () => onSelect(undefined),
    },
  );
  useRevealFound(props.found, reveal);
  return (
    <LabelsShown.Provider value={zoomedIn && drawn.edges.length <= MOST_LABELS}>
      <Box
        ref={container}
        className={zoomedIn ? undefined : 'meshFar'}
        onKeyDown={onKeyDown}
        sx={[{ position: 'relative', height: '100%' }, graphStyles]}
      >
        <VisuallyHidden>
          <span id={id}>{t('graph.keys')}</span>
        </VisuallyHidden>
        <GraphButtons tidy={tidy} />
        <ReactFlow
          aria-label={t('graph.label')}
          aria-describedby={id}
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodeClick={(_, node) => node.type === 'end' && toggle(node.id)}
          onPaneClick={() => onSelect(undefined)}
          {...LOOKED_AT}
          fitView
          fitViewOptions={{ maxZoom: 1 }}
          minZoom={0.05}
          maxZoom={MOST_ZOOM}
        />
      </Box>
    </LabelsShown.Provider>
  );
}

/** A graph of calls, to be looked at, walked through and searched. */
export function GraphCanvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Canvas {...props} />
    </ReactFlowProvider>
  );
}
