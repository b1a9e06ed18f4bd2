import { Graph, layout } from '@dagrejs/dagre';
import {
  areaOf,
  framed,
  groupsOf,
  NODE_SIZE,
  overlap,
  type LayoutInput,
  type Places,
} from './geometry';
import { fitOf, packBlocks } from './packBlocks';

/** Between columns there is room for what is written at the lines. */
const GAP = { x: 150, y: 28, frames: 120 } as const;

/** Laying out more than these together takes too long. */
const MOST_TOGETHER = 80;

/** Putting more blocks than these side by side takes too long. */
const MOST_PACKED = 60;

/** How much larger a drawing must become to give up that calls lead from left to right. */
const MUCH_LARGER = 1.3;

/** Without calls among each other, nodes of one frame stand in a grid. */
const LEAST_GRID = 4;

interface Block {
  readonly id: string;
  readonly places: Places;
  readonly size: { readonly width: number; readonly height: number };
}

function arrange(
  boxes: readonly {
    readonly id: string;
    readonly width: number;
    readonly height: number;
  }[],
  edges: LayoutInput['edges'],
  gap: { readonly x: number; readonly y: number },
): Places {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', nodesep: gap.y, ranksep: gap.x });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, width, height } of boxes) {
    graph.setNode(id, { width, height });
  }
  for (const { from, to } of edges) if (from !== to) graph.setEdge(from, to);
  layout(graph);
  return Object.fromEntries(
    boxes.map(({ id, width, height }) => {
      // The library names the middle.
      const { x = 0, y = 0 } = graph.node(id) as { x?: number; y?: number };
      return [
        id,
        { x: Math.round(x - width / 2), y: Math.round(y - height / 2) },
      ];
    }),
  );
}

function inGrid(ids: readonly string[], top: number): Places {
  const columns = Math.ceil(Math.sqrt(ids.length / 2));
  return Object.fromEntries(
    ids.map((id, index) => [
      id,
      {
        x: (index % columns) * (NODE_SIZE.width + GAP.y),
        y: top + Math.floor(index / columns) * (NODE_SIZE.height + GAP.y),
      },
    ]),
  );
}

function block(
  id: string,
  members: readonly string[],
  edges: LayoutInput['edges'],
): Block {
  const linked = new Set(
    edges.flatMap(({ from, to }) => (from === to ? [] : [from, to])),
  );
  const single = members.filter(member => !linked.has(member));
  const inRows = single.length >= LEAST_GRID ? single : [];
  const boxes = members
    .filter(member => !inRows.includes(member))
    .map(member => ({ id: member, ...NODE_SIZE }));
  const arranged = arrange(boxes, edges, GAP);
  const above = areaOf(Object.values(arranged));
  const places = {
    ...arranged,
    ...inGrid(inRows, above ? above.y + above.height + GAP.y : 0),
  };
  const area = areaOf(Object.values(places)) ?? { x: 0, y: 0, ...NODE_SIZE };
  const outer = framed(area);
  return {
    id,
    places: Object.fromEntries(
      Object.entries(places).map(([node, { x, y }]) => [
        node,
        { x: x - outer.x, y: y - outer.y },
      ]),
    ),
    size: { width: outer.width, height: outer.height },
  };
}

/** All nodes in common columns; frames may come to lie over each other. */
function layoutTogether({ nodes, edges }: LayoutInput): Places {
  const graph = new Graph({ compound: true });
  graph.setGraph({ rankdir: 'LR', nodesep: GAP.y, ranksep: GAP.x });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id, frame } of nodes) {
    graph.setNode(id, { ...NODE_SIZE });
    if (frame === undefined) continue;
    graph.setNode(`frame ${frame}`, {});
    graph.setParent(id, `frame ${frame}`);
  }
  for (const { from, to } of edges) if (from !== to) graph.setEdge(from, to);
  layout(graph);
  return Object.fromEntries(
    nodes.map(({ id }) => {
      const { x = 0, y = 0 } = graph.node(id) as { x?: number; y?: number };
      return [
        id,
        {
          x: Math.round(x - NODE_SIZE.width / 2),
          y: Math.round(y - NODE_SIZE.height / 2),
        },
      ];
    }),
  );
}

