import {
  ApiBlueprint,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import { createMeshClient } from '@meshport/plugin-mesh-common';
import { meshApiRef } from '../api/meshApiRef';

export const meshApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: meshApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discoveryApi, fetchApi }) =>
        createMeshClient({ discoveryApi, fetchApi }),
    }),
});
