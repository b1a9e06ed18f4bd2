import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createMeshClient } from '@meshport/plugin-mesh-common';
import { meshApiRef } from './api/meshApiRef';

/** The mesh plugin for apps on the old frontend system. */
export const meshPlugin = createPlugin({
  id: 'mesh',
  apis: [
    createApiFactory({
      api: meshApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        createMeshClient({ discoveryApi, fetchApi }),
    }),
  ],
});

/** The card "Mesh" for an entity page of the old frontend system. */
export const EntityMeshCard = meshPlugin.provide(
  createComponentExtension({
    name: 'EntityMeshCard',
    component: {
      lazy: () => import('./entity/MeshStatusCard').then(m => m.MeshStatusCard),
    },
  }),
);

export { meshApiRef } from './api/meshApiRef';
export { meshTranslationRef, meshSentencesTranslationRef } from './translation';
