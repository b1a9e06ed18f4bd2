import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse } from 'yaml';
import type { JsonObject } from '../KubeObject.ts';
import { isJsonObject } from '../KubeObject.ts';
import { badRequest, invalid, StatusError } from '../StatusError.ts';
import type { Account } from './accounts.ts';
import { decodeProtobuf, ProtobufError } from './protobuf.ts';
import { negotiate, type Representation } from './negotiation.ts';

/** A request that is authenticated, with what its headers and query mean. */
export interface ApiRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  account: Account;
  /** Field manager of writes. */
  manager: string;
  dryRun: boolean;
  /** Media type of the body, without parameters. */
  contentType: string;
  representation: Representation;
  accept: string | undefined;
  /** Host and port that the client addressed. */
  host: string;
  incoming: IncomingMessage;
  response: ServerResponse;
}

/** A JSON answer; watches answer by themselves. */
export interface Reply {
  code: number;
  body: JsonObject;
  contentType?: string;
}

export function readRequest(options: {
  incoming: IncomingMessage;
  response: ServerResponse;
  url: URL;
  account: Account;
}): ApiRequest {
  const { incoming, response, url, account } = options;
  const { headers, method = 'GET' } = incoming;
  return {
    method,
    path: url.pathname,
    query: url.searchParams,
    account,
    manager: fieldManager(url.searchParams, headers['user-agent']),
    dryRun: false,
    contentType: (headers['content-type'] ?? '').split(';')[0].trim(),
    representation: negotiate(headers.accept),
    accept: headers.accept,
    host: headers.host ?? '',
    incoming,
    response,
  };
}

/** The name that a write is recorded under: what the client says, else the first word of its User-Agent. */
function fieldManager(
  query: URLSearchParams,
  userAgent: string | undefined,
): string {
  return query.get('fieldManager') || userAgent?.split('/')[0] || 'unknown';
}

/** `dryRun=All` from the query or the delete options; other values are refused (422). */
export function parseDryRun(
  values: readonly unknown[],
  optionsKind: string,
): boolean {
  if (values.every(value => value === 'All')) return values.length > 0;
  throw invalid({
    group: 'meta.k8s.io',
    kind: optionsKind,
    name: '',
    problems: [
      {
        field: 'dryRun',
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(
          values,
        )}: supported values: "All"`,
      },
    ],
  });
}

/** Largest request body, as etcd limits it on a real server. */
const MAX_BODY_BYTES = 3 * 1024 * 1024;

export async function readBody(incoming: IncomingMessage): Promise<string> {
  return (await readBytes(incoming)).toString('utf8');
}

async function readBytes(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > MAX_BODY_BYTES) {
      throw new StatusError({
        code: 413,
        reason: 'RequestEntityTooLarge',
        message: `Request entity too large: limit is ${MAX_BODY_BYTES}`,
      });
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks);
}

const PROTOBUF = 'application/vnd.kubernetes.protobuf';

const OBJECT_TYPES: ReadonlySet<string> = new Set([
  '',
  'application/json',
  'application/yaml',
]);

/** The object in the body of a create or update; `kindName` is what the URL promises. */
export async function readObject(
  request: ApiRequest,
  kindName: string,
): Promise<JsonObject> {
  if (request.contentType === PROTOBUF) {
    return readProtobuf(await readBytes(request.incoming));
  }
  if (!OBJECT_TYPES.has(request.contentType)) {
    throw unsupportedBody('the body of the request was in an unknown format');
  }
  const text = await readBody(request.incoming);
  const value = parseText(text, request.contentType, why =>
    badRequest(
      `the object provided is unrecognized (must be of type ${kindName}): couldn't get version/kind; json parse error: ${why}`,
    ),
  );
  if (isJsonObject(value)) return value;
  throw badRequest(
    `the object provided is unrecognized (must be of type ${kindName})`,
  );
}

function readProtobuf(bytes: Buffer): JsonObject {
  try {
    return decodeProtobuf(bytes);
  } catch (error) {
    if (error instanceof ProtobufError) throw unsupportedBody(error.message);
    throw error;
  }
}

function unsupportedBody(why: string): StatusError {
  return new StatusError({
    code: 415,
    reason: 'UnsupportedMediaType',
    message: `${why} - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf`,
  });
}

/** A JSON or YAML text; `fail` makes the error when it is neither. */
export function parseText(
  text: string,
  contentType: string,
  fail: (why: string) => StatusError,
): unknown {
  try {
    const value: unknown = contentType.endsWith('yaml')
      ? parse(text)
      : JSON.parse(text);
    return value;
  } catch (error) {
    throw fail(error instanceof Error ? error.message : String(error));
  }
}
