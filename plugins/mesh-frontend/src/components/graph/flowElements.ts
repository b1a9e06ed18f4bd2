import { MarkerType, Position, type Edge, type Node } from '@xyflow/react';
import type { Health } from '@meshport/plugin-mesh-common';
import type { Drawn, DrawnEdge, DrawnNode } from './drawn';
import { areaOf, framed, NODE_SIZE, type Places } from './geometry';

/** What the reader has done with a node. */
export interface Marks {
  /** The one that the keyboard is on. */
  readonly current?: string;
  /** The one whose details are shown. */
  readonly selected?: string;
  /** Those that were searched for; undefined where nothing was. */
  readonly found?: ReadonlySet<string>;
}

type EndData = Readonly<{
  node: DrawnNode;
  isCurrent: boolean;
  isSelected: boolean;
  isDim: boolean;
}>;

export type EndFlowNode = Node<EndData, 'end'>;
export type FrameFlowNode = Node<Readonly<{ title: string }>, 'frame'>;
export type CallFlowEdge = Edge<
  Readonly<{ edge: DrawnEdge; isDim: boolean }>,
  'call'
>;

/** Where calls come in and go out; told beforehand, nothing need be measured. */
const HANDLES: EndFlowNode['handles'] = [
  {
    type: 'target',
    position: Position.Left,
    ...{ x: 0, y: NODE_SIZE.height / 2, width: 1, height: 1 },
  },
  {
    type: 'source',
    position: Position.Right,
    ...{ x: NODE_SIZE.width, y: NODE_SIZE.height / 2, width: 1, height: 1 },
  },
];

/** The library calls every element a node; only what is in it has a role. */
const PLAIN = { 'aria-roledescription': undefined } as const;

/** The clusters, drawn behind what they hold. */
export function frameNodes(
  { nodes, frames }: Drawn,
  places: Places,
): FrameFlowNode[] {
  return frames.flatMap(({ id, title }) => {
    const inside = nodes.flatMap(node =>
      node.frame === id ? places[node.id] ?? [] : [],
    );
    const area = areaOf(inside);
    if (!area) return [];
    const { x, y, width, height } = framed(area);
    return [
      {
        id: `frame ${id}`,
        type: 'frame' as const,
        position: { x, y },
        width,
        height,
        zIndex: -1,
        domAttributes: PLAIN,
        data: { title },
      },
    ];
  });
}

/** Nodes with those marked that the reader is at; all others stay the same objects. */
export function marked(
  nodes: readonly (EndFlowNode | FrameFlowNode)[],
  { current, selected }: Pick<Marks, 'current' | 'selected'>,
): (EndFlowNode | FrameFlowNode)[] {
  return nodes.map(node =>
    node.type === 'end' && (node.id === current || node.id === selected)
      ? {
          ...node,
          data: {
            ...node.data,
            isCurrent: node.id === current,
            isSelected: node.id === selected,
          },
        }
      : node,
  );
}

/** The ends of calls, each at its place. */
export function endNodes(
  { nodes }: Drawn,
  places: Places,
  { found }: Pick<Marks, 'found'>,
): EndFlowNode[] {
  return nodes.flatMap(node =>
    places[node.id]
      ? [
          {
            id: node.id,
            type: 'end' as const,
            position: places[node.id],
            ...NODE_SIZE,
            handles: HANDLES,
            domAttributes: PLAIN,
            style: { pointerEvents: 'all' as const },
            data: {
              node,
              isCurrent: false,
              isSelected: false,
              isDim: found !== undefined && !found.has(node.id),
            },
          },
        ]
      : [],
  );
}

/** The calls; those of a found node stay as visible as it is. */
export function callEdges(
  { edges }: Drawn,
  { found }: Pick<Marks, 'found'>,
  colors: Readonly<Record<Health, string>>,
): CallFlowEdge[] {
  return edges.map(edge => ({
    id: edge.id,
    type: 'call' as const,
    source: edge.from,
    target: edge.to,
    ariaLabel: edge.description,
    markerEnd: { type: MarkerType.ArrowClosed, color: colors[edge.health] },
    data: {
      edge,
      isDim:
        found !== undefined && !found.has(edge.from) && !found.has(edge.to),
    },
  }));
}
