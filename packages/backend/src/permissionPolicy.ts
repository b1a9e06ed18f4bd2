import { createBackendModule } from '@backstage/backend-plugin-api';
import { policyExtensionPoint } from '@backstage/plugin-permission-node/alpha';
import { SignedInPolicy } from './SignedInPolicy';

/**
 * The portal's permission policy. A policy of your own can decide `mesh.service.read`
 * per service, with the conditions that `@meshport/plugin-mesh-node` exports.
 */
export default createBackendModule({
  pluginId: 'permission',
  moduleId: 'signed-in-policy',
  register(env) {
    env.registerInit({
      deps: { policy: policyExtensionPoint },
      async init({ policy }) {
        policy.setPolicy(new SignedInPolicy());
      },
    });
  },
});
