import type { CallShape } from './Call.ts';
import type { Flow } from './Flow.ts';

/** How a call ends, for whoever made it. */
export type Outcome = Pick<
  CallShape,
  'status' | 'grpcStatus' | 'flags' | 'denied'
>;

interface Failure {
  http: number;
  grpc: number;
  flags: string;
  denied?: boolean;
}

const UNAVAILABLE = 14;

/** What a proxy tells the client where there is one that speaks its protocol; without, there is no answer. */
export const FAILURES = {
  /** Nothing ready behind the name. */
  noEndpoint: { http: 503, grpc: UNAVAILABLE, flags: 'UH' },
  /** The name does not exist where the client asks. */
  noName: { http: 0, grpc: UNAVAILABLE, flags: 'DNS' },
  /** No way between the clusters. */
  cut: { http: 503, grpc: UNAVAILABLE, flags: 'UF' },
  /** The server closes a connection that is not encrypted. */
  refused: { http: 503, grpc: UNAVAILABLE, flags: 'UC' },
  denied: { http: 403, grpc: 7, flags: '-', denied: true },
  deniedConnection: {
    http: 503,
    grpc: UNAVAILABLE,
    flags: 'DENY',
    denied: true,
  },
  timeout: { http: 504, grpc: 4, flags: 'UT' },
} satisfies Record<string, Failure>;

/** `answered`: somebody on the way speaks the client's protocol and says what is wrong. */
export function failure(
  { http, grpc, flags, denied }: Failure,
  protocol: Flow['protocol'],
  answered: boolean,
): Outcome {
  const base = { flags, ...(denied ? { denied } : {}) };
  if (!answered || protocol === 'tcp' || http === 0)
    return { ...base, status: 0 };
  // Proxies tell gRPC clients in gRPC's own terms, which are 200 to HTTP.
  if (protocol === 'grpc') return { ...base, status: 200, grpcStatus: grpc };
  return { ...base, status: http };
}

export function success(protocol: Flow['protocol'], status: number): Outcome {
  return protocol === 'grpc'
    ? { status: 200, grpcStatus: 0, flags: '-' }
    : { status, flags: '-' };
}

/** The server's own error. Of TCP the server closes the connection before its time. */
export function serverError(
  protocol: Flow['protocol'],
  status: number,
): Outcome {
  if (protocol === 'tcp') return { status: 200, flags: 'UC' };
  if (protocol === 'http') return { status, flags: '-' };
  return {
    status: 200,
    grpcStatus: status === 503 ? UNAVAILABLE : 13,
    flags: '-',
  };
}

export function isFailure({
  status,
  grpcStatus = 0,
  flags,
  denied,
}: Outcome): boolean {
  return (
    status === 0 ||
    status >= 500 ||
    grpcStatus !== 0 ||
    denied === true ||
    flags !== '-'
  );
}
