import { Graph, layout } from '@dagrejs/dagre';

/** Pixels that one end of calls takes. */
export const NODE_SIZE = { width: 208, height: 60 } as const;

/** Between the border of a frame and what is in it; the title stands above. */
const FRAME_PADDING = { side: 20, top: 36 } as const;

const GAP = { x: 230, y: 28, frames: 120 } as const;

/** Laying out more than these together takes too long. */
const MOST_TOGETHER = 80;

/** Without calls among each other, nodes of one frame stand in a grid. */
const LEAST_GRID = 4;

/** Left upper corner, in pixels of the unscaled graph. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** Where nodes are, by id. */
export type Places = Readonly<Record<string, Place>>;

/** What decides places; `frame` groups nodes, those without one stand alone. */
export interface LayoutInput {
  readonly nodes: readonly { readonly id: string; readonly frame?: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

/** A rectangle in pixels of the unscaled graph. */
export interface Area extends Place {
  readonly width: number;
  readonly height: number;
}

interface Block {
  readonly id: string;
  readonly places: Places;
  readonly size: { readonly width: number; readonly height: number };
}

/** The smallest area around nodes at these places; undefined around nothing. */
export function areaOf(places: readonly Place[]): Area | undefined {
  if (places.length === 0) return undefined;
  const x = Math.min(...places.map(place => place.x));
  const y = Math.min(...places.map(place => place.y));
  return {
    x,
    y,
    width: Math.max(...places.map(place => place.x)) + NODE_SIZE.width - x,
    height: Math.max(...places.map(place => place.y)) + NODE_SIZE.height - y,
  };
}

/** What a frame around this area covers. */
export function framed(area: Area): Area {
  const { side, top } = FRAME_PADDING;
  return {
    x: area.x - side,
    y: area.y - top,
    width: area.width + 2 * side,
    height: area.height + side + top,
  };
}

/** Nodes by frame; one without a frame is a group of its own. */
export function groupsOf(
  nodes: LayoutInput['nodes'],
): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, string[]>();
  for (const { id, frame } of nodes) {
    const key = frame === undefined ? `alone ${id}` : `frame ${frame}`;
    groups.set(key, [...(groups.get(key) ?? []), id]);
  }
  return groups;
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

function overlap(a: Area, b: Area): boolean {
  return (
    a.x < b.x + b.width &&
    b.x < a.x + a.width &&
    a.y < b.y + b.height &&
    b.y < a.y + a.height
  );
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

/**
 * Places for a whole graph: callers left of what they call, frames beside each other.
 * A small graph has common columns for all frames, so that lines seldom run behind
 * nodes; where frames would overlap, and in a large graph, each is a block of its own.
 * The same input gives the same places.
 */
export function layoutGraph(input: LayoutInput): Places {
  if (input.nodes.length <= MOST_TOGETHER) {
    const places = layoutTogether(input);
    if (!framesOverlap(input.nodes, places)) return places;
  }
  return layoutInBlocks(input);
}

function layoutInBlocks({ nodes, edges }: LayoutInput): Places {
  const groups = groupsOf(nodes);
  const groupOf = new Map(
    [...groups].flatMap(([group, ids]) => ids.map(id => [id, group] as const)),
  );
  const inside = new Map<string, LayoutInput['edges'][number][]>();
  const between = new Map<string, { from: string; to: string }>();
  for (const edge of edges) {
    const from = groupOf.get(edge.from);
    const to = groupOf.get(edge.to);
    if (from === undefined || to === undefined) continue;
    if (from === to) inside.set(from, [...(inside.get(from) ?? []), edge]);
    else between.set(`${from}\n${to}`, { from, to });
  }
  const blocks = [...groups].map(([id, ids]) =>
    block(id, ids, inside.get(id) ?? []),
  );
  const corners = arrange(
    blocks.map(({ id, size }) => ({ id, ...size })),
    [...between.values()],
    { x: GAP.frames, y: GAP.y },
  );
  return Object.fromEntries(
    blocks.flatMap(({ id, places }) =>
      Object.entries(places).map(([node, { x, y }]) => [
        node,
        { x: corners[id].x + x, y: corners[id].y + y },
      ]),
    ),
  );
}
