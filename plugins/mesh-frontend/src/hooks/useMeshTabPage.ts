import {
  appTreeApiRef,
  coreExtensionData,
  useApiHolder,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
  useEntity,
} from '@backstage/plugin-catalog-react';

/** The tab "Mesh", under the address that the app gives it. */
const MESH_CONTENT = 'entity-content:mesh/status';

/** Where it is unless the app says otherwise, and in apps on the old frontend system. */
const USUAL_PATH = '/mesh';

/**
 * Address of a part of the tab "Mesh" of the entity around; undefined where the app has
 * no catalog.
 */
export function useMeshTabPage(
  part: 'metrics' | 'dependencies',
): string | undefined {
  const { entity } = useEntity();
  const entityRoute = useRouteRef(entityRouteRef);
  const path =
    useApiHolder()
      .get(appTreeApiRef)
      ?.getTree()
      .tree.nodes.get(MESH_CONTENT)
      ?.instance?.getData(coreExtensionData.routePath) ?? USUAL_PATH;
  return (
    entityRoute && `${entityRoute(entityRouteParams(entity))}${path}/${part}`
  );
}
