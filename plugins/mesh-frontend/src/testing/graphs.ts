import type {
  Dependencies,
  Edge,
  Graph,
  GraphNode,
} from '@meshport/plugin-mesh-common';
import { aCluster, aGolden } from './answers';

/** A service in cluster north, called like its id says. */
export function aNode(
  name: string,
  overrides: Partial<GraphNode> = {},
): GraphNode {
  const cluster = overrides.cluster ?? 'north';
  return {
    id: `service|${cluster}|shop|${name}`,
    kind: 'service',
    set: 'production',
    cluster,
    namespace: 'shop',
    name,
    mesh: 'istio',
    health: 'healthy',
    ...overrides,
  };
}

/** A service that the viewer may not see. */
export function aHiddenNode(number = 1): GraphNode {
  return { id: `hidden-${number}`, kind: 'hidden', health: 'unknown' };
}

export function anEdge(
  from: GraphNode,
  to: GraphNode,
  overrides: Partial<Edge> = {},
): Edge {
  return {
    id: `${from.id}>${to.id}`,
    from: from.id,
    to: to.id,
    protocol: 'http',
    crossCluster:
      from.cluster !== undefined &&
      to.cluster !== undefined &&
      from.cluster !== to.cluster,
    mtls: true,
    golden: aGolden(),
    evidence: ['istio'],
    health: 'healthy',
    ...overrides,
  };
}

export function aGraph(overrides: Partial<Graph> = {}): Graph {
  return {
    windowSeconds: 300,
    at: new Date().toISOString(),
    nodes: [],
    edges: [],
    notes: [],
    sets: [{ name: 'production', title: 'Production' }],
    clusters: [aCluster('north'), aCluster('south')],
    sources: [],
    ...overrides,
  };
}

export function someDependencies(
  overrides: Partial<Dependencies> = {},
): Dependencies {
  return {
    ...aGraph(),
    focus: [],
    distance: {},
    drift: [],
    verdicts: [],
    changes: [],
    ...overrides,
  };
}
