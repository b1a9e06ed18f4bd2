import type { Edge } from '@meshport/plugin-mesh-common';
import {
  addCounts,
  type CallCounts,
  type Counts,
  countsOfCalls,
} from '../metrics/goldenCounts';
import type { MeshObservation } from '../metrics/StoreTick';

/** What was seen of the calls between two ends, with the answer of the store it is from. */
export interface SeenCalls {
  readonly observation: MeshObservation;
  /** Unix ms, by the store's clock. */
  readonly at: number;
  readonly receivedAt?: number;
  readonly fault?: object;
}

/** Failures that only the client's side knows of: nothing of these reached the server. */
const NEVER_ARRIVED: readonly string[] = [
  'no-healthy-upstream',
  'upstream-unreachable',
  'no-route',
  'tls-failure',
  'identity-error',
  'denied',
  'circuit-breaker',
];

/** Failed calls per second that the server never saw. */
export function neverArrived({ failures }: CallCounts): number {
  return NEVER_ARRIVED.reduce(
    (all, reason) => all + (failures?.[reason] ?? 0),
    0,
  );
}

/** Why most of these failed; undefined where all arrived. */
export function neverArrivedBy({ failures }: CallCounts): string | undefined {
  const [worst] = NEVER_ARRIVED.filter(reason => failures?.[reason]).sort(
    (a, b) => (failures?.[b] ?? 0) - (failures?.[a] ?? 0),
  );
  return worst;
}

const REPORTERS = ['source', 'waypoint', 'destination'] as const;

type Reporter = (typeof REPORTERS)[number];

/** Of one mesh and reporter that has what is asked for: nobody is counted twice. */
function once(
  seen: readonly SeenCalls[],
  has: (observation: MeshObservation) => boolean,
  reporters: readonly Reporter[] = REPORTERS,
): readonly SeenCalls[] {
  for (const reporter of reporters) {
    const found = seen.filter(
      ({ observation }) =>
        observation.reporter === reporter && has(observation),
    );
    const [mesh] = found.map(({ observation }) => observation.mesh).sort();
    if (mesh !== undefined) {
      return found.filter(({ observation }) => observation.mesh === mesh);
    }
  }
  return [];
}

const hasRequests = ({ calls }: MeshObservation) =>
  calls.requests !== undefined && calls.requests > 0;

const hasConnections = ({ protocol, calls }: MeshObservation) =>
  protocol === 'tcp' &&
  (calls.connections ?? 0) +
    (calls.failedConnections ?? 0) +
    (calls.receivedBytes ?? 0) >
    0;

function sum(seen: readonly SeenCalls[]): CallCounts {
  return seen.length === 0
    ? {}
    : addCounts(seen.map(({ observation }) => countsOfCalls(observation)));
}

/** Mean over all calls of some, in milliseconds. */
function meanOf(seen: readonly SeenCalls[]): number | undefined {
  let weight = 0;
  let total = 0;
  for (const { observation } of seen) {
    const { requests = 0, latency } = observation.calls;
    if (latency?.mean === undefined || !(requests > 0)) continue;
    weight += requests;
    total += requests * latency.mean;
  }
  return weight > 0 ? total / weight : undefined;
}

/** What lies between the client's and the server's own time. */
function overheadOf(seen: readonly SeenCalls[]): number | undefined {
  const client = meanOf(once(seen, hasRequests, ['source']));
  const server = meanOf(once(seen, hasRequests, ['destination', 'waypoint']));
  if (client === undefined || server === undefined) return undefined;
  return Math.max(0, client - server);
}

function mtlsOf(seen: readonly SeenCalls[]): Edge['mtls'] {
  const said = new Set(
    seen.flatMap(({ observation }) => observation.mtls ?? []),
  );
  const [first, ...others] = said;
  if (first === undefined) return 'unknown';
  return others.length > 0 ? 'mixed' : first;
}

function protocolOf(requests: readonly SeenCalls[]): Edge['protocol'] {
  if (requests.length === 0) return 'tcp';
  const rate = (isGrpc: boolean) =>
    requests
      .filter(({ observation }) => (observation.protocol === 'grpc') === isGrpc)
      .reduce((all, one) => all + (one.observation.calls.requests ?? 0), 0);
  return rate(true) > rate(false) ? 'grpc' : 'http';
}

/** The numbers of calls between two ends, however many proxies and meshes saw them. */
export interface EdgeNumbers {
  readonly counts: Counts;
  readonly protocol: Edge['protocol'];
  readonly mtls: Edge['mtls'];
  readonly overheadMs?: number;
  /** Ids of meshes, sorted. */
  readonly evidence: readonly string[];
}

/** Failed connections are failures, where there are no requests to fail. */
function tcpFailures(seen: readonly SeenCalls[]): CallCounts['failures'] {
  const all: Record<string, number> = {};
  for (const { observation } of seen) {
    for (const [reason, count] of Object.entries(
      observation.calls.failures ?? {},
    )) {
      all[reason] = (all[reason] ?? 0) + count;
    }
  }
  return Object.keys(all).length > 0 ? all : undefined;
}

/** Puts together what all reporters say of the same calls; the client's side is preferred. */
export function edgeNumbers(seen: readonly SeenCalls[]): EdgeNumbers {
  const http = once(seen, hasRequests);
  const tcp = once(seen, hasConnections);
  const requests = sum(http.filter(one => one.observation.protocol !== 'tcp'));
  const { tcp: bytes } = sum(tcp);
  const failures = requests.failures ?? tcpFailures(tcp);
  const counted = http.length > 0 ? http : tcp;
  const [oldest] = [...counted].sort((a, b) => a.at - b.at);
  const overheadMs = overheadOf(seen);
  const evidence = new Set(seen.map(({ observation }) => observation.mesh));
  return {
    counts: {
      state: counted.some(({ fault }) => fault) ? 'stale' : 'ok',
      ...requests,
      ...(failures ? { failures } : {}),
      ...(bytes ? { tcp: bytes } : {}),
      ...(counted.length > 0 ? { source: counted[0].observation.mesh } : {}),
      ...(oldest ? { at: oldest.at } : {}),
      ...(oldest?.receivedAt === undefined
        ? {}
        : { receivedAt: oldest.receivedAt }),
      missing: [],
    },
    protocol: protocolOf(http),
    mtls: mtlsOf(seen),
    ...(overheadMs === undefined ? {} : { overheadMs }),
    evidence: [...evidence].sort(),
  };
}
