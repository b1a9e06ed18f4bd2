import type {
  Observation,
  ObservedCalls,
  Peer,
} from '@meshport/plugin-mesh-node';
import { mergeBuckets } from './buckets';

/** From this share on, refused requests are taken to be a policy's work, not the server's. */
const DENIED_SHARE = 0.5;

const PEER_FIELDS = [
  'cluster',
  'alias',
  'namespace',
  'workload',
  'service',
  'app',
  'pod',
  'version',
  'host',
  'isOutside',
] as const satisfies readonly (keyof Peer)[];

function peerKey(peer: Peer): string {
  return PEER_FIELDS.map(field => peer[field] ?? '').join('\n');
}

function add(one: number | undefined, other: number | undefined) {
  return one === undefined || other === undefined ? one ?? other : one + other;
}

function addFailures(
  one: ObservedCalls['failures'],
  other: ObservedCalls['failures'],
): ObservedCalls['failures'] {
  if (!one || !other) return one ?? other;
  const sum: Record<string, number> = { ...one };
  for (const [reason, value] of Object.entries(other)) {
    sum[reason] = (sum[reason] ?? 0) + value;
  }
  return sum;
}

/** Most calls have a few of all fields, and there are tens of thousands. */
function onlyKnown(calls: ObservedCalls): ObservedCalls {
  const known: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(calls)) {
    if (value !== undefined) known[field] = value;
  }
  return known;
}

function addCalls(one: ObservedCalls, other: ObservedCalls): ObservedCalls {
  return onlyKnown({
    requests: add(one.requests, other.requests),
    failures: addFailures(one.failures, other.failures),
    refused: add(one.refused, other.refused),
    latency:
      one.latency && other.latency
        ? { ...one.latency, ...other.latency }
        : one.latency ?? other.latency,
    buckets:
      one.buckets && other.buckets
        ? mergeBuckets([one.buckets, other.buckets])
        : one.buckets ?? other.buckets,
    connections: add(one.connections, other.connections),
    failedConnections: add(one.failedConnections, other.failedConnections),
    receivedBytes: add(one.receivedBytes, other.receivedBytes),
    sentBytes: add(one.sentBytes, other.sentBytes),
  });
}

/** Nobody who says nothing changes what others say. */
function mtlsOf(one: Observation['mtls'], other: Observation['mtls']) {
  if (one === undefined || other === undefined) return one ?? other;
  return one === other ? one : 'mixed';
}

function withDenied(observation: Observation): Observation {
  const { kind, calls } = observation;
  const { requests = 0, refused = 0, failures } = calls;
  if (kind !== 'edge' || !refused || refused < requests * DENIED_SHARE) {
    return observation;
  }
  const denied = { denied: refused };
  return {
    ...observation,
    calls: {
      ...calls,
      failures: addFailures(failures, denied),
      refused: undefined,
    },
  };
}

/**
 * Observations of one mesh, in which those with equal ends, reporter and protocol become
 * one. Takes them one by one, as there are tens of thousands.
 */
export class MergedObservations {
  private readonly merged = new Map<string, Observation>();
  /** Each end once: the same services are at the ends of many calls. */
  private readonly peers = new Map<string, Peer>();

  add(one: Observation): void {
    const { kind, reporter, protocol, route } = one;
    const from = peerKey(one.from);
    const to = peerKey(one.to);
    const key = [kind, reporter, protocol, route, from, to].join('\t');
    const earlier = this.merged.get(key);
    if (earlier) {
      this.merged.set(key, {
        ...earlier,
        mtls: mtlsOf(earlier.mtls, one.mtls),
        calls: addCalls(earlier.calls, one.calls),
      });
      return;
    }
    const ends = {
      from: this.only(from, one.from),
      to: this.only(to, one.to),
    };
    this.merged.set(key, { ...one, ...ends });
  }

  private only(key: string, peer: Peer): Peer {
    const known = this.peers.get(key) ?? peer;
    this.peers.set(key, known);
    return known;
  }

  /** An edge that has most of its requests refused has failures `denied`. */
  *all(): Generator<Observation> {
    for (const one of this.merged.values()) yield withDenied(one);
  }
}
