import type { HttpAuthService } from '@backstage/backend-plugin-api';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { meshContract, type MeshOperation } from '@meshport/plugin-mesh-common';
import type { Request, Response, Router } from 'express';
import PromiseRouter from 'express-promise-router';
import { contentHash, textHash } from '../core/contentHash';
import type { MeshAnswers, MeshRead, MeshReads } from '../service/MeshReads';
import type { Access, Authorize } from './authorize';
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

/** A validated request of somebody who may see something. */
interface Admitted<Operation extends MeshOperation> {
  readonly operation: Operation;
  readonly request: MeshRead<Operation>;
  readonly access: Access;
}

/** Validates the request and authorizes the caller; throws where one does not hold. */
async function admit<Operation extends MeshOperation>(
  operation: Operation,
  { httpAuth, authorize }: RouterOptions,
  req: Request,
): Promise<Admitted<Operation>> {
  const route = meshContract[operation];
  const credentials = await httpAuth.credentials(req, {
    allow: ['user', 'service'],
  });
  const params = readRequest(route.params, req.params, 'params');
  const query = readRequest(route.query, req.query, 'query');
  const access = await authorize(route.permission, credentials);
  if (access.denied) throw denial(operation);
  const { reader } = access;
  // The operation's own schemas read params and query; the compiler cannot follow that.
  const request = { params, query, reader } as MeshRead<Operation>;
  return { operation, request, access };
}

/**
 * The tag of the answer, as far as it can be told without building it: only for who may
 * read everything. A tag that changed with what somebody may not see would tell of it.
 */
function tagInAdvance(
  { operation, request, access }: Admitted<MeshOperation>,
  reads: MeshReads,
): string | undefined {
  if (!access.reader.readsAll) return undefined;
  const state = reads.stateHash(operation);
  if (state === undefined) return undefined;
  const { params, query } = request;
  return entityTag(contentHash([state, operation, params, query, access.key]));
}

/** Answers one operation: compares the tag before the body is built, where that can be. */
async function answer<Operation extends MeshOperation>(
  operation: Operation,
  options: RouterOptions,
  { req, res }: { req: Request; res: Response },
): Promise<void> {
  const admitted = await admit(operation, options, req);
  const known = req.header('if-none-match');
  const notModified = (tag: string) => {
    res.set('ETag', tag).status(304).end();
  };
  res.set('Cache-Control', 'private, no-cache');
  res.vary('Authorization');
  const early = tagInAdvance(admitted, options.reads);
  if (early !== undefined && matchesEntityTag(known, early)) {
    notModified(early);
    return;
  }
  const answers: MeshAnswers = options.reads;
  const answered = await answers[operation](admitted.request);
  if (answered === undefined) throw nothingToSee(operation);
  const body = JSON.stringify(answered);
  const tag = early ?? entityTag(textHash(body));
  if (early === undefined && matchesEntityTag(known, tag)) {
    notModified(tag);
    return;
  }
  // Only now: a tag that an error had would turn the same error into a 304.
  res.set('ETag', tag).type('json').send(body);
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
