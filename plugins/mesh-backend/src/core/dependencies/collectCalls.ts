import type { Peer } from '@meshport/plugin-mesh-node';
import type { MetricsState, StoreState } from '../metrics/MetricsState';
import type { MeshObservation } from '../metrics/StoreTick';
import { type CallNode, unknownCalleeOf, unknownCallerOf } from './CallNode';
import type { CallNodes } from './callNodes';
import type { SeenCalls } from './edgeCounts';
import { resolvePeer } from './resolvePeer';

/** All that was seen of the calls between two ends. */
export interface SeenEdge {
  readonly from: CallNode;
  readonly to: CallNode;
  readonly seen: SeenCalls[];
}

/** By {@link edgeId}. */
export type SeenEdges = Map<string, SeenEdge>;

export function edgeId(from: CallNode, to: CallNode): string {
  return `${from.id}>${to.id}`;
}

/** Observations that are read in one go: some milliseconds. */
const SLICE = 2000;

export function addSeen(
  edges: SeenEdges,
  ends: { readonly from: CallNode; readonly to: CallNode },
  ...seen: readonly SeenCalls[]
): void {
  const id = edgeId(ends.from, ends.to);
  const edge = edges.get(id) ?? { ...ends, seen: [] };
  edges.set(id, edge);
  edge.seen.push(...seen);
}

function peerKey(peer: Peer): string {
  const { cluster, alias, namespace, workload, service, app, pod, host } = peer;
  return [cluster, alias, namespace, workload, service, app, pod, host].join(
    '\n',
  );
}

/** Ends that were named before need not be looked for again. */
class Ends {
  private readonly known = new Map<string, CallNode | undefined>();

  constructor(private readonly nodes: CallNodes) {}

  of({ mesh, from, to }: MeshObservation) {
    const caller = this.resolve(from, mesh, this.setOf(to), undefined);
    const set = caller?.set ?? this.setOf(from) ?? this.setOf(to);
    const callee = to.isOutside
      ? caller && unknownCalleeOf(caller)
      : this.resolve(to, mesh, set, caller?.cluster);
    return { caller, callee };
  }

  private setOf({ cluster = '' }: Peer): string | undefined {
    return this.nodes.clusters.get(cluster)?.set;
  }

  private resolve(
    peer: Peer,
    mesh: string,
    set: string | undefined,
    from: string | undefined,
  ): CallNode | undefined {
    const key = `${mesh}\n${set}\n${from}\n${peerKey(peer)}`;
    if (this.known.has(key)) return this.known.get(key);
    const node = resolvePeer(peer, { nodes: this.nodes, mesh, set, from });
    this.known.set(key, node);
    return node;
  }
}

/** Two stores may have the same series: the one that has the cluster's numbers counts. */
function isOfStore(
  { reporter, from, to }: MeshObservation,
  { store }: StoreState,
  state: MetricsState,
): boolean {
  const { cluster } = reporter === 'source' ? from : to;
  return cluster === undefined || state.storeOf(cluster) === store;
}

/** Edges as the proxies tell them, without what gateways make of them; yields now and then. */
export function* collectCalls(
  state: MetricsState,
  nodes: CallNodes,
): Generator<void, SeenEdges> {
  const edges: SeenEdges = new Map();
  const ends = new Ends(nodes);
  let count = 0;
  for (const store of state.stores.values()) {
    const { tick, receivedAt, fault } = store;
    for (const observation of tick?.observations ?? []) {
      if (++count % SLICE === 0) yield;
      if (observation.kind !== 'edge') continue;
      if (!isOfStore(observation, store, state)) continue;
      const { caller, callee } = ends.of(observation);
      if (!callee || (caller && caller.id === callee.id)) continue;
      addSeen(
        edges,
        { from: caller ?? unknownCallerOf(callee), to: callee },
        { observation, at: tick?.at ?? 0, receivedAt, fault },
      );
    }
  }
  return edges;
}
