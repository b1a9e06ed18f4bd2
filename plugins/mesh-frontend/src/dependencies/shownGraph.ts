import type { Dependencies, Graph } from '@meshport/plugin-mesh-common';
import type { GraphState } from './graphState';

/** Nodes with the calls between them. */
export type Calls = Pick<Graph, 'nodes' | 'edges'>;

/**
 * What the reader wants to see of an answer: one direction from the focus, without the
 * nodes that were taken away. Calls stay where both of their ends do.
 */
export function shownCalls(
  graph: Calls & Partial<Pick<Dependencies, 'distance'>>,
  { direction, without }: Pick<GraphState, 'direction' | 'without'>,
): Calls {
  const { distance } = graph;
  const isInDirection = (id: string) => {
    const away = distance?.[id];
    if (away === undefined || direction === 'both') return true;
    return direction === 'callers' ? away <= 0 : away >= 0;
  };
  const nodes = graph.nodes.filter(
    ({ id }) => !without.includes(id) && isInDirection(id),
  );
  const ids = new Set(nodes.map(({ id }) => id));
  return {
    nodes,
    edges: graph.edges.filter(({ from, to }) => ids.has(from) && ids.has(to)),
  };
}

/** Ids of the nodes in whose names the text is, whatever the case; none for no text. */
export function foundIn(
  nodes: Calls['nodes'],
  find: string,
  nameOf: (node: Calls['nodes'][number]) => string,
): ReadonlySet<string> {
  const wanted = find.trim().toLocaleLowerCase();
  if (!wanted) return new Set();
  return new Set(
    nodes.flatMap(node =>
      [nameOf(node), node.cluster ?? '', node.entityRef ?? '']
        .join('\n')
        .toLocaleLowerCase()
        .includes(wanted)
        ? [node.id]
        : [],
    ),
  );
}
