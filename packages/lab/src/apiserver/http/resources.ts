import type { KubeObject } from '../KubeObject.ts';
import { qualifiedName } from '../StatusError.ts';
import type { Reply, ApiRequest } from './ApiRequest.ts';
import { parseListOptions } from './listOptions.ts';
import { listPage } from './listing.ts';
import {
  createObject,
  deleteCollection,
  deleteObject,
  existing,
  replaceObject,
  type NamedTarget,
  type Target,
} from './mutations.ts';
import { patchObject } from './patches.ts';
import { scaleOf } from './objectForms.ts';
import { renderList, renderObject, type Rendering } from './render.ts';
import { successStatus } from './respond.ts';
import { methodNotAllowed } from './routeErrors.ts';
import type { Store } from '../Store.ts';

/** Answers a request on a collection, other than a watch. */
export async function answerCollection(
  store: Store,
  request: ApiRequest,
  target: Target,
): Promise<Reply> {
  const rendering = renderingOf(store, request, target);
  const { resource, namespace, kind } = target;
  if (request.method === 'POST') {
    const object = await createObject(store, request, target);
    return { code: 201, body: renderObject(object, rendering) };
  }
  if (request.method !== 'GET' && request.method !== 'DELETE') {
    throw methodNotAllowed();
  }
  const options = parseListOptions(request.query, kind);
  const page = listPage(store, { resource, namespace }, options);
  if (request.method === 'DELETE') {
    const objects = page.items;
    await deleteCollection({ store, request, target, objects });
  }
  return { code: 200, body: renderList(page, rendering) };
}

/** Answers a request on one object or one of its subresources. */
export async function answerObject(
  store: Store,
  request: ApiRequest,
  target: NamedTarget,
): Promise<Reply> {
  switch (request.method) {
    case 'GET':
      return reply(existing(store, target));
    case 'PUT':
      return reply(await replaceObject(store, request, target));
    case 'PATCH':
      return answerPatch();
    case 'DELETE':
      if (target.subresource) throw methodNotAllowed();
      return answerDeletion();
    default:
      throw methodNotAllowed();
  }

  function reply(object: KubeObject): Reply {
    if (target.subresource === 'scale') {
      return { code: 200, body: scaleOf(object) };
    }
    const rendering = renderingOf(store, request, target);
    return { code: 200, body: renderObject(object, rendering) };
  }

  async function answerPatch(): Promise<Reply> {
    const { object, created } = await patchObject(store, request, target);
    return { ...reply(object), code: created ? 201 : 200 };
  }

  async function answerDeletion(): Promise<Reply> {
    const { object, gone } = await deleteObject(store, request, target);
    // A real server answers with the object while it is still there, and always for pods.
    const isPod = qualifiedName(target.kind) === 'pods';
    if (!gone || isPod) return reply(object);
    const { name, uid } = object.metadata;
    const { group, plural } = target.kind;
    const details = { name, ...(group ? { group } : {}), kind: plural, uid };
    return { code: 200, body: successStatus(details) };
  }
}

export function renderingOf(
  store: Store,
  request: ApiRequest,
  target: Target,
): Rendering {
  const include = request.query.get('includeObject');
  return {
    kind: target.kind,
    version: target.version,
    form: request.representation.form,
    include: include === 'None' || include === 'Object' ? include : 'Metadata',
    clock: store.clock,
  };
}
