import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { GraphNode } from '@meshport/plugin-mesh-common';
import { serviceRouteRef } from '../routes';

/** Where an end of calls leads: to its entity, else to its own page, else nowhere. */
export function useEndPage(): (node: GraphNode) => string | undefined {
  const entityRoute = useRouteRef(entityRouteRef);
  const serviceRoute = useRouteRef(serviceRouteRef);
  return ({ kind, entityRef, set, namespace, name }) => {
    if (entityRef && entityRoute) return entityRoute(parseEntityRef(entityRef));
    return kind === 'service' && set && namespace && name
      ? serviceRoute?.({ set, namespace, name })
      : undefined;
  };
}
