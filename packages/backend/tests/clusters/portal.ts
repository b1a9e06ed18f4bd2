import { readFile } from 'node:fs/promises';
import { createBackend } from '@backstage/backend-defaults';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  kubernetesClusterSupplierExtensionPoint,
  type ClusterDetails,
} from '@backstage/plugin-kubernetes-node';
import { createMeshPlugin } from '../../../../plugins/mesh-backend/src/plugin';

/** In place of the minute after which an installation reads its list of clusters again. */
const CLUSTER_LIST_INTERVAL = 3_000;

/** The portal's backend, without its pages, over the clusters that the file CLUSTERS_FILE lists at the time of asking. */
const backend = createBackend();

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('../../src/permissionPolicy'));
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@meshport/plugin-kubernetes-backend-module-mesh'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(
  createMeshPlugin({ timing: { clusterListInterval: CLUSTER_LIST_INTERVAL } }),
);
backend.add(
  createBackendModule({
    pluginId: 'kubernetes',
    moduleId: 'clusters-of-the-test',
    register(env) {
      env.registerInit({
        deps: { point: kubernetesClusterSupplierExtensionPoint },
        async init({ point }) {
          point.addClusterSupplier({
            async getClusters(): Promise<ClusterDetails[]> {
              const file = process.env.CLUSTERS_FILE ?? '';
              return JSON.parse(await readFile(file, 'utf8'));
            },
          });
        },
      });
    },
  }),
);

backend.start();
