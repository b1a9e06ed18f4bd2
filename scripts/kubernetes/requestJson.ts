import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';

const TIMEOUT_MILLISECONDS = 10_000;

export interface JsonRequest {
  /** Default GET. */
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  /** Default application/json; patches have types of their own. */
  contentType?: string;
  /** Bearer token. */
  token?: string;
}

export interface JsonAnswer {
  status: number;
  /** Parsed JSON, or the text where it is none (`/readyz`). */
  body: unknown;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * One request with its whole answer. Not `fetch`: that takes no certificate authority. Rejects when there is no answer
 * within 10 s.
 */
export function requestJson(
  url: string,
  {
    method = 'GET',
    body,
    contentType,
    token,
    ca,
  }: JsonRequest & { ca?: string } = {},
): Promise<JsonAnswer> {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  const payload = body === undefined ? undefined : JSON.stringify(body);
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (payload) headers['Content-Type'] = contentType ?? 'application/json';
  if (token) headers.Authorization = `Bearer ${token}`;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      { method, headers, ca, agent: false, timeout: TIMEOUT_MILLISECONDS },
      incoming => {
        let text = '';
        incoming.setEncoding('utf8').on('data', piece => (text += piece));
        incoming.once('error', reject);
        incoming.once('end', () =>
          resolve({ status: incoming.statusCode ?? 0, body: parsed(text) }),
        );
      },
    );
    outgoing.once('timeout', () =>
      outgoing.destroy(new Error(`No answer from ${url} within 10 s`)),
    );
    outgoing.once('error', reject);
    outgoing.end(payload);
  });
}
