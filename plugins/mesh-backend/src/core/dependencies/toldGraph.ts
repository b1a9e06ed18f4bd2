import type {
  Edge,
  GraphNode,
  Health,
  Objectives,
} from '@meshport/plugin-mesh-common';
import { goldenAnswer } from '../metrics/goldenAnswer';
import type { Traffic } from '../views/traffic';
import { type CallEdge, type CallGraph, edgeHealth } from './CallGraph';
import type { CallNode } from './CallNode';
import type { EdgeRanking } from './rankEdges';
import { type Sight } from './sight';

/** What answers about calls are made from. */
export interface GraphContext {
  readonly graph: CallGraph;
  readonly traffic: Traffic;
  readonly sight: Sight;
  /** What is asked of callees that are no service. */
  readonly objectives: Objectives;
  /** How the calls of the graph go, where that is known already. */
  readonly ranking?: Pick<EdgeRanking, 'health'>;
}

/** Names and numbers of ends and edges for one reader. */
export interface Telling {
  readonly idOf: (node: CallNode) => string;
  readonly node: (node: CallNode) => GraphNode;
  readonly edgeId: (edge: CallEdge) => string;
  readonly edge: (edge: CallEdge) => Edge;
  readonly health: (edge: CallEdge) => Health;
}

/** Mesh that has the pods, the first where there are several. */
function meshOf({ entry }: CallNode): string | undefined {
  return entry?.instance.membership.find(({ pods }) => pods.enrolled > 0)?.mesh;
}

function entityOf({ entry, service, entityRefs }: CallNode) {
  return (entry?.claimed ?? service)?.entityRefs[0] ?? entityRefs?.[0];
}

function visibleNode(node: CallNode, traffic: Traffic): GraphNode {
  const { id, kind, set, cluster, namespace, name, entry } = node;
  const entityRef = entityOf(node);
  const mesh = meshOf(node);
  return {
    id,
    kind,
    ...(set === undefined ? {} : { set }),
    ...(cluster === undefined ? {} : { cluster }),
    ...(namespace === undefined ? {} : { namespace }),
    ...(name === undefined ? {} : { name }),
    ...(entityRef === undefined ? {} : { entityRef }),
    ...(mesh === undefined ? {} : { mesh }),
    health: entry ? traffic.instance(entry).assessment.health : 'unknown',
  };
}

function objectivesFor(
  { to }: CallEdge,
  { traffic, objectives }: Omit<GraphContext, 'sight'>,
): Objectives {
  return to.entry ? traffic.measured.instance(to.entry).objectives : objectives;
}

/** Names for one answer: what is hidden has a number of its own in it. */
function idsFor({ sight }: GraphContext): Telling['idOf'] {
  const hidden = new Map<string, string>();
  return node => {
    if (sight.sees(node)) return node.id;
    const known = hidden.get(node.id) ?? `hidden-${hidden.size + 1}`;
    hidden.set(node.id, known);
    return known;
  };
}

/** How calls go, found out once for each edge. */
export function healthFor(
  context: Omit<GraphContext, 'sight'>,
): Telling['health'] {
  const known = new Map<CallEdge, Health>();
  const now = context.traffic.state.at;
  const { windowSeconds } = context.graph;
  return edge => {
    const health =
      known.get(edge) ??
      edgeHealth(edge, objectivesFor(edge, context), { now, windowSeconds });
    known.set(edge, health);
    return health;
  };
}

function toldEdge(
  edge: CallEdge,
  { idOf, edgeId, health }: Pick<Telling, 'idOf' | 'edgeId' | 'health'>,
  { graph, sight }: GraphContext,
): Edge {
  const via = edge.via.filter(sight.sees);
  const { windowSeconds } = graph;
  return {
    id: edgeId(edge),
    from: idOf(edge.from),
    to: idOf(edge.to),
    protocol: edge.protocol,
    crossCluster: edge.crossCluster,
    mtls: edge.mtls,
    golden: goldenAnswer(edge.counts, { windowSeconds }),
    ...(edge.overheadMs === undefined
      ? {}
      : { crossClusterOverheadMs: edge.overheadMs }),
    evidence: [...edge.evidence],
    ...(via.length > 0 ? { via: via.map(idOf) } : {}),
    health: health(edge),
  };
}

/**
 * Tells one answer. What the reader may not see has a number of its own in the answer
 * instead of a name, and nothing else.
 */
export function tellingOf(context: GraphContext): Telling {
  const { traffic, sight } = context;
  const idOf = idsFor(context);
  const edgeId = ({ from, to }: CallEdge) => `${idOf(from)}>${idOf(to)}`;
  const health = context.ranking?.health ?? healthFor(context);
  return {
    idOf,
    edgeId,
    health,
    node: node =>
      sight.sees(node)
        ? visibleNode(node, traffic)
        : { id: idOf(node), kind: 'hidden', health: 'unknown' },
    edge: edge => toldEdge(edge, { idOf, edgeId, health }, context),
  };
}
