import type { ResourceKind } from '../kinds.ts';
import { customKinds } from './customKinds.ts';

const policy = 'policy.linkerd.io';

/** What the charts linkerd-crds and linkerd-multicluster of the edge releases of 2026 bring. */
export const LINKERD_KINDS: readonly ResourceKind[] = [
  ...customKinds(policy, {
    versions: ['v1beta3', 'v1beta2', 'v1beta1', 'v1alpha1'],
    kinds: [
      {
        plural: 'servers',
        kind: 'Server',
        shortNames: ['srv'],
        subresources: [],
      },
      { plural: 'httproutes', kind: 'HTTPRoute' },
    ],
  }),
  ...customKinds(policy, {
    versions: ['v1beta1', 'v1alpha1'],
    kinds: [
      {
        plural: 'serverauthorizations',
        kind: 'ServerAuthorization',
        shortNames: ['saz'],
        subresources: [],
      },
    ],
  }),
  ...customKinds(policy, {
    versions: ['v1alpha1'],
    kinds: [
      {
        plural: 'authorizationpolicies',
        kind: 'AuthorizationPolicy',
        subresources: [],
      },
      {
        plural: 'meshtlsauthentications',
        kind: 'MeshTLSAuthentication',
        subresources: [],
      },
      {
        plural: 'networkauthentications',
        kind: 'NetworkAuthentication',
        subresources: [],
      },
      { plural: 'egressnetworks', kind: 'EgressNetwork' },
      {
        plural: 'httplocalratelimitpolicies',
        kind: 'HTTPLocalRateLimitPolicy',
      },
    ],
  }),
  ...customKinds('linkerd.io', {
    versions: ['v1alpha2', 'v1alpha1'],
    kinds: [
      {
        plural: 'serviceprofiles',
        kind: 'ServiceProfile',
        shortNames: ['sp'],
        subresources: [],
      },
    ],
  }),
  ...customKinds('workload.linkerd.io', {
    versions: ['v1beta1', 'v1alpha1'],
    kinds: [{ plural: 'externalworkloads', kind: 'ExternalWorkload' }],
  }),
  ...customKinds('multicluster.linkerd.io', {
    versions: ['v1alpha3', 'v1alpha2', 'v1alpha1'],
    kinds: [{ plural: 'links', kind: 'Link' }],
  }),
];
