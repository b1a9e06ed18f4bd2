import type { Health, Objectives } from '@meshport/plugin-mesh-common';
import { healthOf } from '../metrics/healthOf';
import type { MetricsState } from '../metrics/MetricsState';
import type { CallNode } from './CallNode';
import type { CallNodes } from './callNodes';
import { collectCalls, edgeId, type SeenEdge } from './collectCalls';
import { type EdgeNumbers, edgeNumbers } from './edgeCounts';
import { joinUnknownCallers, foldGateways, placeUnplaced } from './joinEdges';

/** Calls from one end to another. */
export interface CallEdge extends EdgeNumbers {
  readonly id: string;
  readonly from: CallNode;
  readonly to: CallNode;
  readonly crossCluster: boolean;
  readonly via: readonly CallNode[];
}

/** Who calls whom at one moment; never changed once built. */
export interface CallGraph {
  readonly windowSeconds: number;
  /** Unix ms, by the clocks of the stores: the earliest end of a window. */
  readonly at?: number;
  readonly edges: readonly CallEdge[];
  /** With a gateway between clusters, or a waypoint, at one end. */
  readonly gatewayEdges: readonly CallEdge[];
  /** By id of the end. */
  readonly callees: ReadonlyMap<string, readonly CallEdge[]>;
  readonly callers: ReadonlyMap<string, readonly CallEdge[]>;
  /** Ends that are a service, or an instance of it; by key of the service. */
  readonly ofService: ReadonlyMap<string, ReadonlySet<CallNode>>;
}

/** What the calls were, per second; connections where requests are not known. */
export function weightOf({ counts }: Pick<CallEdge, 'counts'>): number {
  return counts.requests ?? counts.tcp?.connections ?? 0;
}

function callEdge(
  { from, to, seen }: SeenEdge,
  via: readonly CallNode[],
): CallEdge {
  const { overheadMs, ...numbers } = edgeNumbers(seen);
  const crossCluster =
    from.cluster !== undefined &&
    to.cluster !== undefined &&
    from.cluster !== to.cluster;
  return {
    id: edgeId(from, to),
    from,
    to,
    ...numbers,
    ...(crossCluster && overheadMs !== undefined ? { overheadMs } : {}),
    crossCluster,
    via,
  };
}

function byEnd(edges: readonly CallEdge[], end: 'from' | 'to') {
  const found = new Map<string, CallEdge[]>();
  for (const edge of edges) {
    const known = found.get(edge[end].id);
    if (known) known.push(edge);
    else found.set(edge[end].id, [edge]);
  }
  return found;
}

function byService(edges: readonly CallEdge[]) {
  const found = new Map<string, Set<CallNode>>();
  for (const node of edges.flatMap(({ from, to }) => [from, to])) {
    const key = node.service?.key;
    if (key === undefined) continue;
    found.set(key, (found.get(key) ?? new Set()).add(node));
  }
  return found;
}

/** Edges that are put together in one go. */
const SLICE = 1000;

/** Joins what all stores say with what runs; yields now and then, so that others have their turn. */
export function* buildCallGraph(
  state: MetricsState,
  nodes: CallNodes,
): Generator<void, CallGraph> {
  const collected = yield* collectCalls(state, nodes);
  const folded = foldGateways(joinUnknownCallers(placeUnplaced(collected)));
  yield;
  const edges: CallEdge[] = [];
  for (const [id, seen] of folded.edges) {
    edges.push(callEdge(seen, folded.via.get(id) ?? []));
    if (edges.length % SLICE === 0) yield;
  }
  const ends = [...state.stores.values()].flatMap(({ tick }) => tick?.at ?? []);
  return {
    windowSeconds: state.windowSeconds,
    ...(ends.length > 0 ? { at: Math.min(...ends) } : {}),
    edges,
    gatewayEdges: folded.gatewayEdges.map(seen => callEdge(seen, [])),
    callees: byEnd(edges, 'from'),
    callers: byEnd(edges, 'to'),
    ofService: byService(edges),
  };
}

/**
 * How calls go: by the rules for services, held to the objectives of the callee. `now` is
 * Unix ms, by the portal's clock.
 */
export function edgeHealth(
  { counts, overheadMs }: CallEdge,
  objectives: Objectives,
  { now, windowSeconds }: { now: number; windowSeconds: number },
): Health {
  const failing = counts.requests === undefined && connectionsFail(counts);
  if (failing) return 'failing';
  return healthOf(counts, objectives, { now, windowSeconds, overheadMs })
    .health;
}

/** Of connections nothing is said but when most of them never come about. */
function connectionsFail({ failures, tcp }: EdgeNumbers['counts']): boolean {
  const failed = Object.values(failures ?? {}).reduce(
    (sum, one) => sum + one,
    0,
  );
  return failed > 0 && failed >= (tcp?.connections ?? 0);
}
