import { isTrue } from './listOptions.ts';

/** What a URL under `/api` or `/apis` asks for, before anything is known about the kinds served. */
export interface ResourceRequest {
  group: string;
  version: string;
  plural: string;
  namespace?: string;
  name?: string;
  subresource?: string;
}

export type RequestTarget =
  | { type: 'resource'; resource: ResourceRequest }
  | { type: 'path'; path: string };

/** `/apis/apps/v1/namespaces/web/deployments/shop/scale` and its shorter relatives; everything else is a plain path. */
export function parsePath(path: string): RequestTarget {
  const parts = path
    .split('/')
    .filter(p => p !== '')
    .map(decodeURIComponent);
  const core = parts[0] === 'api';
  const plain: RequestTarget = { type: 'path', path };
  if (!core && parts[0] !== 'apis') return plain;
  const [group, version] = core ? ['', parts[1]] : [parts[1], parts[2]];
  const rest = parts.slice(core ? 2 : 3);
  if (!version || rest.length === 0) return plain;
  return {
    type: 'resource',
    resource: { group, version, ...objectPath(rest) },
  };
}

/** Subresources of a namespace itself; any other word behind its name is a kind in it. */
const NAMESPACE_SUBRESOURCES: ReadonlySet<string> = new Set([
  'status',
  'finalize',
]);

function objectPath(
  parts: readonly string[],
): Pick<ResourceRequest, 'plural' | 'namespace' | 'name' | 'subresource'> {
  const [first, second, third, name, subresource] = parts;
  if (first === 'namespaces' && third && !NAMESPACE_SUBRESOURCES.has(third)) {
    return { namespace: second, plural: third, name, subresource };
  }
  return { plural: first, name: second, subresource: third };
}

/** The verb that RBAC knows this request by. */
export function verbOf(options: {
  method: string;
  named: boolean;
  watch: boolean;
}): string {
  const { method, named, watch } = options;
  switch (method) {
    case 'POST':
      return 'create';
    case 'PUT':
      return 'update';
    case 'PATCH':
      return 'patch';
    case 'DELETE':
      return named ? 'delete' : 'deletecollection';
    default:
      if (watch) return 'watch';
      return named ? 'get' : 'list';
  }
}

/** What a request is about, in few words whatever the names: `watch pods`, `get namespaces/status`, `GET /version`. */
export function describeRequest(method: string, url: URL): string {
  const parsed = parsePath(url.pathname);
  if (parsed.type === 'path') return `${method} ${parsed.path}`;
  const { plural, name, subresource } = parsed.resource;
  const watch = isTrue(url.searchParams.get('watch'));
  const verb = verbOf({ method, named: name !== undefined, watch });
  return `${verb} ${subresource ? `${plural}/${subresource}` : plural}`;
}
