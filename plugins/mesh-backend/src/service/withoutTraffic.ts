import type { MeshOperation } from '@meshport/plugin-mesh-common';

/** What these say is the same whatever metrics stores say. */
export const WITHOUT_TRAFFIC: ReadonlySet<MeshOperation> = new Set([
  'listClusters',
  'getCluster',
  'listNamespaces',
  'getNamespace',
  'listExports',
  'listLinks',
]);
