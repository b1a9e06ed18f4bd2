import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import type { ServiceSummary } from '@meshport/plugin-mesh-common';
import { serviceRouteRef } from '../routes';

/** Where a service leads: to the entity that has it, else to its own page. */
export function useServicePage(): (
  service: Pick<ServiceSummary, 'set' | 'namespace' | 'name' | 'entityRefs'>,
) => string | undefined {
  const entityRoute = useRouteRef(entityRouteRef);
  const serviceRoute = useRouteRef(serviceRouteRef);
  return ({ set, namespace, name, entityRefs: [entityRef] }) =>
    entityRef && entityRoute
      ? entityRoute(parseEntityRef(entityRef))
      : serviceRoute?.({ set, namespace, name });
}
