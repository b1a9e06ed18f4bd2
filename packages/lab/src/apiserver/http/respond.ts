import type { ServerResponse } from 'node:http';
import { stringify } from 'yaml';
import type { JsonObject } from '../KubeObject.ts';
import type { StatusError } from '../StatusError.ts';
import type { Reply } from './ApiRequest.ts';
import type { Encoding } from './negotiation.ts';

/** How an answer is written down. */
export interface Writing {
  encoding: Encoding;
  /** For people who read it in a terminal. */
  pretty: boolean;
}

const PRETTY_CLIENTS = /^(curl|Wget|Mozilla\/5\.0)/;

export function isForPeople(
  userAgent: string | undefined,
  query: URLSearchParams,
): boolean {
  const asked = query.get('pretty');
  if (asked !== null) return asked === '1' || asked === 'true';
  return PRETTY_CLIENTS.test(userAgent ?? '');
}

export function sendReply(
  response: ServerResponse,
  reply: Reply,
  writing: Writing,
): void {
  const { encoding, pretty } = writing;
  const text =
    encoding === 'yaml'
      ? stringify(reply.body)
      : `${JSON.stringify(reply.body, undefined, pretty ? 2 : undefined)}\n`;
  const type = reply.contentType ?? `application/${encoding}`;
  sendText(response, { code: reply.code, type, text });
}

export function sendStatus(response: ServerResponse, error: StatusError): void {
  const text = `${JSON.stringify(error.body)}\n`;
  sendText(response, { code: error.code, type: 'application/json', text });
}

export function sendText(
  response: ServerResponse,
  answer: { code: number; type: string; text: string },
): void {
  const bytes = Buffer.from(answer.text);
  response.writeHead(answer.code, {
    'Cache-Control': 'no-cache, private',
    'Content-Type': answer.type,
    'Content-Length': bytes.length,
  });
  response.end(bytes);
}

/** `{ kind: 'Status', status: 'Success' }`, the answer to a deletion. */
export function successStatus(details: JsonObject): JsonObject {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details,
  };
}
