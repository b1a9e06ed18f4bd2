import type { Permission } from '@backstage/plugin-permission-common';
import { z } from 'zod';
import { preflightSchema } from '../model/preflight';
import {
  requestDetailsSchema,
  requestStateSchema,
  requestSummarySchema,
} from '../model/request';
import { requestFormSchema, requestKindSchema } from '../model/requestForm';
import {
  meshRequestApprovePermission,
  meshRequestCreatePermission,
  meshRequestReadPermission,
} from '../permissions';

/** One route about requests; those that change something are POST, with a JSON body. */
export interface RequestRoute<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly summary: string;
  readonly permission: Permission;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly response: Response;
}

function route<
  Params extends z.ZodType,
  Query extends z.ZodType,
  Body extends z.ZodType,
  Response extends z.ZodType,
>(
  value: RequestRoute<Params, Query, Body, Response>,
): RequestRoute<Params, Query, Body, Response> {
  return value;
}

/** Most bytes that the body of a request has. */
export const MAX_BODY_BYTES = 256 * 1024;

const none = z.strictObject({});

/** What people write in their own words. */
const words = z.string().trim().max(4000);

const byId = z.strictObject({ id: z.string().max(64) });

const filing = {
  form: requestFormSchema,
  /** For whoever decides. */
  reason: words.min(1),
  /** Of the preflight that was looked at. */
  hash: z.string().max(64),
  /** Ids of the checks whose warnings are accepted. */
  accepts: z.array(z.string().max(100)).max(100).default([]),
};

function command<Body extends z.ZodType>(
  name: string,
  summary: string,
  { permission, body }: { permission: Permission; body: Body },
) {
  return route({
    method: 'POST',
    path: `/v1/requests/:id/${name}`,
    summary,
    permission,
    params: byId,
    query: none,
    body,
    response: requestDetailsSchema,
  });
}

const decision = {
  permission: meshRequestApprovePermission,
  /** Without a word of explanation nobody knows what to do next. */
  body: z.strictObject({ comment: words.min(1) }),
};

const step = {
  permission: meshRequestReadPermission,
  body: z.strictObject({ comment: words.optional() }),
};

/** Repeated, or separated by commas. */
function listOf<Item extends z.ZodType>(item: Item) {
  return z.preprocess(value => {
    if (value === undefined || value === '') return undefined;
    return (Array.isArray(value) ? value : [value]).flatMap(given =>
      typeof given === 'string' ? given.split(',') : [given],
    );
  }, z.array(item).max(20).optional());
}

/** The part of the HTTP API with which things are asked for, decided and followed. */
export const requestContract = {
  preflight: route({
    method: 'POST',
    path: '/v1/preflight',
    summary: 'What a request would change, and what speaks against it',
    permission: meshRequestCreatePermission,
    params: none,
    query: none,
    body: z.strictObject({ form: requestFormSchema }),
    response: preflightSchema,
  }),
  fileRequest: route({
    method: 'POST',
    path: '/v1/requests',
    summary: 'Ask for exactly the changes of a preflight',
    permission: meshRequestCreatePermission,
    params: none,
    query: none,
    body: z.strictObject({
      ...filing,
      /** Id of the request that this one takes back. */
      undoes: z.string().max(64).optional(),
    }),
    response: requestDetailsSchema,
  }),
  listRequests: route({
    method: 'GET',
    path: '/v1/requests',
    summary: 'Requests, the newest first',
    permission: meshRequestReadPermission,
    params: none,
    query: z.strictObject({
      /** `mine`: filed by the caller; `to-decide`: pending, and the caller may decide. */
      view: z.enum(['all', 'mine', 'to-decide']).default('all'),
      state: listOf(requestStateSchema),
      kind: listOf(requestKindSchema),
      cursor: z.string().max(2000).optional(),
      limit: z.coerce.number().int().min(1).max(100).default(50),
    }),
    body: none,
    response: z.object({
      items: z.array(requestSummarySchema),
      nextCursor: z.string().optional(),
    }),
  }),
  getRequest: route({
    method: 'GET',
    path: '/v1/requests/:id',
    summary: 'One request, and what the caller may do with it',
    permission: meshRequestReadPermission,
    params: byId,
    query: none,
    body: none,
    response: requestDetailsSchema,
  }),
  approveRequest: command('approve', 'Approve exactly these changes', {
    permission: meshRequestApprovePermission,
    body: z.strictObject({
      hash: z.string().max(64),
      comment: words.optional(),
    }),
  }),
  rejectRequest: command('reject', 'Reject it for good', decision),
  askForChanges: command(
    'ask-for-changes',
    'Ask the requester to change it',
    decision,
  ),
  resubmitRequest: command('resubmit', 'Ask again, with changes', {
    permission: meshRequestCreatePermission,
    body: z.strictObject(filing),
  }),
  withdrawRequest: command('withdraw', 'Take back what one asked for', step),
  commentOnRequest: command('comment', 'Say something about it', {
    permission: meshRequestReadPermission,
    body: decision.body,
  }),
  recheckRequest: command('recheck', 'Work out its changes anew', step),
  continueRequest: command('continue', 'Let go on what waits', step),
  pauseRequest: command('pause', 'Stop before the next step', step),
  retryRequest: command('retry', 'Try again what failed', step),
} as const;

/** The routes about requests, by operation id. */
export type RequestContract = typeof requestContract;

/** Operation ids of the routes about requests. */
export type RequestOperation = keyof RequestContract;

/** What an operation answers. */
export type RequestResponse<Operation extends RequestOperation> = z.output<
  RequestContract[Operation]['response']
>;

/** What a caller gives to an operation: path parameters, query and body. */
export interface RequestOperationInput<Operation extends RequestOperation> {
  params: z.input<RequestContract[Operation]['params']>;
  query?: Partial<z.output<RequestContract[Operation]['query']>>;
  body?: z.input<RequestContract[Operation]['body']>;
}
