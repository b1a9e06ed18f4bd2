import type { CallShape } from '../../traffic/Call.ts';
import {
  isPlainRefused,
  ONE,
  type Count,
  type CountedShape,
  type Labels,
} from '../Count.ts';
import type { FleetView } from '../FleetView.ts';
import { podTarget, type PodFacts } from '../PodFacts.ts';
import { CONNECTIONS_FAILED, connectionCounts } from './metrics.ts';
import {
  destinationService,
  endOfHop,
  isInMesh,
  knownEnd,
  unknownEnd,
  type IstioEnd,
} from './peer.ts';

interface Seen {
  source: Labels;
  destination: Labels;
  secure: boolean;
  /** Connections that were not made, and why. */
  failure?: string;
}

/** No connection to a server was made at all. */
function failureAtSource({ to, flags, denied }: CallShape): string | undefined {
  if (denied) return 'CONNECT';
  if (flags === 'TLS_FAILURE' || flags === 'IDENTITY_ERROR') return flags;
  return to ? undefined : 'CONNECT';
}

function countsOf(
  shape: CountedShape,
  parts: { ztunnel: PodFacts; reporter: string; seen: Seen; view: FleetView },
): Count[] {
  const { ztunnel, reporter, seen, view } = parts;
  const labels = {
    reporter,
    ...seen.source,
    ...seen.destination,
    ...destinationService(shape, view),
    request_protocol: 'tcp',
    response_flags: seen.failure ?? '-',
    connection_security_policy: seen.secure ? 'mutual_tls' : 'unknown',
  };
  const target = podTarget(ztunnel, { job: 'ztunnel', port: 15020 });
  return seen.failure
    ? [{ target, family: CONNECTIONS_FAILED, labels, amount: ONE }]
    : connectionCounts(shape.newConnection, { target, labels });
}

/**
 * The end that the client's ztunnel connects to: the waypoint before the server; of another network only the Service is
 * known, because its endpoints are one address there.
 */
function nextEnd(shape: CountedShape, view: FleetView): IstioEnd | undefined {
  const { from, to, via } = shape;
  const [first] = via;
  if (first && first.kind !== 'waypoint') return undefined;
  const waypoint = first && view.pod(first);
  if (first && waypoint && first.cluster === from?.cluster)
    return endOfHop(waypoint, first.workload);
  return to && to.cluster === from?.cluster ? to : undefined;
}

function atSource(shape: CountedShape, view: FleetView): Count[] {
  const { from } = shape;
  if (!from || !view.pod(from)?.isAmbient) return [];
  const ztunnel = view.onNode(from, 'isZtunnel');
  if (!ztunnel) return [];
  const next = nextEnd(shape, view);
  const secure =
    shape.via.length > 0 || (next ? isInMesh(view.pod(next)) : shape.mtls);
  const seen: Seen = {
    source: knownEnd('source', from, { view, secure: true }),
    destination: next
      ? knownEnd('destination', next, { view, secure })
      : unknownEnd('destination'),
    secure,
    // Refused or lost behind a waypoint, a connection to that one was made all the same.
    failure: shape.via.length > 0 ? undefined : failureAtSource(shape),
  };
  return countsOf(shape, { ztunnel, reporter: 'source', seen, view });
}

/** The last one before the server: a waypoint of its own cluster, or the client, whatever gateways were passed. */
function previousEnd(shape: CountedShape, view: FleetView): Labels {
  const { from, via, mtls } = shape;
  const last = via.filter(hop => hop.kind === 'waypoint').at(-1);
  const waypoint = last && view.pod(last);
  if (last && waypoint)
    return knownEnd('source', endOfHop(waypoint, last.workload), {
      view,
      secure: true,
    });
  return from && mtls
    ? knownEnd('source', from, { view, secure: true })
    : unknownEnd('source');
}

function atDestination(shape: CountedShape, view: FleetView): Count[] {
  const { to, denied, mtls } = shape;
  if (!to || !view.pod(to)?.isAmbient) return [];
  const ztunnel = view.onNode(to, 'isZtunnel');
  const passedWaypoint = shape.via.some(hop => hop.kind === 'waypoint');
  // What a waypoint refuses does not come here.
  if (!ztunnel || (denied && passedWaypoint)) return [];
  const seen: Seen = {
    source: previousEnd(shape, view),
    destination: knownEnd('destination', to, { view, secure: mtls }),
    secure: mtls,
    failure: denied || isPlainRefused(shape) ? 'DENY' : undefined,
  };
  return countsOf(shape, { ztunnel, reporter: 'destination', seen, view });
}

/** What the ztunnels of both nodes count: connections only, whatever is spoken on them. */
export function countedByZtunnels(
  shape: CountedShape,
  view: FleetView,
): Count[] {
  return [...atSource(shape, view), ...atDestination(shape, view)];
}
