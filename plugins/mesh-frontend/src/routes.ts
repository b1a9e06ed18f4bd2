import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** `/mesh`: the overview, and the pages below it. */
export const rootRouteRef = createRouteRef();

export const servicesRouteRef = createRouteRef();

/** One service of one cluster set. */
export const serviceRouteRef = createSubRouteRef({
  parent: servicesRouteRef,
  path: '/:set/:namespace/:name',
});

export const namespacesRouteRef = createRouteRef();

/** One namespace of one cluster. */
export const namespaceRouteRef = createSubRouteRef({
  parent: namespacesRouteRef,
  path: '/:cluster/:namespace',
});

export const clustersRouteRef = createRouteRef();

/** One cluster. */
export const clusterRouteRef = createSubRouteRef({
  parent: clustersRouteRef,
  path: '/:cluster',
});

export const graphRouteRef = createRouteRef();

export const exportsRouteRef = createRouteRef();

export const linksRouteRef = createRouteRef();

export const setupRouteRef = createRouteRef();

export const requestsRouteRef = createRouteRef();

/** One request. */
export const requestRouteRef = createSubRouteRef({
  parent: requestsRouteRef,
  path: '/:id',
});
