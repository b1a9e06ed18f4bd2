import { createBackendModule } from '@backstage/backend-plugin-api';
import { kubernetesRouterExtensionPoint } from '@backstage/plugin-kubernetes-node';
import Router from 'express-promise-router';
import { passStreamEnds } from './passStreamEnds';

/** Puts {@link passStreamEnds} before the proxy of the Kubernetes plugin. */
export const kubernetesProxyStreams = createBackendModule({
  pluginId: 'kubernetes',
  moduleId: 'mesh',
  register(env) {
    env.registerInit({
      deps: { router: kubernetesRouterExtensionPoint },
      async init({ router }) {
        router.addRouter(({ getDefault }) =>
          Router().use('/proxy', passStreamEnds).use(getDefault()),
        );
      },
    });
  },
});
