import type {
  AuditorService,
  HttpAuthService,
} from '@backstage/backend-plugin-api';
import {
  MAX_BODY_BYTES,
  requestContract,
  type RequestOperation,
  type RequestResponse,
} from '@meshport/plugin-mesh-common';
import { json, type Request, type Response, type Router } from 'express';
import PromiseRouter from 'express-promise-router';
import type { z } from 'zod';
import { textHash } from '../core/contentHash';
import type { Caller } from '../service/requests/Caller';
import type { RequestService } from '../service/requests/RequestService';
import type { AuthorizeRequests } from './authorizeRequests';
import { entityTag, matchesEntityTag } from './entityTag';
import { readRequest } from './readRequest';

export interface RequestRouterOptions {
  readonly requests: RequestService;
  readonly httpAuth: HttpAuthService;
  readonly auditor: AuditorService;
  readonly authorize: AuthorizeRequests;
}

interface Given<Operation extends RequestOperation> {
  readonly params: z.output<(typeof requestContract)[Operation]['params']>;
  readonly query: z.output<(typeof requestContract)[Operation]['query']>;
  readonly body: z.output<(typeof requestContract)[Operation]['body']>;
}

type Answers = {
  readonly [Operation in RequestOperation]: (
    caller: Caller,
    given: Given<Operation>,
  ) => Promise<RequestResponse<Operation>>;
};

function answersOf(requests: RequestService): Answers {
  const command =
    (type: Parameters<RequestService['command']>[2]['type']) =>
    (
      caller: Caller,
      given: {
        params: { id: string };
        body: { comment?: string; hash?: string };
      },
    ) =>
      requests.command(caller, given.params.id, { type, ...given.body });
  return {
    preflight: (caller, { body }) => requests.preflight(caller, body.form),
    fileRequest: (caller, { body }) => requests.file(caller, body),
    listRequests: (caller, { query: { state, kind, ...query } }) =>
      requests.list(caller, { ...query, states: state, kinds: kind }),
    getRequest: (caller, { params }) => requests.get(caller, params.id),
    approveRequest: command('approve'),
    rejectRequest: command('reject'),
    askForChanges: command('ask-for-changes'),
    resubmitRequest: (caller, { params, body }) =>
      requests.resubmit(caller, params.id, body),
    withdrawRequest: command('withdraw'),
    commentOnRequest: command('comment'),
    recheckRequest: command('recheck'),
    continueRequest: command('continue'),
    pauseRequest: command('pause'),
    retryRequest: command('retry'),
  };
}

/** Who did what, or tried to, and what became of it. */
async function audited<Result>(
  { auditor }: RequestRouterOptions,
  { operation, req }: { operation: RequestOperation; req: Request },
  work: () => Promise<Result>,
): Promise<Result> {
  const event = await auditor.createEvent({
    eventId: 'request-change',
    severityLevel: 'medium',
    request: req,
    meta: { operation, ...(req.params.id ? { id: req.params.id } : {}) },
  });
  try {
    const result = await work();
    await event.success();
    return result;
  } catch (error) {
    const cause = error instanceof Error ? error : new Error(String(error));
    await event.fail({ error: cause });
    throw error;
  }
}

async function answer<Operation extends RequestOperation>(
  operation: Operation,
  options: RequestRouterOptions,
  { req, res }: { req: Request; res: Response },
): Promise<void> {
  const route = requestContract[operation];
  const work = async () => {
    const credentials = await options.httpAuth.credentials(req, {
      allow: ['user', 'service'],
    });
    // The operation's own schemas read all three; the compiler cannot follow that.
    const given = {
      params: readRequest(route.params, req.params, 'params'),
      query: readRequest(route.query, req.query, 'query'),
      body: readRequest(route.body, req.body ?? {}, 'body'),
    } as Given<Operation>;
    const caller = await options.authorize(credentials);
    const answers: Answers = answersOf(options.requests);
    return answers[operation](caller, given);
  };
  const answered =
    route.method === 'POST'
      ? await audited(options, { operation, req }, work)
      : await work();
  res.set('Cache-Control', 'private, no-cache');
  res.vary('Authorization');
  const body = JSON.stringify(answered);
  const tag = entityTag(textHash(body));
  if (
    route.method === 'GET' &&
    matchesEntityTag(req.header('if-none-match'), tag)
  ) {
    res.set('ETag', tag).status(304).end();
    return;
  }
  if (route.method === 'GET') res.set('ETag', tag);
  res.type('json').send(body);
}

/** Mounts the routes about requests; those that change something take JSON. */
export function createRequestRouter(options: RequestRouterOptions): Router {
  const router = PromiseRouter();
  router.use(json({ limit: MAX_BODY_BYTES }));
  for (const operation of Object.keys(requestContract) as RequestOperation[]) {
    const { method, path } = requestContract[operation];
    const handle = (req: Request, res: Response) =>
      answer(operation, options, { req, res });
    if (method === 'GET') router.get(path, handle);
    else router.post(path, handle);
  }
  return router;
}
