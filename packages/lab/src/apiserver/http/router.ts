import { isJsonObject, type JsonObject } from '../KubeObject.ts';
import {
  resourceId,
  type KindRegistry,
  type ResourceKind,
  type Subresource,
} from '../kinds.ts';
import type { Store } from '../Store.ts';
import {
  accessDenied,
  checkPath,
  isAllowed,
  type Account,
  type Attributes,
} from './accounts.ts';
import { readObject, type ApiRequest, type Reply } from './ApiRequest.ts';
import {
  AGGREGATED_TYPE,
  aggregatedDiscovery,
  apiGroup,
  apiGroupList,
  apiResourceList,
  apiVersions,
  versionsOf,
  wantsAggregated,
} from './discovery.ts';
import { isTrue } from './listOptions.ts';
import type { NamedTarget, Target } from './mutations.ts';
import {
  OPENAPI_V2_TYPE,
  openApiDocument,
  openApiIndex,
  openApiV2Document,
} from './openapi.ts';
import { parsePath, verbOf, type ResourceRequest } from './requestInfo.ts';
import { answerCollection, answerObject } from './resources.ts';
import { answerReview } from './reviews.ts';
import { findReview } from './reviewKinds.ts';
import { methodNotAllowed, unknownResource } from './routeErrors.ts';

export interface Routes {
  store: Store;
  accounts: readonly Account[];
  /** Answer to `/version`. */
  version: JsonObject;
  /** Ids of kinds that the portal's accounts are forbidden to read. */
  forbiddenKinds(): readonly string[];
  /** Takes over the response. */
  watch(request: ApiRequest, target: Target): void;
}

export type RouteAnswer =
  | { type: 'reply'; reply: Reply }
  | { type: 'text'; text: string; contentType?: string }
  | { type: 'streaming' }
  | { type: 'unknown-path' };

/** Authorizes a request and answers it; throws StatusError. */
export async function route(
  routes: Routes,
  request: ApiRequest,
): Promise<RouteAnswer> {
  const parsed = parsePath(request.path);
  if (parsed.type === 'path') return answerPath(routes, request);
  const { resource } = parsed;
  authorize(routes, request, resource);
  const review = findReview(resource);
  if (review) {
    if (request.method !== 'POST') throw methodNotAllowed();
    const body = await readObject(request, review.kind);
    const { group } = resource;
    const { account } = request;
    const { accounts } = routes;
    return json(201, answerReview({ review, group, body, account, accounts }));
  }
  const { kinds } = routes.store;
  if (!versionsOf(kinds, resource.group).includes(resource.version)) {
    return { type: 'unknown-path' };
  }
  const target = findTarget(kinds, resource);
  if (target.name !== undefined) {
    const named: NamedTarget = { ...target, name: target.name };
    const reply = await answerObject(routes.store, request, named);
    return { type: 'reply', reply };
  }
  if (request.method === 'GET' && isTrue(request.query.get('watch'))) {
    routes.watch(request, target);
    return { type: 'streaming' };
  }
  const reply = await answerCollection(routes.store, request, target);
  return { type: 'reply', reply };
}

function authorize(
  routes: Routes,
  request: ApiRequest,
  resource: ResourceRequest,
): void {
  const { method, query, account } = request;
  const { group, plural, subresource, name } = resource;
  // RBAC looks at a namespace as an object in itself.
  const namespace =
    group === '' && plural === 'namespaces' ? name : resource.namespace;
  const watch = isTrue(query.get('watch'));
  const verb = verbOf({ method, named: name !== undefined, watch });
  const attributes: Attributes = {
    verb,
    group,
    resource: plural,
    subresource,
    namespace,
    name,
  };
  const reads = verb === 'get' || verb === 'list' || verb === 'watch';
  const faulty =
    account.portal === true &&
    reads &&
    routes.forbiddenKinds().includes(resourceId({ group, plural }));
  if (faulty || !isAllowed(account, attributes)) {
    throw accessDenied(account, attributes);
  }
}

function findTarget(kinds: KindRegistry, resource: ResourceRequest): Target {
  const { group, version, plural, namespace, name, subresource } = resource;
  const kind = kinds.find({ group, version, plural });
  if (!kind) throw unknownResource();
  // Of a kind in namespaces, one object is only found through its namespace.
  if (kind.namespaced && name && !namespace) throw unknownResource();
  if (!kind.namespaced && namespace) throw unknownResource();
  const id = resourceId(kind);
  const target = { kind, resource: id, version, namespace, name };
  if (subresource === undefined) return target;
  return { ...target, subresource: knownSubresource(kind, subresource) };
}

function knownSubresource(kind: ResourceKind, name: string): Subresource {
  const known = kind.subresources?.find(s => s === name);
  if (!known) throw unknownResource();
  return known;
}

const HEALTH_PATHS: ReadonlySet<string> = new Set([
  '/healthz',
  '/livez',
  '/readyz',
]);

function answerPath(routes: Routes, request: ApiRequest): RouteAnswer {
  checkPath(request.account, request.path);
  const { kinds } = routes.store;
  const path = request.path.replace(/\/+$/, '') || '/';
  if (request.method !== 'GET') return { type: 'unknown-path' };
  if (HEALTH_PATHS.has(path)) return { type: 'text', text: 'ok' };
  if (path === '/version') return json(200, routes.version);
  if (path === '/openapi/v2')
    return {
      type: 'text',
      text: openApiV2Document(),
      contentType: OPENAPI_V2_TYPE,
    };
  if (path === '/openapi/v3') return json(200, openApiIndex(kinds));
  if (path.startsWith('/openapi/v3/')) {
    const name = path.slice('/openapi/v3/'.length);
    return jsonIfAny(openApiDocument(kinds, name));
  }
  return answerDiscovery(kinds, request, path);
}

function answerDiscovery(
  kinds: KindRegistry,
  request: ApiRequest,
  path: string,
): RouteAnswer {
  const [, root, ...rest] = path.split('/');
  if (rest.length === 0 && wantsAggregated(request.accept)) {
    if (root === 'api' || root === 'apis') {
      const body = aggregatedDiscovery(kinds, { core: root === 'api' });
      const reply = { code: 200, body, contentType: AGGREGATED_TYPE };
      return { type: 'reply', reply };
    }
  }
  if (root === 'api') {
    if (rest.length === 0) return json(200, apiVersions(request.host));
    return jsonIfAny(apiResourceList(kinds, '', rest[0]));
  }
  if (root !== 'apis') return { type: 'unknown-path' };
  const [group, version] = rest;
  if (group === undefined) return json(200, apiGroupList(kinds));
  if (version === undefined) return jsonIfAny(apiGroup(kinds, group));
  return jsonIfAny(apiResourceList(kinds, group, version));
}

function json(code: number, body: JsonObject): RouteAnswer {
  return { type: 'reply', reply: { code, body } };
}

function jsonIfAny(body: JsonObject | undefined): RouteAnswer {
  return isJsonObject(body) ? json(200, body) : { type: 'unknown-path' };
}
