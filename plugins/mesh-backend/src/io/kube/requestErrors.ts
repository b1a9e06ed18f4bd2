/** No API server answered. Carries no headers, addresses or bodies: it may be shown. */
export class UnreachableError extends Error {
  readonly name = 'UnreachableError';

  /**
   * @param how - what failed: the connection to the API server (`refused`,
   * `certificate`, `connection`), or already the way to it (`portal`)
   * @param detail - an error code such as `ECONNRESET`, '' where there is none
   */
  constructor(
    readonly how: 'refused' | 'certificate' | 'connection' | 'portal',
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`No API server answered: ${how} ${detail}`.trim(), options);
  }
}

/** Nothing, or not everything, came in time. */
export class NoAnswerError extends Error {
  readonly name = 'NoAnswerError';

  constructor(readonly milliseconds: number) {
    super(`No complete answer within ${milliseconds} ms`);
  }
}

/** The API server answered, but not with 200; or a watch carried such an answer. */
export class HttpStatusError extends Error {
  readonly name = 'HttpStatusError';

  /**
   * @param reason - `reason` of the Status object, '' where there is none
   * @param user - the account that a 403 names, where it does
   */
  constructor(
    readonly status: number,
    readonly reason: string,
    readonly user: string,
  ) {
    super(`The API server answered ${status} ${reason}`.trim());
  }
}

/** The answer is not what an API server sends. */
export class GarbageError extends Error {
  readonly name = 'GarbageError';
}

/** The stream ended in the middle of a line. */
export class CutStreamError extends Error {
  readonly name = 'CutStreamError';

  constructor() {
    super('The stream ended in the middle of a line');
  }
}

/** More than we are ready to hold in memory. */
export class TooLargeError extends Error {
  readonly name = 'TooLargeError';

  constructor(readonly bytes: number) {
    super(`More than ${bytes} bytes`);
  }
}

const USER = /\bUser "([^"]{1,253})"/;
const REASON = /^[A-Za-z]{1,40}$/;

/**
 * From a Status object, or whatever stands in its place. Its free text is not kept: only
 * a `reason` that is a word, and the account that RBAC's message names.
 */
export function httpStatusError(
  status: number,
  body: unknown,
): HttpStatusError {
  const { reason, message } =
    typeof body === 'object' && body !== null
      ? (body as { reason?: unknown; message?: unknown })
      : { reason: undefined, message: undefined };
  const user = typeof message === 'string' ? USER.exec(message)?.[1] : '';
  const word = typeof reason === 'string' && REASON.test(reason) ? reason : '';
  return new HttpStatusError(status, word, user ?? '');
}
