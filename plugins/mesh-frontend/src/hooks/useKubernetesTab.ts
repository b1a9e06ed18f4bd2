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
import {
  ANNOTATION_KUBERNETES_ID,
  ANNOTATION_KUBERNETES_LABEL_SELECTOR,
} from '@meshport/plugin-mesh-common';

/** The tab of the Kubernetes plugin, where the app has it. */
const KUBERNETES_CONTENT = 'entity-content:kubernetes/kubernetes';

/** The tab is on the pages of entities with one of these. */
const ANNOTATIONS = [
  ANNOTATION_KUBERNETES_ID,
  ANNOTATION_KUBERNETES_LABEL_SELECTOR,
];

/**
 * Where the Kubernetes plugin shows pods, logs and events of the entity around; undefined
 * where the app or the entity has no such tab, and in apps on the old frontend system,
 * which cannot be asked what they have.
 */
export function useKubernetesTab(): string | undefined {
  const { entity } = useEntity();
  const entityRoute = useRouteRef(entityRouteRef);
  const path = useApiHolder()
    .get(appTreeApiRef)
    ?.getTree()
    .tree.nodes.get(KUBERNETES_CONTENT)
    ?.instance?.getData(coreExtensionData.routePath);
  const annotations = entity.metadata.annotations ?? {};
  if (!path || !entityRoute) return undefined;
  return ANNOTATIONS.some(annotation => annotations[annotation])
    ? `${entityRoute(entityRouteParams(entity))}${path}`
    : undefined;
}
