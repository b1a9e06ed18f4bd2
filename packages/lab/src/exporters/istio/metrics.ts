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

/** Envoy's bounds, in milliseconds and in bytes. */
const ENVOY_BOUNDS = [
  0.5, 1, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000,
  60_000, 300_000, 600_000, 1_800_000, 3_600_000,
];

const counter = (name: string): Family => ({ name, type: 'counter' });
const histogram = (name: string): Family => ({
  name,
  type: 'histogram',
  bounds: ENVOY_BOUNDS,
});

const REQUESTS = counter('istio_requests_total');
const DURATION = histogram('istio_request_duration_milliseconds');
const REQUEST_BYTES = histogram('istio_request_bytes');
const RESPONSE_BYTES = histogram('istio_response_bytes');
const REQUEST_MESSAGES = counter('istio_request_messages_total');
const RESPONSE_MESSAGES = counter('istio_response_messages_total');
const OPENED = counter('istio_tcp_connections_opened_total');
const CLOSED = counter('istio_tcp_connections_closed_total');
const RECEIVED = counter('istio_tcp_received_bytes_total');
const SENT = counter('istio_tcp_sent_bytes_total');
export const CONNECTIONS_FAILED = counter('istio_tcp_connections_failed_total');

/** Requests, as an Envoy counts them; `duration` as that one saw it. */
export function requestCounts(
  shape: CountedShape,
  {
    target,
    labels,
    duration,
  }: { target: Target; labels: Labels; duration: Amount },
): Count[] {
  const about = (family: Family, amount: Amount): Count => ({
    target,
    family,
    labels,
    amount,
  });
  const messages =
    shape.protocol === 'grpc'
      ? [about(REQUEST_MESSAGES, ONE), about(RESPONSE_MESSAGES, ONE)]
      : [];
  return [
    about(REQUESTS, ONE),
    about(DURATION, duration),
    about(REQUEST_BYTES, requestBytes),
    about(RESPONSE_BYTES, responseBytes),
    ...messages,
  ];
}

/** A connection, as an Envoy or a ztunnel counts it: what the server received and what it sent. */
export function connectionCounts(
  isNew: boolean,
  { target, labels }: { target: Target; labels: Labels },
): Count[] {
  const about = (family: Family, amount: Amount): Count => ({
    target,
    family,
    labels,
    amount,
  });
  return [
    ...(isNew ? [about(OPENED, ONE), about(CLOSED, ONE)] : []),
    about(RECEIVED, requestBytes),
    about(SENT, responseBytes),
  ];
}
