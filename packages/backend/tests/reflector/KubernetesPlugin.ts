import { createBackend } from '@backstage/backend-defaults';
import {
  coreServices,
  createBackendModule,
  createBackendPlugin,
  type AuthService,
  type DiscoveryService,
} from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import {
  kubernetesClusterSupplierExtensionPoint,
  type ClusterDetails,
} from '@backstage/plugin-kubernetes-node';
import { findFreePorts } from '../../../../scripts/processes/ports';

/** A running backend with the Kubernetes plugin, and what the plugin `mesh` would get of it. */
export interface KubernetesPlugin {
  readonly auth: AuthService;
  readonly discovery: DiscoveryService;
  /** What the supplier answers from now on; a function may throw. */
  supply(clusters: () => readonly ClusterDetails[]): void;
  stop(): Promise<void>;
}

function config(port: number) {
  const url = `http://127.0.0.1:${port}`;
  return {
    app: { baseUrl: url },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      database: { client: 'better-sqlite3', connection: ':memory:' },
    },
    kubernetes: {
      serviceLocatorMethod: { type: 'multiTenant' },
      clusterLocatorMethods: [],
      proxy: {
        middlewareCache: { ttl: { milliseconds: 86_400_000 }, maxSize: 1000 },
      },
    },
  };
}

/**
 * The real plugin in a real backend with real service-to-service authentication and the
 * default middlewares: its compression is what keeps a watch back.
 */
export async function startKubernetesPlugin(options: {
  withProxyModule: boolean;
}): Promise<KubernetesPlugin> {
  const [port] = await findFreePorts(1);
  const backend = createBackend();
  let supplied: () => readonly ClusterDetails[] = () => [];
  const services = new Promise<Pick<KubernetesPlugin, 'auth' | 'discovery'>>(
    resolve => {
      backend.add(
        createBackendPlugin({
          pluginId: 'mesh',
          register(env) {
            const { auth, discovery } = coreServices;
            const deps = { auth, discovery };
            env.registerInit({ deps, init: async found => resolve(found) });
          },
        }),
      );
    },
  );
  backend.add(mockServices.rootConfig.factory({ data: config(port) }));
  backend.add(mockServices.rootLogger.factory({ level: 'none' }));
  backend.add(import('@backstage/plugin-kubernetes-backend'));
  if (options.withProxyModule) {
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
            const getClusters = async () => [...supplied()];
            point.addClusterSupplier({ getClusters });
          },
        });
      },
    }),
  );
  await backend.start();
  return {
    ...(await services),
    supply: clusters => {
      supplied = clusters;
    },
    stop: () => backend.stop(),
  };
}
