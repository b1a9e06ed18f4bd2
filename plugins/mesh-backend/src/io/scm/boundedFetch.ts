import type { Clock } from '../clock';
import { withDeadline } from '../kube/deadline';
import { NoAnswerError } from '../kube/requestErrors';
import { SourceControlError } from './SourceControlError';

const MOST_MILLISECONDS = 20_000;
const MOST_BYTES = 64 * 1024 * 1024;

/** `ECONNREFUSED` and its kind, which fetch keeps in the cause of its error. */
function codeOf(error: unknown): string {
  const { cause, code = '' } = error as { cause?: unknown; code?: unknown };
  if (cause !== undefined && cause !== null) return codeOf(cause);
  return typeof code === 'string' ? code : '';
}

async function readBody(response: Response): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES)
      throw new SourceControlError('too-large', String(response.status));
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Fetches whole answers, in time and of a size that can be held. */
export type BoundedFetch = (
  url: string,
  init: RequestInit,
) => Promise<Response>;

/** Rejects with a SourceControlError, which names neither address nor token. */
export function boundedFetch(clock: Clock): BoundedFetch {
  return (url, init) =>
    withDeadline(
      {
        clock,
        milliseconds: MOST_MILLISECONDS,
        signal: init.signal ?? new AbortController().signal,
      },
      async signal => {
        const response = await fetch(url, { ...init, signal });
        const body = await readBody(response);
        const { status, statusText, headers } = response;
        const isEmpty = status === 204 || status === 304;
        const whole = new Response(isEmpty ? null : body, {
          status,
          statusText,
          headers,
        });
        // A Response of one's own has none, and clients look at it.
        Object.defineProperty(whole, 'url', { value: response.url });
        return whole;
      },
    ).catch(error => {
      if (error instanceof SourceControlError) throw error;
      throw error instanceof NoAnswerError
        ? new SourceControlError('no-answer', '')
        : new SourceControlError('unreachable', codeOf(error));
    });
}
