import type { JsonObject } from '../KubeObject.ts';
import { isJsonObject } from '../KubeObject.ts';
import {
  BASIC_RULES,
  isAllowed,
  type Account,
  type Attributes,
} from './accounts.ts';
import type { ReviewKind } from './reviewKinds.ts';

const AUDIENCE = 'https://kubernetes.default.svc';

/** Answers access and token reviews from the accounts of the cluster. */
export function answerReview(options: {
  review: ReviewKind;
  group: string;
  body: JsonObject;
  account: Account;
  accounts: readonly Account[];
}): JsonObject {
  const { review, group, body, account, accounts } = options;
  const spec = isJsonObject(body.spec) ? body.spec : {};
  return {
    kind: review.kind,
    apiVersion: `${group}/v1`,
    metadata: {},
    ...(review.kind === 'SelfSubjectReview' ? {} : { spec }),
    status: statusOf({ kind: review.kind, spec, account, accounts }),
  };
}

function statusOf(options: {
  kind: string;
  spec: JsonObject;
  account: Account;
  accounts: readonly Account[];
}): JsonObject {
  const { kind, spec, account, accounts } = options;
  switch (kind) {
    case 'SelfSubjectReview':
      return { userInfo: userInfo(account) };
    case 'TokenReview':
      return tokenStatus(accounts.find(a => a.token === spec.token));
    case 'SelfSubjectRulesReview':
      return rulesStatus(account);
    case 'SubjectAccessReview':
      return accessStatus(
        accounts.find(a => a.username === spec.user),
        spec,
      );
    default:
      return accessStatus(account, spec);
  }
}

function tokenStatus(account: Account | undefined): JsonObject {
  if (!account) return { user: {}, error: 'invalid bearer token' };
  return {
    authenticated: true,
    user: userInfo(account),
    audiences: [AUDIENCE],
  };
}

function userInfo(account: Account): JsonObject {
  return {
    username: account.username,
    ...(account.uid ? { uid: account.uid } : {}),
    groups: [...account.groups, 'system:authenticated'],
  };
}

function accessStatus(
  account: Account | undefined,
  spec: JsonObject,
): JsonObject {
  const attributes = attributesOf(spec);
  const allowed =
    account !== undefined &&
    (attributes
      ? isAllowed(account, attributes)
      : account.rules.some(rule => rule.verbs.includes('*')));
  return { allowed };
}

function attributesOf(spec: JsonObject): Attributes | undefined {
  const { resourceAttributes } = spec;
  if (!isJsonObject(resourceAttributes)) return undefined;
  const text = (field: string) => {
    const value = resourceAttributes[field];
    return typeof value === 'string' ? value : '';
  };
  return {
    verb: text('verb'),
    group: text('group'),
    resource: text('resource'),
    subresource: text('subresource') || undefined,
    namespace: text('namespace') || undefined,
    name: text('name') || undefined,
  };
}

function rulesStatus(account: Account): JsonObject {
  const all = account.rules.some(rule => rule.verbs.includes('*'));
  return {
    resourceRules: [...account.rules, ...BASIC_RULES].map(rule => ({
      ...rule,
    })),
    nonResourceRules: [
      ...(all ? [{ verbs: ['*'], nonResourceURLs: ['*'] }] : []),
      {
        verbs: ['get'],
        nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version'],
      },
      {
        verbs: ['get'],
        nonResourceURLs: ['/api', '/api/*', '/apis', '/apis/*', '/openapi/*'],
      },
    ],
    incomplete: false,
  };
}
