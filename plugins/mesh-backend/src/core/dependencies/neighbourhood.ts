import type { Health } from '@meshport/plugin-mesh-common';
import type { CallEdge, CallGraph } from './CallGraph';
import type { CallNode } from './CallNode';
import { worstFirst } from './rankEdges';
import type { Sight } from './sight';

/** The part of a graph that an answer shows. */
export interface GraphPart {
  readonly nodes: readonly CallNode[];
  readonly edges: readonly CallEdge[];
  /** Nodes and edges that there are, where not all are shown. */
  readonly truncated?: { readonly nodes: number; readonly edges: number };
}

/** That, seen from some nodes. */
export interface Neighbourhood extends GraphPart {
  /** By id: negative for callers, 0 for the middle. */
  readonly distance: ReadonlyMap<string, number>;
}

/** One step further out, on one side. */
interface Step {
  readonly edges: (node: CallNode) => readonly CallEdge[];
  readonly far: (edge: CallEdge) => CallNode;
  readonly sign: 1 | -1;
}

function stepsOf(graph: CallGraph): readonly Step[] {
  return [
    {
      edges: ({ id }) => graph.callees.get(id) ?? [],
      far: ({ to }) => to,
      sign: 1,
    },
    {
      edges: ({ id }) => graph.callers.get(id) ?? [],
      far: ({ from }) => from,
      sign: -1,
    },
  ];
}

interface Reached {
  readonly nodes: Map<string, CallNode>;
  readonly distance: Map<string, number>;
  readonly edges: Set<CallEdge>;
}

/** What is not known by name ends a chain: behind it may be anybody. */
function goesOn({ kind }: CallNode): boolean {
  return kind !== 'external' && kind !== 'unknown';
}

function reach(
  focus: readonly CallNode[],
  depth: number,
  { step, found }: { readonly step: Step; readonly found: Reached },
): void {
  let border = focus;
  for (let away = 1; away <= depth && border.length > 0; away++) {
    const next: CallNode[] = [];
    for (const edge of border.flatMap(step.edges)) {
      found.edges.add(edge);
      const node = step.far(edge);
      if (found.distance.has(node.id)) continue;
      found.distance.set(node.id, away * step.sign);
      found.nodes.set(node.id, node);
      if (goesOn(node)) next.push(node);
    }
    border = next;
  }
}

/** Hidden ends of which no visible one is beside are left out, unless they lie between some. */
function withoutHiddenEnds(
  edges: readonly CallEdge[],
  { sees }: Sight,
): readonly CallEdge[] {
  let left = edges;
  for (;;) {
    const beside = new Map<string, number>();
    for (const { from, to } of left) {
      const weight = sees(from) || sees(to) ? 2 : 1;
      for (const { id } of [from, to]) {
        beside.set(id, (beside.get(id) ?? 0) + weight);
      }
    }
    const isLoose = (node: CallNode) =>
      !sees(node) && (beside.get(node.id) ?? 0) < 2;
    const next = left.filter(({ from, to }) => !isLoose(from) && !isLoose(to));
    if (next.length === left.length) return left;
    left = next;
  }
}

/**
 * Callers and callees of some nodes, up to `depth` calls away: the nearest first, of
 * those the ones with the worst edges, then the heaviest.
 */
export function neighbourhood(
  graph: CallGraph,
  focus: readonly CallNode[],
  options: {
    readonly depth: number;
    readonly limit: number;
    readonly sight: Sight;
    readonly health: (edge: CallEdge) => Health;
  },
): Neighbourhood {
  const found: Reached = {
    nodes: new Map(focus.map(node => [node.id, node])),
    distance: new Map(focus.map(({ id }) => [id, 0])),
    edges: new Set(),
  };
  for (const step of stepsOf(graph)) {
    reach(focus, options.depth, { step, found });
  }
  const inOrder = worstFirst(
    withoutHiddenEnds([...found.edges], options.sight),
    options.health,
  );
  const away = ({ id }: CallNode) => Math.abs(found.distance.get(id) ?? 0);
  const ranked = new Map(focus.map(node => [node.id, node]));
  const byDistance = [...inOrder].sort(
    (a, b) =>
      Math.max(away(a.from), away(a.to)) - Math.max(away(b.from), away(b.to)),
  );
  for (const { from, to } of byDistance) {
    ranked.set(from.id, from).set(to.id, to);
  }
  return limited([...ranked.values()], inOrder, {
    limit: options.limit,
    distance: found.distance,
  });
}

function limited(
  ranked: readonly CallNode[],
  edges: readonly CallEdge[],
  {
    limit,
    distance,
  }: {
    readonly limit: number;
    readonly distance: ReadonlyMap<string, number>;
  },
): Neighbourhood {
  const nodes = ranked.slice(0, limit);
  const kept = new Set(nodes.map(({ id }) => id));
  const shown = edges.filter(
    ({ from, to }) => kept.has(from.id) && kept.has(to.id),
  );
  return {
    nodes,
    edges: shown,
    distance: new Map(nodes.map(({ id }) => [id, distance.get(id) ?? 0])),
    ...(nodes.length < ranked.length
      ? { truncated: { nodes: ranked.length, edges: edges.length } }
      : {}),
  };
}

/** Edges one after the other, worst first, until there are as many nodes as an answer holds. */
export function worstPart(
  inOrder: readonly CallEdge[],
  { limit }: { readonly limit: number },
): GraphPart {
  const ranked = new Map<string, CallNode>();
  for (const { from, to } of inOrder) {
    if (!ranked.has(from.id)) ranked.set(from.id, from);
    if (!ranked.has(to.id)) ranked.set(to.id, to);
  }
  const { nodes, edges, truncated } = limited([...ranked.values()], inOrder, {
    limit,
    distance: new Map(),
  });
  return { nodes, edges, ...(truncated ? { truncated } : {}) };
}
