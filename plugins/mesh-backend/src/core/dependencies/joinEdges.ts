import type { CallNode } from './CallNode';
import { addSeen, edgeId, type SeenEdge, type SeenEdges } from './collectCalls';
import type { SeenCalls } from './edgeCounts';

function byEnd(edges: SeenEdges, end: 'from' | 'to') {
  const found = new Map<string, SeenEdge[]>();
  for (const edge of edges.values()) {
    const { id } = edge[end];
    const known = found.get(id);
    if (known) known.push(edge);
    else found.set(id, [edge]);
  }
  return found;
}

function isOf(service: CallNode, edge: SeenEdge): boolean {
  return (
    edge.to.entry !== undefined && edge.to.service?.key === service.service?.key
  );
}

/** What a client says of calls that no server saw. */
function onlyUnanswered(seen: SeenCalls): SeenCalls[] {
  const { observation } = seen;
  const { failures } = observation.calls;
  if (!failures) return [];
  const requests = Object.values(failures).reduce((sum, one) => sum + one, 0);
  const calls = { requests, failures };
  return [{ ...seen, observation: { ...observation, calls } }];
}

/**
 * Clients that cannot tell in which cluster they were answered: the servers tell. Where
 * one alone did, all that the client knows belongs there; where several did, they have
 * counted what arrived, and what nobody answered stays with the service as a whole.
 */
export function placeUnplaced(edges: SeenEdges): SeenEdges {
  const placed: SeenEdges = new Map(edges);
  const from = byEnd(edges, 'from');
  for (const [id, edge] of edges) {
    const { to } = edge;
    if (!to.service || to.entry) continue;
    const known = (from.get(edge.from.id) ?? []).filter(other =>
      isOf(to, other),
    );
    if (known.length === 0) continue;
    placed.delete(id);
    if (known.length === 1) {
      const [{ from: caller, to: callee }] = known;
      addSeen(placed, { from: caller, to: callee }, ...edge.seen);
      continue;
    }
    const unanswered = edge.seen.flatMap(onlyUnanswered);
    if (unanswered.length > 0) {
      placed.set(id, { ...edge, seen: unanswered });
    }
  }
  return placed;
}

/** A caller whose cluster could not be told, and one who is called the same. */
function isSameCaller(unknown: CallNode, { from }: SeenEdge): boolean {
  return (
    from.kind !== 'unknown' &&
    from.name === unknown.name &&
    from.namespace === unknown.namespace
  );
}

/**
 * Calls of which one mesh does not know the caller are those that another one knows: of
 * a caller by the same name, or of anybody where nothing at all is known.
 */
export function joinUnknownCallers(edges: SeenEdges): SeenEdges {
  const to = byEnd(edges, 'to');
  const joined: SeenEdges = new Map();
  for (const [id, edge] of edges) {
    if (edge.from.kind === 'unknown') continue;
    joined.set(id, { ...edge, seen: [...edge.seen] });
  }
  for (const [id, edge] of edges) {
    const { from, seen } = edge;
    if (from.kind !== 'unknown') continue;
    const meshes = new Set(seen.map(one => one.observation.mesh));
    const others = (to.get(edge.to.id) ?? []).filter(
      other =>
        other.from.kind !== 'unknown' &&
        !other.seen.some(({ observation }) => meshes.has(observation.mesh)),
    );
    const same = others.filter(other => isSameCaller(from, other));
    if (same.length === 1) addSeen(joined, same[0], ...seen);
    else if (from.name !== undefined || others.length === 0) {
      joined.set(id, edge);
    }
  }
  return joined;
}

/** Edges between real ends, and those with a gateway at one end. */
export interface FoldedEdges {
  readonly edges: SeenEdges;
  /** By id of an edge: gateways that its calls pass. */
  readonly via: ReadonlyMap<string, readonly CallNode[]>;
  /** Told only where gateways are asked for. */
  readonly gatewayEdges: readonly SeenEdge[];
}

/** Gateways by what they pass calls on to, and by who calls them. */
function gatewaysOf(edges: SeenEdges) {
  const before = new Map<string, Map<string, CallNode>>();
  const after = new Map<string, SeenEdge[]>();
  for (const edge of edges.values()) {
    const { from, to } = edge;
    if (from.passesOn) {
      const known = before.get(to.id) ?? new Map<string, CallNode>();
      before.set(to.id, known.set(from.id, from));
      const targets = after.get(from.id) ?? [];
      after.set(from.id, targets);
      targets.push(edge);
    }
  }
  return { before, after };
}

/** Waypoints stand before servers; the other gateways between clusters. */
function passes(gateway: CallNode, { from, to, seen }: SeenEdge): boolean {
  if (gateway.cluster !== to.cluster) return false;
  if (from.cluster !== to.cluster) return true;
  const byWaypoint = seen.some(
    ({ observation }) => observation.reporter === 'waypoint',
  );
  return gateway.passesOn === 'waypoint' && byWaypoint;
}

/**
 * Joins the real caller with the real callee. What a caller sent to a gateway is left
 * out where the callee is known to be called by it; where the gateway passes calls on to
 * one alone, that is the callee; else the gateway stays, as nobody can tell.
 */
export function foldGateways(all: SeenEdges): FoldedEdges {
  const { before, after } = gatewaysOf(all);
  const edges: SeenEdges = new Map();
  const gatewayEdges: SeenEdge[] = [];
  const toGateways: SeenEdge[] = [];
  for (const [id, edge] of all) {
    if (!edge.from.passesOn && !edge.to.passesOn) {
      edges.set(id, edge);
      continue;
    }
    gatewayEdges.push(edge);
    if (!edge.from.passesOn) toGateways.push(edge);
  }
  for (const { from, to: gateway, seen } of toGateways) {
    const targets = (after.get(gateway.id) ?? []).filter(
      ({ to }) => !to.passesOn,
    );
    const isKnown = targets.some(({ to }) => edges.has(edgeId(from, to)));
    if (isKnown || from.kind === 'unknown') continue;
    if (targets.length === 1)
      addSeen(edges, { from, to: targets[0].to }, ...seen);
    else addSeen(edges, { from, to: gateway }, ...seen);
  }
  const via = new Map<string, readonly CallNode[]>();
  for (const [id, edge] of edges) {
    const gateways = [...(before.get(edge.to.id)?.values() ?? [])];
    const passed = gateways.filter(gateway => passes(gateway, edge));
    if (passed.length > 0) via.set(id, passed);
  }
  return { edges, via, gatewayEdges };
}
