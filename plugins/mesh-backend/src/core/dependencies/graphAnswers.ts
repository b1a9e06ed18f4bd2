import type {
  Change,
  Dependencies,
  Drift,
  Edge,
  Graph,
  Objectives,
  Text,
  Verdict,
} from '@meshport/plugin-mesh-common';
import { placesOf } from '../views/clusterAnswers';
import { containsText, includesAny } from '../views/pages';
import type { Reader } from '../views/serviceAnswers';
import type { Traffic } from '../views/traffic';
import type { LooseWorkload, ServiceEntry, World } from '../views/World';
import type { CallEdge, CallGraph } from './CallGraph';
import type { CallNode } from './CallNode';
import type { CallNodes } from './callNodes';
import { type GraphPart, neighbourhood, worstPart } from './neighbourhood';
import { type EdgeRanking, worstFirst } from './rankEdges';
import { type Sight, sightOf } from './sight';
import { type Telling, tellingOf } from './toldGraph';

/** Nodes of one answer about an entity or a service. */
const MOST_NEIGHBOURS = 200;

/** What all answers about calls are made from. */
export interface GraphInput {
  readonly graph: CallGraph;
  /** Edges of the graph in order, where that was made before. */
  readonly ranking?: EdgeRanking;
  readonly nodes: CallNodes;
  readonly reader: Reader;
  readonly traffic: Traffic;
  /** What is asked of callees that are no service. */
  readonly objectives: Objectives;
  /** What stores did not answer. */
  readonly notes: readonly Text[];
}

function toldPart(
  world: World,
  part: GraphPart,
  {
    input,
    telling,
    sight,
  }: { input: GraphInput; telling: Telling; sight: Sight },
): Graph {
  const { graph, reader, notes } = input;
  const visible = part.nodes.filter(sight.sees);
  const shown = new Map(part.nodes.map(node => [node.id, node]));
  for (const gateway of part.edges.flatMap(({ via }) => via)) {
    if (sight.sees(gateway)) shown.set(gateway.id, gateway);
  }
  return {
    windowSeconds: input.traffic.state.windowSeconds,
    ...(graph.at === undefined ? {} : { at: new Date(graph.at).toISOString() }),
    nodes: [...shown.values()].map(telling.node),
    edges: part.edges.map(telling.edge),
    ...(part.truncated ? { truncated: { ...part.truncated } } : {}),
    notes: [...notes],
    ...placesOf(world, {
      readsAll: reader.readsAll,
      readable: visible.flatMap(({ cluster }) => cluster ?? []),
    }),
  };
}

/** The ends that a service is, as far as the reader sees its instances; known also without calls. */
export function focusOf(
  service: ServiceEntry,
  { graph, nodes }: Pick<GraphInput, 'graph' | 'nodes'>,
): CallNode[] {
  const instances = service.instances.filter(
    ({ instance }) => instance.kind === 'local',
  );
  const shown =
    instances.length > 0 ? instances : service.instances.slice(0, 1);
  const own = shown.map(entry => nodes.instance({ service, entry }));
  const known = new Set(own.map(({ id }) => id));
  const whole = [...(graph.ofService.get(service.key) ?? [])].filter(
    ({ id, entry }) => !entry && !known.has(id),
  );
  return [...own, ...whole];
}

/** The end that a workload without a Service is. */
export function looseFocus(
  { resource, view }: LooseWorkload,
  { nodes }: Pick<GraphInput, 'nodes'>,
): CallNode[] {
  const { cluster, namespace } = resource;
  const known = nodes.clusters
    .get(cluster)
    ?.parts?.workloads.get(`${namespace}/${view.ref.name}`);
  return known ? [nodes.workload(cluster, known)] : [];
}

/** What is told beside the graph of an entity or of a service. */
export interface BesideGraph {
  readonly drift: readonly Drift[];
  /** By the id that an edge is told with. */
  readonly edges: ReadonlyMap<string, Drift['kind']>;
  readonly verdicts: readonly (Verdict &
    Pick<ServiceEntry, 'set' | 'namespace' | 'name'>)[];
  readonly changes: readonly Change[];
}

function withDrift(
  edges: readonly Edge[],
  kinds: BesideGraph['edges'],
): Edge[] {
  return edges.map(edge => {
    const drift = kinds.get(edge.id);
    return drift ? { ...edge, drift } : edge;
  });
}

