import { createBackendModule } from '@backstage/backend-plugin-api';
import { meshExtensionPoint } from '@meshport/plugin-mesh-node';
import { kuma } from './kuma';

/** Adds a fifth mesh to the plugin from outside. */
export default createBackendModule({
  pluginId: 'mesh',
  moduleId: 'kuma',
  register(env) {
    env.registerInit({
      deps: { meshes: meshExtensionPoint },
      async init({ meshes }) {
        meshes.addMesh(kuma);
      },
    });
  },
});
