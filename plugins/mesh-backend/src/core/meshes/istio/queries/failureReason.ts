/** Response flags of Envoy and of ztunnel, with what they are a failure of. */
const REASON_OF_FLAG: Readonly<Record<string, string>> = {
  UH: 'no-healthy-upstream',
  UF: 'upstream-unreachable',
  CONNECT: 'upstream-unreachable',
  H2_HANDSHAKE_FAILURE: 'upstream-unreachable',
  UT: 'timeout',
  SI: 'timeout',
  DT: 'timeout',
  UMSDR: 'timeout',
  UC: 'connection-lost',
  UR: 'connection-lost',
  LR: 'connection-lost',
  DC: 'connection-lost',
  UPE: 'connection-lost',
  NR: 'no-route',
  NC: 'no-route',
  UO: 'circuit-breaker',
  RL: 'rate-limited',
  RLSE: 'rate-limited',
  UAEX: 'denied',
  DENY: 'denied',
  NETWORK_POLICY: 'denied',
  TLS_FAILURE: 'tls-failure',
  CERT_REVOKED: 'tls-failure',
  IDENTITY_ERROR: 'identity-error',
};

/** Said together with the flag of the last attempt, which tells more. */
const RETRIES = 'URX';

/** Undefined for `-` and for flags that tell of no failure. */
export function reasonOfFlags(flags: string | undefined): string | undefined {
  const all = (flags ?? '').split(',');
  const cause = all.find(flag => REASON_OF_FLAG[flag]);
  if (cause) return REASON_OF_FLAG[cause];
  return all.includes(RETRIES) ? 'retries-exhausted' : undefined;
}

/** Status codes of gRPC that are a fault of the server or of the way to it. */
export const GRPC_FAILURES = ['2', '4', '8', '12', '13', '14', '15'];

const GRPC_DEADLINE = '4';

interface Outcome {
  readonly code?: string;
  readonly grpcStatus?: string;
  readonly flags?: string;
}

/** Why a request failed; undefined where it did not. */
export function failureReason({
  code,
  grpcStatus,
  flags,
}: Outcome): string | undefined {
  const isUnrouted = /(^|,)N[RC](,|$)/.test(flags ?? '');
  const isHttpFailure = isUnrouted || code === '0' || /^5..$/.test(code ?? '');
  const isGrpcFailure = GRPC_FAILURES.includes(grpcStatus ?? '');
  if (!isHttpFailure && !isGrpcFailure) return undefined;
  const flagged = reasonOfFlags(flags);
  if (flagged) return flagged;
  if (grpcStatus === GRPC_DEADLINE) return 'timeout';
  if (isGrpcFailure) return 'grpc-error';
  return code === '0' ? 'connection-lost' : 'server-error';
}
