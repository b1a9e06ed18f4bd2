import type { Edge, GraphNode, Health } from '@meshport/plugin-mesh-common';
import type { Calls } from './shownGraph';

const WORST_FIRST: readonly Health[] = [
  'failing',
  'degraded',
  'unknown',
  'healthy',
  'idle',
];

/** Calls with both of their ends, and the gateways between them where they are known. */
export interface Call {
  readonly edge: Edge;
  readonly from: GraphNode;
  readonly to: GraphNode;
  readonly via: readonly GraphNode[];
}

/** 0 is the worst. */
export function healthRank(health: Health): number {
  return WORST_FIRST.indexOf(health);
}

function failures({ golden }: Edge): number {
  const { requestRate = 0, successRatio = 1 } = golden;
  return requestRate * (1 - successRatio);
}

function weight({ golden }: Edge): number {
  const { requestRate, tcp } = golden;
  // A connection may carry as much as many requests; there is no better measure.
  return requestRate ?? tcp?.connectionsPerSecond ?? 0;
}

/** The worst first, then those with the most failures, then the heaviest. */
function byTrouble(a: Call, b: Call): number {
  return (
    healthRank(a.edge.health) - healthRank(b.edge.health) ||
    failures(b.edge) - failures(a.edge) ||
    weight(b.edge) - weight(a.edge) ||
    a.edge.id.localeCompare(b.edge.id)
  );
}

/** Joins edges with their ends; the worst first. */
export function callsOf({ nodes, edges }: Calls): Call[] {
  const byId = new Map(nodes.map(node => [node.id, node]));
  return edges
    .flatMap(edge => {
      const from = byId.get(edge.from);
      const to = byId.get(edge.to);
      const via = (edge.via ?? []).flatMap(id => byId.get(id) ?? []);
      return from && to ? [{ edge, from, to, via }] : [];
    })
    .sort(byTrouble);
}
