import type { CallShape, Hop } from '../../traffic/Call.ts';
import {
  clientMs,
  isPlainRefused,
  middleMs,
  serverMs,
  type Amount,
  type Count,
  type CountedShape,
  type Labels,
} from '../Count.ts';
import type { FleetView } from '../FleetView.ts';
import { podTarget, type PodFacts } from '../PodFacts.ts';
import { connectionCounts, requestCounts } from './metrics.ts';
import {
  destinationService,
  endOfHop,
  isInMesh,
  knownEnd,
  unknownEnd,
} from './peer.ts';

/** Envoy's own; a reason in words is of somebody else and no flag. */
const RESPONSE_FLAGS = new Set(
  'UH UF UO NR URX NC DT DC LH UT LR UR UC RL UAEX RLSE IH SI DPE UPE UMSDR OM DF'.split(
    ' ',
  ),
);

/** The request did not leave the client's proxy. */
const NEVER_SENT = ['UH', 'UF', 'UO', 'NR', 'NC', 'DF'];

function flagsOf({ flags }: Pick<CallShape, 'flags'>): string {
  const own = flags.split(',').filter(flag => RESPONSE_FLAGS.has(flag));
  return own.join(',') || '-';
}

/** Whether the server's own proxy saw the request. */
function hasArrived({ to, flags }: CallShape): boolean {
  return to !== undefined && !NEVER_SENT.includes(flags.split(',')[0]);
}

/** Code and flags at the server: of a client that gave up, it only sees that it went. */
function asServerSees(
  shape: CountedShape,
): Pick<CountedShape, 'status' | 'flags' | 'grpcStatus' | 'protocol'> {
  const { protocol, grpcStatus, status, flags } = shape;
  if (flags === 'UT') return { protocol, status: 0, flags: 'DC' };
  const own = ['UC', 'DC'].includes(flags) ? flags : '-';
  return { protocol, grpcStatus, status, flags: own };
}

function outcome(
  shape: Pick<CountedShape, 'status' | 'flags' | 'grpcStatus' | 'protocol'>,
): Labels {
  const { protocol, grpcStatus, status } = shape;
  if (protocol === 'tcp')
    return { request_protocol: 'tcp', response_flags: flagsOf(shape) };
  return {
    request_protocol: protocol,
    response_code: String(status),
    grpc_response_status:
      protocol === 'grpc' && grpcStatus !== undefined
        ? String(grpcStatus)
        : undefined,
    response_flags: flagsOf(shape),
  };
}

function envoyTarget(pod: PodFacts) {
  return podTarget(pod, { job: 'kubernetes-pods', port: 15020 });
}

function counted(
  shape: CountedShape,
  parts: { pod: PodFacts; labels: Labels; duration: Amount },
): Count[] {
  const { pod, labels, duration } = parts;
  const target = envoyTarget(pod);
  return shape.protocol === 'tcp'
    ? connectionCounts(shape.newConnection, { target, labels })
    : requestCounts(shape, { target, labels, duration });
}

/** The sidecar or gateway that the client calls through. It cannot say how the connection was secured. */
function atSource(shape: CountedShape, view: FleetView): Count[] {
  const { from, to } = shape;
  const pod = from && view.pod(from);
  if (!from || !pod?.istio) return [];
  const destination = to
    ? knownEnd('destination', to, { view, secure: shape.mtls })
    : unknownEnd('destination');
  const labels = {
    reporter: 'source',
    ...knownEnd('source', from, { view, secure: true }),
    ...destination,
    ...destinationService(shape, view),
    ...outcome(shape),
    connection_security_policy: 'unknown',
  };
  return counted(shape, { pod, labels, duration: clientMs });
}

/** Who called, as the one behind a connection learns: only by mutual TLS. */
function caller(shape: CountedShape, view: FleetView): Labels {
  const { from } = shape;
  const isKnown = from && isInMesh(view.pod(from));
  return isKnown
    ? knownEnd('source', from, { view, secure: true })
    : unknownEnd('source');
}

/** The server's sidecar. */
function atDestination(shape: CountedShape, view: FleetView): Count[] {
  const { to } = shape;
  const pod = to && view.pod(to);
  if (!to || pod?.istio !== 'sidecar') return [];
  if (!hasArrived(shape) || isPlainRefused(shape)) return [];
  const labels = {
    reporter: 'destination',
    ...(shape.mtls ? caller(shape, view) : unknownEnd('source')),
    ...knownEnd('destination', to, { view, secure: shape.mtls }),
    ...destinationService(shape, view),
    ...outcome(asServerSees(shape)),
    connection_security_policy: shape.mtls ? 'mutual_tls' : 'none',
  };
  return counted(shape, { pod, labels, duration: serverMs });
}

/** A waypoint sees requests between the ends. */
function atWaypoint(
  shape: CountedShape,
  { pod, view }: { pod: PodFacts; view: FleetView },
): Count[] {
  const { from, to } = shape;
  const labels = {
    reporter: 'waypoint',
    ...caller(shape, view),
    ...(to
      ? knownEnd('destination', to, { view, secure: shape.mtls })
      : unknownEnd('destination')),
    ...destinationService(shape, view),
    ...outcome(shape),
    connection_security_policy:
      from && isInMesh(view.pod(from)) ? 'mutual_tls' : 'none',
  };
  return counted(shape, { pod, labels, duration: middleMs });
}

/** A gateway to another network passes on what it cannot read: connections, with itself as the client. */
function atEastWest(
  shape: CountedShape,
  { hop, pod, view }: { hop: Hop; pod: PodFacts; view: FleetView },
): Count[] {
  const { to, newConnection } = shape;
  if (!to) return [];
  const labels = {
    reporter: 'source',
    ...knownEnd('source', endOfHop(pod, hop.workload), { view, secure: false }),
    ...knownEnd('destination', to, { view, secure: false }),
    ...destinationService(shape, view),
    request_protocol: 'tcp',
    response_flags: '-',
    connection_security_policy: 'unknown',
  };
  return connectionCounts(newConnection, { target: envoyTarget(pod), labels });
}

/** What sidecars, gateways and waypoints of Istio count of such a call. */
export function countedByEnvoys(shape: CountedShape, view: FleetView): Count[] {
  const between = shape.via.flatMap(hop => {
    const pod = view.pod(hop);
    if (!pod?.istio) return [];
    if (hop.kind === 'waypoint') return atWaypoint(shape, { pod, view });
    return hop.kind === 'east-west'
      ? atEastWest(shape, { hop, pod, view })
      : [];
  });
  return [...atSource(shape, view), ...between, ...atDestination(shape, view)];
}
