import { forbidden, StatusError } from '../StatusError.ts';

/** A rule as RBAC writes it; `*` stands for everything. */
export interface PolicyRule {
  verbs: readonly string[];
  apiGroups: readonly string[];
  resources: readonly string[];
}

/** Who a bearer token belongs to and what they may do. */
export interface Account {
  username: string;
  uid?: string;
  groups: readonly string[];
  token: string;
  rules: readonly PolicyRule[];
  /** Accounts of the portal: the faults `expire-token` and `forbid` are about these. */
  portal?: boolean;
}

export const READ_EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['get', 'list', 'watch'], apiGroups: ['*'], resources: ['*'] },
];

export const WRITE_EVERYTHING: readonly PolicyRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
];

/** What every authenticated account may do, as bootstrapped by a real server. */
export const BASIC_RULES: readonly PolicyRule[] = [
  {
    verbs: ['create'],
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
  },
  {
    verbs: ['create'],
    apiGroups: ['authentication.k8s.io'],
    resources: ['selfsubjectreviews'],
  },
];

export const ANONYMOUS: Account = {
  username: 'system:anonymous',
  groups: ['system:unauthenticated'],
  token: '',
  rules: [],
};

/** Paths that need no account at all. */
const PUBLIC_PATHS: ReadonlySet<string> = new Set([
  '/version',
  '/healthz',
  '/livez',
  '/readyz',
]);

/** Paths of discovery, open to every authenticated account. */
const DISCOVERY_PATH = /^\/(api|apis|openapi)(\/|$)/;

export interface Attributes {
  verb: string;
  group: string;
  resource: string;
  subresource?: string;
  namespace?: string;
  name?: string;
}

export function isAllowed(account: Account, attributes: Attributes): boolean {
  const { verb, group, resource, subresource } = attributes;
  const wanted = subresource ? `${resource}/${subresource}` : resource;
  const basic = account === ANONYMOUS ? [] : BASIC_RULES;
  return [...account.rules, ...basic].some(
    rule =>
      includes(rule.verbs, verb) &&
      includes(rule.apiGroups, group) &&
      includes(rule.resources, wanted),
  );
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes('*') || list.includes(value);
}

/** The 403 of RBAC, in its words. */
export function accessDenied(
  account: Account,
  attributes: Attributes,
): StatusError {
  const { verb, group, resource, subresource, namespace, name } = attributes;
  const what = subresource ? `${resource}/${subresource}` : resource;
  const scope = namespace
    ? `in the namespace "${namespace}"`
    : 'at the cluster scope';
  return forbidden({
    resource: { group, plural: resource },
    name,
    why: `User "${account.username}" cannot ${verb} resource "${what}" in API group "${group}" ${scope}`,
  });
}

/** Throws 403 where the account may not read a path that is no resource. */
export function checkPath(account: Account, path: string): void {
  const clean = path.replace(/\/+$/, '') || '/';
  if (PUBLIC_PATHS.has(clean)) return;
  const known = account !== ANONYMOUS;
  if (known && DISCOVERY_PATH.test(path)) return;
  if (known && account.rules.some(rule => rule.verbs.includes('*'))) return;
  throw new StatusError({
    code: 403,
    reason: 'Forbidden',
    message: `forbidden: User "${account.username}" cannot get path "${path}"`,
    details: {},
  });
}
