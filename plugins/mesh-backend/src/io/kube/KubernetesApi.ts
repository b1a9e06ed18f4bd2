import type { Clock } from '../clock';
import { withDeadline } from './deadline';
import type { KubernetesTransport } from './KubernetesTransport';
import { readText } from './readBody';
import { GarbageError, httpStatusError } from './requestErrors';

/** Errors are Status objects of some hundred bytes. */
const MAX_ERROR_BYTES = 64 * 1024;

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new GarbageError('The answer is not JSON', { cause });
  }
}

async function refusal(
  status: number,
  body: AsyncIterable<Uint8Array>,
): Promise<Error> {
  const answer = await readText(body, MAX_ERROR_BYTES);
  try {
    return httpStatusError(status, JSON.parse(answer));
  } catch {
    // API servers answer some errors in plain text: "404 page not found".
    return httpStatusError(status, undefined);
  }
}

/** The API server of one cluster. */
export class KubernetesApi {
  constructor(
    private readonly options: {
      readonly cluster: string;
      readonly transport: KubernetesTransport;
      readonly clock: Clock;
    },
  ) {}

  /**
   * One answer as JSON. Rejects with one of the classes of `requestErrors`, or with the
   * signal's reason.
   */
  getJson(
    path: string,
    request: {
      readonly accept?: string;
      readonly signal: AbortSignal;
      readonly deadline: number;
      readonly maxBytes: number;
      /** Told, before the answer, what the server's clock said. */
      readonly onDate?: (milliseconds: number) => void;
    },
  ): Promise<unknown> {
    const { cluster, transport, clock } = this.options;
    const { accept, signal, maxBytes } = request;
    const { deadline: milliseconds, onDate } = request;
    return withDeadline({ clock, milliseconds, signal }, async inner => {
      const options = { accept, signal: inner };
      const answer = await transport.request(cluster, path, options);
      const { status, body, date } = answer;
      if (date !== undefined) onDate?.(date);
      if (status !== 200) throw await refusal(status, body);
      return parseJson(await readText(body, maxBytes));
    });
  }

  /** The body of an answer that goes on; the caller ends it through the signal. */
  async openStream(
    path: string,
    request: { readonly accept?: string; readonly signal: AbortSignal },
  ): Promise<AsyncIterable<Uint8Array>> {
    const { cluster, transport } = this.options;
    const response = await transport.request(cluster, path, request);
    const { status, contentType, body } = response;
    if (status !== 200) throw await refusal(status, body);
    if (!contentType.includes('json')) {
      throw new GarbageError(`The stream is ${contentType || 'of no type'}`);
    }
    return body;
  }
}
