import type { WatchedKind } from '@meshport/plugin-mesh-node';
import {
  type AuthorizationPolicy,
  authorizationPolicySchema,
  type Link,
  linkSchema,
  type LinkerdConfig,
  linkerdConfigSchema,
  type Server,
  type ServerAuthorization,
  serverAuthorizationSchema,
  serverSchema,
} from './schema';

/** What Linkerd was installed with; one ConfigMap, in whatever namespace it runs in. */
export const linkerdConfigKind: WatchedKind<LinkerdConfig> = {
  group: '',
  versions: ['v1'],
  plural: 'configmaps',
  kind: 'ConfigMap',
  schema: linkerdConfigSchema,
  only: { fieldSelector: 'metadata.name=linkerd-config' },
};

/** Clusters whose services are mirrored into this one. */
export const linkKind: WatchedKind<Link> = {
  group: 'multicluster.linkerd.io',
  versions: ['v1alpha3', 'v1alpha2', 'v1alpha1'],
  plural: 'links',
  kind: 'Link',
  schema: linkSchema,
  // Of the multicluster extension.
  optional: true,
};

const POLICY = 'policy.linkerd.io';

export const serverKind: WatchedKind<Server> = {
  group: POLICY,
  versions: ['v1beta3', 'v1beta2', 'v1beta1'],
  plural: 'servers',
  kind: 'Server',
  schema: serverSchema,
};

export const authorizationPolicyKind: WatchedKind<AuthorizationPolicy> = {
  group: POLICY,
  versions: ['v1alpha1'],
  plural: 'authorizationpolicies',
  kind: 'AuthorizationPolicy',
  schema: authorizationPolicySchema,
};

export const serverAuthorizationKind: WatchedKind<ServerAuthorization> = {
  group: POLICY,
  versions: ['v1beta1', 'v1alpha1'],
  plural: 'serverauthorizations',
  kind: 'ServerAuthorization',
  schema: serverAuthorizationSchema,
};