/** Callers and callees of services; `beside` is asked with what the reader is told. */
export function dependenciesAnswer(
  world: World,
  input: GraphInput & {
    readonly focus: readonly CallNode[];
    readonly depth: number;
    readonly gateways: boolean;
    readonly beside: (telling: Telling, sight: Sight) => BesideGraph;
  },
): Dependencies {
  const { graph, focus, depth } = input;
  const sight = sightOf(graph, input.reader);
  const telling = tellingOf({ ...input, sight });
  const part = neighbourhood(graph, focus, {
    depth,
    limit: MOST_NEIGHBOURS,
    sight,
    health: telling.health,
  });
  const shown = input.gateways ? withGateways(part, graph, sight) : part;
  const { drift, edges, verdicts, changes } = input.beside(telling, sight);
  const told = toldPart(world, shown, { input, telling, sight });
  const away = part.nodes.map(node => [
    telling.idOf(node),
    part.distance.get(node.id) ?? 0,
  ]);
  return {
    ...told,
    edges: withDrift(told.edges, edges),
    focus: focus.map(telling.idOf),
    distance: Object.fromEntries(away),
    drift: [...drift],
    verdicts: [...verdicts],
    changes: [...changes],
  };
}

/**
 * Adds what shown ends send to gateways, and what these pass on to them; calls between two
 * hidden ends are nobody's business here, too.
 */
function withGateways<Part extends GraphPart>(
  part: Part,
  graph: CallGraph,
  sight: Sight,
): Part {
  const shown = new Map(part.nodes.map(node => [node.id, node]));
  const added = graph.gatewayEdges.filter(
    ({ from, to }) =>
      (shown.has(from.id) || shown.has(to.id)) &&
      (sight.sees(from) || sight.sees(to)),
  );
  const real = added.filter(
    ({ from, to }) =>
      (from.passesOn || shown.has(from.id)) &&
      (to.passesOn || shown.has(to.id)),
  );
  for (const { from, to } of real) shown.set(from.id, from).set(to.id, to);
  const known = new Set(part.edges.map(({ id }) => id));
  return {
    ...part,
    nodes: [...shown.values()],
    edges: [...part.edges, ...real.filter(({ id }) => !known.has(id))],
  };
}

/** What a graph is narrowed to; absent means everything. */
export interface GraphFilter {
  readonly set?: readonly string[];
  readonly cluster?: readonly string[];
  readonly namespace?: readonly string[];
  /** Ids of meshes that saw the calls. */
  readonly mesh?: readonly string[];
  /** Text that the name of an end contains. */
  readonly q?: string;
}

/** An end that is asked for; of what is hidden nothing can be asked. */
function isAskedFor(
  node: CallNode,
  filter: GraphFilter,
  sight: Sight,
): boolean {
  const { set, cluster, namespace, name = '' } = node;
  return (
    sight.sees(node) &&
    includesAny(filter.set, set === undefined ? [] : [set]) &&
    includesAny(filter.cluster, cluster === undefined ? [] : [cluster]) &&
    includesAny(filter.namespace, namespace === undefined ? [] : [namespace]) &&
    containsText(filter.q, [namespace ? `${namespace}/${name}` : name])
  );
}

/** Calls of which one end is asked for; those between two hidden ends are nobody's business. */
function chosenEdges(
  edges: readonly CallEdge[],
  filter: GraphFilter,
  sight: Sight,
): readonly CallEdge[] {
  const decided = new Map<CallNode, boolean>();
  const isChosen = (node: CallNode) => {
    const known = decided.get(node) ?? isAskedFor(node, filter, sight);
    decided.set(node, known);
    return known;
  };
  return edges.filter(
    ({ from, to, evidence }) =>
      includesAny(filter.mesh, evidence) && (isChosen(from) || isChosen(to)),
  );
}

/** Who calls whom, over all clusters, as far as it is asked for. */
export function graphAnswer(
  world: World,
  input: GraphInput & {
    readonly filter: GraphFilter;
    readonly limit: number;
    readonly gateways: boolean;
  },
): Graph {
  const { graph, ranking, filter, limit } = input;
  const sight = sightOf(graph, input.reader);
  const telling = tellingOf({ ...input, sight });
  const edges = chosenEdges(ranking?.edges ?? graph.edges, filter, sight);
  const inOrder = ranking ? edges : worstFirst(edges, telling.health);
  const part = worstPart(inOrder, { limit });
  const shown = input.gateways ? withGateways(part, graph, sight) : part;
  return toldPart(world, shown, { input, telling, sight });
}
