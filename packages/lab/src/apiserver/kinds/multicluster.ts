import type { ResourceKind } from '../kinds.ts';
import { customKinds } from './customKinds.ts';

/** The Multi-Cluster Services API in the version that Cilium and Istio read. */
export const MULTICLUSTER_KINDS: readonly ResourceKind[] = customKinds(
  'multicluster.x-k8s.io',
  {
    versions: ['v1alpha1'],
    kinds: [
      {
        plural: 'serviceexports',
        kind: 'ServiceExport',
        shortNames: ['svcex', 'svcexport'],
      },
      {
        plural: 'serviceimports',
        kind: 'ServiceImport',
        shortNames: ['svcim', 'svcimport'],
      },
    ],
  },
);
