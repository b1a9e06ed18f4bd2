import type { ResourceKind } from '../kinds.ts';
import { customKinds } from './customKinds.ts';

/** Flux 2 with its source, kustomize and helm controllers. */
export const FLUX_KINDS: readonly ResourceKind[] = [
  ...customKinds('source.toolkit.fluxcd.io', {
    versions: ['v1'],
    categories: ['all', 'fluxcd', 'fluxcd-sources'],
    kinds: [
      {
        plural: 'gitrepositories',
        kind: 'GitRepository',
        shortNames: ['gitrepo'],
      },
      {
        plural: 'helmrepositories',
        kind: 'HelmRepository',
        shortNames: ['helmrepo'],
      },
      { plural: 'helmcharts', kind: 'HelmChart', shortNames: ['hc'] },
      {
        plural: 'ocirepositories',
        kind: 'OCIRepository',
        shortNames: ['ocirepo'],
      },
      { plural: 'buckets', kind: 'Bucket' },
      {
        plural: 'externalartifacts',
        kind: 'ExternalArtifact',
        shortNames: ['ea'],
      },
    ],
  }),
  ...customKinds('kustomize.toolkit.fluxcd.io', {
    versions: ['v1'],
    categories: ['all', 'fluxcd', 'fluxcd-appliers'],
    kinds: [
      { plural: 'kustomizations', kind: 'Kustomization', shortNames: ['ks'] },
    ],
  }),
  ...customKinds('helm.toolkit.fluxcd.io', {
    versions: ['v2'],
    categories: ['all', 'fluxcd', 'fluxcd-appliers'],
    kinds: [
      { plural: 'helmreleases', kind: 'HelmRelease', shortNames: ['hr'] },
    ],
  }),
];
