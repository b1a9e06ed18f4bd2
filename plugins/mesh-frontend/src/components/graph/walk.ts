import { NODE_SIZE, type Places } from './geometry';

/** Keys that lead from node to node. */
export const WALK_KEYS = [
  'ArrowRight',
  'ArrowLeft',
  'ArrowDown',
  'ArrowUp',
  'Home',
  'End',
] as const;
export type WalkKey = (typeof WALK_KEYS)[number];

/** What is walked in: the nodes and calls that are drawn, and where. */
export interface Walkable {
  readonly nodes: readonly { readonly id: string }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
  readonly places: Places;
}

/** Ids column by column, each from its top. */
function inReadingOrder({ nodes, places }: Walkable): string[] {
  const column = (id: string) => Math.round(places[id].x / NODE_SIZE.width);
  return nodes
    .map(({ id }) => id)
    .filter(id => places[id])
    .sort((a, b) => column(a) - column(b) || places[a].y - places[b].y);
}

function nearest(
  ids: readonly string[],
  current: string,
  places: Places,
): string | undefined {
  const away = (id: string) => Math.abs(places[id].y - places[current].y);
  return ids
    .filter(id => id !== current && places[id])
    .sort((a, b) => away(a) - away(b) || a.localeCompare(b))[0];
}

/**
 * The node that a key leads to: right along the calls of `current` and left to its
 * callers, to the nearest where there are several; up and down through all nodes, so
 * that each of them can be reached. Undefined where the key leads nowhere.
 */
export function walk(
  graph: Walkable,
  current: string,
  key: WalkKey,
): string | undefined {
  const { edges, places } = graph;
  if (!places[current]) return undefined;
  const order = inReadingOrder(graph);
  switch (key) {
    case 'ArrowRight':
      return nearest(
        edges.flatMap(({ from, to }) => (from === current ? [to] : [])),
        current,
        places,
      );
    case 'ArrowLeft':
      return nearest(
        edges.flatMap(({ from, to }) => (to === current ? [from] : [])),
        current,
        places,
      );
    case 'ArrowDown':
      return order[order.indexOf(current) + 1];
    case 'ArrowUp':
      return order[order.indexOf(current) - 1];
    case 'Home':
      return order[0];
    case 'End':
      return order[order.length - 1];
    default:
      throw new Error(`No way for ${key satisfies never}`);
  }
}
