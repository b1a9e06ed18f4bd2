import { createBackendModule } from '@backstage/backend-plugin-api';
import { kubernetesRouterExtensionPoint } from '@backstage/plugin-kubernetes-node';
import Router from 'express-promise-router';
import { passStreamEnds } from './passStreamEnds';

/**
 * Puts {@link passStreamEnds} before the proxy of the Kubernetes plugin, and loads the
 * library that the proxy otherwise loads while the first request waits.
 */
export const kubernetesProxyStreams = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'mesh',
  register(env) {
    env.registerInit({
      deps: { router: kubernetesRouterExtensionPoint },
      async init({ router }) {
        // Reading its thousand files stops the process for 0.3 s and more: here nobody
        // waits for an answer yet.
        await import('@kubernetes/client-node');
        router.addRouter(({ getDefault }) =>
          Router().use('/proxy', passStreamEnds).use(getDefault()),
        );
      },
    });
  },
});
