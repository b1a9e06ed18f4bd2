import { failureReason } from './outcome';

describe('why a response through linkerd-proxy failed', () => {
  it.each([
    [{ httpStatus: '500' }, 'server-error'],
    [{ httpStatus: '504' }, 'timeout'],
    [{ httpStatus: '200', grpcStatus: '14' }, 'grpc-error'],
    [{ httpStatus: '200', grpcStatus: '4' }, 'timeout'],
    [{ httpStatus: '200', grpcStatus: 'PERMISSION_DENIED' }, 'denied'],
    [{ httpStatus: '503', error: 'UNAVAILABLE' }, 'no-healthy-upstream'],
    [{ error: 'REQUEST_TIMEOUT' }, 'timeout'],
    [{ error: 'FAIL_FAST' }, 'no-healthy-upstream'],
    [{ error: 'LOAD_SHED' }, 'circuit-breaker'],
    [{ error: 'IO' }, 'connection-lost'],
    [{ error: 'connection refused' }, 'upstream-unreachable'],
    [{ error: 'ECONNRESET' }, 'connection-lost'],
    [{ error: 'unexpected' }, 'other'],
    [{}, 'other'],
  ])('%j: %s', (outcome, reason) => {
    expect(failureReason(outcome)).toBe(reason);
  });
});
