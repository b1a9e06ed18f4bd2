import { readFile } from 'node:fs/promises';
import { createBackend } from '@backstage/backend-defaults';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  kubernetesClusterSupplierExtensionPoint,
  type ClusterDetails,
} from '@backstage/plugin-kubernetes-node';

/**
 * A backend with nothing but the Kubernetes plugin. Its clusters are what the file
 * CLUSTERS_FILE says at the time of asking; without the file there is no list.
 */
const backend = createBackend();
backend.add(import('@backstage/plugin-kubernetes-backend'));
if (process.env.WITH_PROXY_MODULE) {
  backend.add(import('@meshport/plugin-kubernetes-backend-module-mesh'));
}
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
