import type { Reader } from '../views/serviceAnswers';
import type { CallGraph } from './CallGraph';
import type { CallNode } from './CallNode';

/** What a reader may be told of. */
export interface Sight {
  readonly sees: (node: CallNode) => boolean;
}

/** Whether what is known of the node itself lets the reader see it. */
function mayRead(node: CallNode, reader: Reader): boolean {
  return reader.readsAll || node.resources.some(reader.mayRead);
}

/**
 * Nothing can be decided of what is outside of all clusters: it is seen by whoever sees
 * something that calls it, or that it calls.
 */
function hasVisibleEnd(
  { id }: CallNode,
  graph: CallGraph,
  reader: Reader,
): boolean {
  return (
    (graph.callers.get(id) ?? []).some(({ from }) => mayRead(from, reader)) ||
    (graph.callees.get(id) ?? []).some(({ to }) => mayRead(to, reader))
  );
}

/** The eyes of a reader, for one answer. */
export function sightOf(graph: CallGraph, reader: Reader): Sight {
  const known = new Map<string, boolean>();
  const decide = (node: CallNode): boolean =>
    node.kind === 'external'
      ? reader.readsAll || hasVisibleEnd(node, graph, reader)
      : mayRead(node, reader);
  return {
    sees(node) {
      const seen = known.get(node.id) ?? decide(node);
      known.set(node.id, seen);
      return seen;
    },
  };
}
