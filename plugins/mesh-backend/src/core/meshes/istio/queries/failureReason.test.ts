import { failureReason, reasonOfFlags } from './failureReason';

describe('why a request through Envoy failed', () => {
  it.each([
    [{ code: '503', flags: '-' }, 'server-error'],
    [{ code: '503', flags: 'UH' }, 'no-healthy-upstream'],
    [{ code: '503', flags: 'UF' }, 'upstream-unreachable'],
    [{ code: '503', flags: 'UF,URX' }, 'upstream-unreachable'],
    [{ code: '503', flags: 'URX' }, 'retries-exhausted'],
    [{ code: '504', flags: 'UT' }, 'timeout'],
    [{ code: '503', flags: 'UO' }, 'circuit-breaker'],
    [{ code: '503', flags: 'NC' }, 'no-route'],
    [{ code: '0', flags: 'DC' }, 'connection-lost'],
    [{ code: '0', flags: '-' }, 'connection-lost'],
    [{ code: '500' }, 'server-error'],
    [{ code: '200', grpcStatus: '14' }, 'grpc-error'],
    [{ code: '200', grpcStatus: '4' }, 'timeout'],
    [{ code: '200', grpcStatus: '14', flags: 'UH' }, 'no-healthy-upstream'],
    [{ code: '200', grpcStatus: '5' }, undefined],
    [{ code: '200', grpcStatus: '0' }, undefined],
    [{ code: '404', flags: 'NR' }, 'no-route'],
    [{ code: '404', flags: '-' }, undefined],
    [{ code: '403' }, undefined],
    [{}, undefined],
  ])('%j: %s', (outcome, reason) => {
    expect(failureReason(outcome)).toBe(reason);
  });

  it.each([
    ['DENY', 'denied'],
    ['TLS_FAILURE', 'tls-failure'],
    ['IDENTITY_ERROR', 'identity-error'],
    ['CONNECT', 'upstream-unreachable'],
    ['-', undefined],
    [undefined, undefined],
  ])('ztunnel says %s: %s', (flags, reason) => {
    expect(reasonOfFlags(flags)).toBe(reason);
  });
});
