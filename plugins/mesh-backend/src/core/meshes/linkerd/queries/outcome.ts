/** Words of the proxy (label `error`, and `errno` of a connection), with what they are a failure of. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/time|deadline/i, 'timeout'],
  [/unauthor|denied|forbidden/i, 'denied'],
  [/tls|handshake|certificate/i, 'tls-failure'],
  [/identity/i, 'identity-error'],
  [/load.?shed|concurrency|circuit|breaker/i, 'circuit-breaker'],
  [/fail.?fast|unavail/i, 'no-healthy-upstream'],
  [/rate.?limit/i, 'rate-limited'],
  [/refused|unreachable|connect/i, 'upstream-unreachable'],
  [/reset|closed|cancel|pipe|eof|io/i, 'connection-lost'],
];

export function reasonOfError(error: string | undefined): string | undefined {
  if (!error) return undefined;
  const found = REASONS.find(([pattern]) => pattern.test(error));
  return found ? found[1] : 'other';
}

const REASON_OF_GRPC: Readonly<Record<string, string>> = {
  '4': 'timeout',
  '7': 'denied',
};

/** Statuses of gRPC that the proxy counts as failures, by number and, in newer metrics, by name. */
export const GRPC_FAILURES = ['2', '4', '7', '13', '14', '15'];
const GRPC_NAMES: Readonly<Record<string, string>> = {
  UNKNOWN: '2',
  DEADLINE_EXCEEDED: '4',
  PERMISSION_DENIED: '7',
  INTERNAL: '13',
  UNAVAILABLE: '14',
  DATA_LOSS: '15',
};

export const GRPC_FAILURE_NAMES = Object.keys(GRPC_NAMES);

interface Outcome {
  readonly httpStatus?: string;
  readonly grpcStatus?: string;
  readonly error?: string;
}

/** Why a response failed that the proxy classified as a failure. */
export function failureReason(outcome: Outcome): string {
  const { httpStatus = '', grpcStatus = '', error } = outcome;
  const said = reasonOfError(error);
  if (said) return said;
  const status = GRPC_NAMES[grpcStatus] ?? grpcStatus;
  if (GRPC_FAILURES.includes(status)) {
    return REASON_OF_GRPC[status] ?? 'grpc-error';
  }
  if (httpStatus === '504') return 'timeout';
  return /^5..$/.test(httpStatus) ? 'server-error' : 'other';
}
