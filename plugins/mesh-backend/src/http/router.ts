import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { meshContract, type MeshOperation } from '@meshport/plugin-mesh-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { contentHash } from '../core/contentHash';
import type { MeshAnswers, MeshRead, MeshReads } from '../service/MeshReads';
import type { Authorize } from './authorize';
import { entityTag, matchesEntityTag } from './entityTag';
import { readRequest } from './readRequest';

export interface RouterOptions {
  readonly reads: MeshReads;
  readonly httpAuth: HttpAuthService;
  readonly authorize: Authorize;
}

/** One body for what does not exist and for what the caller may not see. */
function nothingToSee(operation: MeshOperation): NotFoundError {
  const permission = meshContract[operation].permission.name;
  return new NotFoundError(
    `There is nothing here that you may see. If it exists, you need the permission ${permission} for it.`,
  );
}

/** A list is there for everybody to know of, so it says what is missing. */
function denial(operation: MeshOperation): Error {
  if (meshContract[operation].path.includes(':')) {
    return nothingToSee(operation);
  }
  const permission = meshContract[operation].permission.name;
  return new NotAllowedError(
    `You need the permission ${permission} to see this.`,
  );
}

/** Answers one operation: validate, authorize, compare the tag, and only then build. */
async function answer<Operation extends MeshOperation>(
  operation: Operation,
  options: RouterOptions,
  { req, res }: { req: Request; res: Response },
): Promise<void> {
  const route = meshContract[operation];
  const credentials = await options.httpAuth.credentials(req, {
    allow: ['user', 'service'],
  });
  const params = readRequest(route.params, req.params, 'params');
  const query = readRequest(route.query, req.query, 'query');
  const access = await options.authorize(route.permission, credentials);
  if (access.denied) throw denial(operation);

  const tag = entityTag(
    contentHash([
      options.reads.stateHash(),
      operation,
      params,
      query,
      access.key,
    ]),
  );
  res.set('Cache-Control', 'private, no-cache');
  res.vary('Authorization');
  if (matchesEntityTag(req.header('if-none-match'), tag)) {
    res.set('ETag', tag).status(304).end();
    return;
  }
  const answers: MeshAnswers = options.reads;
  const { reader } = access;
  // The operation's own schemas read params and query; the compiler cannot follow that.
  const request = { params, query, reader } as MeshRead<Operation>;
  const body = answers[operation](request);
  if (body === undefined) throw nothingToSee(operation);
  // Only now: a tag that an error had would turn the same error into a 304.
  res.set('ETag', tag).json(body);
}

/** Mounts every operation of the contract. */
export function createRouter(options: RouterOptions): Router {
  const router = PromiseRouter();
  for (const operation of Object.keys(meshContract) as MeshOperation[]) {
    router.get(meshContract[operation].path, (req, res) =>
      answer(operation, options, { req, res }),
    );
  }
  return router;
}
