import {
  ONE,
  requestBytes,
  responseBytes,
  type Amount,
  type Count,
  type CountedShape,
  type Family,
  type Labels,
  type Target,
} from '../Count.ts';

/** Proxies forget series that nothing was counted in for ten minutes. */
const idleMilliseconds = 600_000;

const counter = (name: string): Family => ({
  name,
  type: 'counter',
  idleMilliseconds,
});

const REQUESTS = counter('request_total');
const RESPONSES = counter('response_total');
/** Until the first byte of the answer. */
const LATENCY: Family = {
  name: 'response_latency_ms',
  type: 'histogram',
  idleMilliseconds,
  bounds: [
    1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 100, 200, 300, 400, 500, 1000, 2000,
    3000, 4000, 5000, 10_000, 20_000, 30_000, 40_000, 50_000,
  ],
};
const TCP_OPENED = counter('tcp_open_total');
const TCP_CLOSED = counter('tcp_close_total');
const TCP_READ = counter('tcp_read_bytes_total');
const TCP_WRITTEN = counter('tcp_write_bytes_total');
const TCP_OPEN: Family = {
  name: 'tcp_open_connections',
  type: 'gauge',
  idleMilliseconds,
};
const ALLOWED = counter('inbound_http_authz_allow_total');
const DENIED = counter('inbound_http_authz_deny_total');

/** UNKNOWN, DEADLINE_EXCEEDED, PERMISSION_DENIED, INTERNAL, UNAVAILABLE, DATA_LOSS. */
const GRPC_FAILURES = [2, 4, 7, 13, 14, 15];

function isFailure({ protocol, status, grpcStatus }: CountedShape): boolean {
  if (status === 0 || status >= 500) return true;
  return protocol === 'grpc' && GRPC_FAILURES.includes(grpcStatus ?? 0);
}

/** One proxy's view of one connection. */
export interface ProxyView {
  target: Target;
  direction: 'inbound' | 'outbound';
  /** Of the endpoint: address, TLS, policy or destination. */
  labels: Labels;
  latency: Amount;
}

/** Requests on it. */
export function httpCounts(
  shape: CountedShape,
  { target, direction, labels: endpoint, latency }: ProxyView,
): Count[] {
  const labels = { direction, ...endpoint };
  const outcome = {
    classification: isFailure(shape) ? 'failure' : 'success',
    status_code: String(shape.status),
    grpc_status:
      shape.protocol === 'grpc' ? String(shape.grpcStatus ?? 0) : undefined,
  };
  const authorization = shape.denied ? DENIED : ALLOWED;
  return [
    { target, family: REQUESTS, labels, amount: ONE },
    {
      target,
      family: RESPONSES,
      labels: { ...labels, ...outcome },
      amount: ONE,
    },
    {
      target,
      family: LATENCY,
      labels: { ...labels, status_code: outcome.status_code },
      amount: latency,
    },
    ...(direction === 'inbound'
      ? [{ target, family: authorization, labels: endpoint, amount: ONE }]
      : []),
  ];
}

/** The connection itself, by its far end: `src` of one that came in, `dst` of one that went out. */
export function tcpCounts(
  { newConnection }: CountedShape,
  { target, direction, labels: endpoint }: ProxyView,
): Count[] {
  const peer = direction === 'inbound' ? 'src' : 'dst';
  const labels = { direction, peer, ...endpoint };
  const about = (family: Family, amount: Amount): Count => ({
    target,
    family,
    labels,
    amount,
  });
  // What comes in from a client is read; towards the server the same bytes are written.
  const [read, written] =
    direction === 'inbound'
      ? [requestBytes, responseBytes]
      : [responseBytes, requestBytes];
  return [
    ...(newConnection ? [about(TCP_OPENED, ONE), about(TCP_CLOSED, ONE)] : []),
    about(TCP_OPEN, ONE),
    about(TCP_READ, read),
    about(TCP_WRITTEN, written),
  ];
}