function framesOverlap(nodes: LayoutInput['nodes'], places: Places): boolean {
  const frameOf = new Map(nodes.map(({ id, frame }) => [id, frame]));
  const areas = [...groupsOf(nodes).values()].flatMap(ids => {
    const area = areaOf(ids.map(id => places[id]));
    if (!area) return [];
    return [frameOf.get(ids[0]) === undefined ? area : framed(area)];
  });
  return areas.some((area, index) =>
    areas.slice(index + 1).some(other => overlap(area, other)),
  );
}

/** How large a graph at these places can be drawn. */
function fit(places: Places): number {
  const area = areaOf(Object.values(places));
  return area ? fitOf(area) : 0;
}

/**
 * Places for a whole graph: callers left of what they call, frames beside each other.
 * A small graph has common columns for all frames, so that lines seldom run behind
 * nodes; where frames would overlap, and in a large graph, each is a block of its own.
 * Blocks are put side by side where that makes all of it much larger. The same input
 * gives the same places.
 */
export function layoutGraph(input: LayoutInput): Places {
  const together =
    input.nodes.length <= MOST_TOGETHER ? layoutTogether(input) : undefined;
  const isClear = together && !framesOverlap(input.nodes, together);
  const { inOrder, packed } = layoutInBlocks(input);
  const best = isClear && fit(together) >= fit(inOrder) ? together : inOrder;
  return packed && fit(packed) > MUCH_LARGER * fit(best) ? packed : best;
}

/** Moves what is in the blocks to where their corners are. */
function placed(blocks: readonly Block[], corners: Places): Places {
  return Object.fromEntries(
    blocks.flatMap(({ id, places }) =>
      Object.entries(places).map(([node, { x, y }]) => [
        node,
        { x: corners[id].x + x, y: corners[id].y + y },
      ]),
    ),
  );
}

type Calls = readonly { readonly from: string; readonly to: string }[];

/** Calls inside of each group, and those between groups. */
function callsByGroup(
  { edges }: LayoutInput,
  groups: ReadonlyMap<string, readonly string[]>,
): { inside: ReadonlyMap<string, Calls>; between: Calls } {
  const groupOf = new Map(
    [...groups].flatMap(([group, ids]) => ids.map(id => [id, group] as const)),
  );
  const inside = new Map<string, LayoutInput['edges'][number][]>();
  const between = new Map<string, Calls[number]>();
  for (const edge of edges) {
    const from = groupOf.get(edge.from);
    const to = groupOf.get(edge.to);
    if (from === undefined || to === undefined) continue;
    if (from === to) inside.set(from, [...(inside.get(from) ?? []), edge]);
    else between.set(`${from}\n${to}`, { from, to });
  }
  return { inside, between: [...between.values()] };
}

/** Every frame a block: along the calls, and side by side where there are not too many. */
function layoutInBlocks(input: LayoutInput): {
  readonly inOrder: Places;
  readonly packed?: Places;
} {
  const groups = groupsOf(input.nodes);
  const { inside, between } = callsByGroup(input, groups);
  const blocks = [...groups].map(([id, ids]) =>
    block(id, ids, inside.get(id) ?? []),
  );
  const boxes = blocks.map(({ id, size }) => ({ id, ...size }));
  const gap = { x: GAP.frames, y: GAP.y };
  const corners = arrange(boxes, between, gap);
  const inOrder = placed(blocks, corners);
  if (blocks.length < 2 || blocks.length > MOST_PACKED) return { inOrder };
  const frames = new Set(
    input.nodes.flatMap(({ frame }) =>
      frame === undefined ? [] : `frame ${frame}`,
    ),
  );
  const packed = packBlocks(
    [...boxes]
      .sort((a, b) => corners[a.id].x - corners[b.id].x)
      .map(box => ({ ...box, isLoose: !frames.has(box.id) })),
    {
      of: id => [
        ...between.flatMap(({ from, to }) => (from === id ? to : [])),
        ...between.flatMap(({ from, to }) => (to === id ? from : [])),
      ],
    },
  );
  return { inOrder, packed: placed(blocks, packed) };
}
