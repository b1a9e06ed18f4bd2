import { InputError } from '@backstage/errors';
import type {
  MeshRequest,
  RequestResponse,
  RequestSummary,
} from '@meshport/plugin-mesh-common';
import { z } from 'zod';
import type {
  RequestFilter,
  RequestStore,
} from '../../io/database/RequestStore';
import { resourceOf, type Caller } from './Caller';

const CHUNK = 200;

const cursorSchema = z.strictObject({ createdAt: z.string(), id: z.string() });

function afterOf(cursor: string | undefined) {
  if (cursor === undefined) return undefined;
  try {
    const text = Buffer.from(cursor, 'base64url').toString('utf8');
    return cursorSchema.parse(JSON.parse(text));
  } catch {
    throw new InputError('query.cursor: is not one that a list has given');
  }
}

function cursorOf({ createdAt, id }: MeshRequest): string {
  return Buffer.from(JSON.stringify({ createdAt, id })).toString('base64url');
}

function summaryOf(request: MeshRequest, caller: Caller): RequestSummary {
  const { id, version, kind, target, state, waitsFor, hash } = request;
  const { requestedBy, createdAt, updatedAt, expiresAt, reason } = request;
  const mine = caller.ref === requestedBy;
  return {
    ...{ id, version, kind, target, state, hash, reason },
    ...(waitsFor ? { waitsFor } : {}),
    ...{ requestedBy, createdAt, updatedAt, expiresAt },
    restarts: request.affects.restarts,
    warnings: request.preflight.warnings.length,
    mine,
    mayDecide:
      !mine &&
      caller.ref !== undefined &&
      !caller.isActedFor &&
      state === 'pending' &&
      caller.mayApprove(resourceOf(request)),
  };
}

/** The next page of what the caller may see; what may not be seen is passed over. */
export async function readRequests(
  { store }: { readonly store: RequestStore },
  caller: Caller,
  query: RequestFilter & {
    readonly view: 'all' | 'mine' | 'to-decide';
    readonly cursor?: string;
    readonly limit: number;
  },
): Promise<RequestResponse<'listRequests'>> {
  const { view, limit, cursor, ...filter } = query;
  const requestedBy = view === 'mine' ? caller.ref ?? '' : undefined;
  const found: MeshRequest[] = [];
  let after = afterOf(cursor);
  for (;;) {
    const page = { limit: CHUNK, after };
    const chunk = await store.list({ ...filter, requestedBy }, page);
    found.push(
      ...chunk.filter(
        request =>
          caller.mayRead(resourceOf(request)) &&
          (view !== 'to-decide' || summaryOf(request, caller).mayDecide),
      ),
    );
    after = chunk.at(-1);
    if (found.length > limit || chunk.length < CHUNK) break;
  }
  const items = found.slice(0, limit);
  const last = items.at(-1);
  return {
    items: items.map(request => summaryOf(request, caller)),
    ...(found.length > limit && last ? { nextCursor: cursorOf(last) } : {}),
  };
}
