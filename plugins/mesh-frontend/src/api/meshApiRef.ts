import { createApiRef } from '@backstage/frontend-plugin-api';
import type { MeshClient } from '@meshport/plugin-mesh-common';

/** The HTTP API of the mesh plugin, as the pages see it. */
export const meshApiRef = createApiRef<MeshClient>().with({
  id: 'plugin.mesh.client',
  pluginId: 'mesh',
});
