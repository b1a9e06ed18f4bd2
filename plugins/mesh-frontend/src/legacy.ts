import { convertLegacyRouteRef } from '@backstage/core-compat-api';
import {
  createApiFactory,
  createComponentExtension,
  createPlugin,
  createRoutableExtension,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/core-plugin-api';
import { createMeshClient } from '@meshport/plugin-mesh-common';
import { meshApiRef } from './api/meshApiRef';
import {
  clustersRouteRef,
  exportsRouteRef,
  graphRouteRef,
  linksRouteRef,
  namespacesRouteRef,
  requestsRouteRef,
  rootRouteRef,
  servicesRouteRef,
  setupRouteRef,
} from './routes';

const routes = {
  root: convertLegacyRouteRef(rootRouteRef),
  services: convertLegacyRouteRef(servicesRouteRef),
  namespaces: convertLegacyRouteRef(namespacesRouteRef),
  graph: convertLegacyRouteRef(graphRouteRef),
  clusters: convertLegacyRouteRef(clustersRouteRef),
  exports: convertLegacyRouteRef(exportsRouteRef),
  links: convertLegacyRouteRef(linksRouteRef),
  requests: convertLegacyRouteRef(requestsRouteRef),
  setup: convertLegacyRouteRef(setupRouteRef),
};

/** The mesh plugin for apps on the old frontend system. */
export const meshPlugin = createPlugin({
  id: 'mesh',
  routes,
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
      lazy: () => import('./legacy/pages').then(m => m.LegacyMeshCard),
    },
  }),
);

/** The card "Golden metrics" for an entity page of the old frontend system. */
export const EntityGoldenMetricsCard = meshPlugin.provide(
  createComponentExtension({
    name: 'EntityGoldenMetricsCard',
    component: {
      lazy: () => import('./legacy/pages').then(m => m.LegacyGoldenMetricsCard),
    },
  }),
);

/** The card "Dependencies" for an entity page of the old frontend system. */
export const EntityDependenciesCard = meshPlugin.provide(
  createComponentExtension({
    name: 'EntityDependenciesCard',
    component: {
      lazy: () => import('./legacy/pages').then(m => m.LegacyDependenciesCard),
    },
  }),
);

/** The tab "Mesh" for an entity page of the old frontend system. */
export const EntityMeshContent = meshPlugin.provide(
  createComponentExtension({
    name: 'EntityMeshContent',
    component: {
      lazy: () => import('./legacy/pages').then(m => m.LegacyMeshContent),
    },
  }),
);

/** Which mesh runs where; for the route `/mesh`. */
export const MeshOverviewPage = meshPlugin.provide(
  createRoutableExtension({
    name: 'MeshOverviewPage',
    mountPoint: routes.root,
    component: () => import('./legacy/pages').then(m => m.LegacyOverviewPage),
  }),
);

/** All services, and one of them; for the route `/mesh/services`. */
export const MeshServicesPage = meshPlugin.provide(
  createRoutableExtension({
    name: 'MeshServicesPage',
    mountPoint: routes.services,
    component: () => import('./legacy/pages').then(m => m.LegacyServicesPage),
  }),
);

/** All namespaces, and one of them; for the route `/mesh/namespaces`. */
export const MeshNamespacesPage = meshPlugin.provide(
  createRoutableExtension({
    name: 'MeshNamespacesPage',
    mountPoint: routes.namespaces,
    component: () => import('./legacy/pages').then(m => m.LegacyNamespacesPage),
  }),
);

/** Who calls whom; for the route `/mesh/graph`. */
export const MeshGraphPage = meshPlugin.provide(
  createRoutableExtension({
    name: 'MeshGraphPage',
    mountPoint: routes.graph,
    component: () => import('./legacy/pages').then(m => m.LegacyGraphPage),
  }),
);

/** All clusters, and one of them; for the route `/mesh/clusters`. */
export const MeshClustersPage = meshPlugin.provide(
  createRoutableExtension({
    name: 'MeshClustersPage',
    mountPoint: routes.clusters,
    component: () => import('./legacy/pages').then(m => m.LegacyClustersPage),
  }),
);

/** What clusters offer to others; for the route `/mesh/exports`. */
export const MeshExportsPage = meshPlugin.provide(
  createRoutableExtension({
    name: 'MeshExportsPage',
    mountPoint: routes.exports,
    component: () => import('./legacy/pages').then(m => m.LegacyExportsPage),
  }),
);

/** How clusters are connected; for the route `/mesh/links`. */
export const MeshLinksPage = meshPlugin.provide(
  createRoutableExtension({
    name: 'MeshLinksPage',
    mountPoint: routes.links,
    component: () => import('./legacy/pages').then(m => m.LegacyLinksPage),
  }),
);

/** What was asked for, decided and done; for the route `/mesh/requests`. */
export const MeshRequestsPage = meshPlugin.provide(
  createRoutableExtension({
    name: 'MeshRequestsPage',
    mountPoint: routes.requests,
    component: () => import('./legacy/pages').then(m => m.LegacyRequestsPage),
  }),
);

/** How well the clusters can be read; for the route `/mesh/setup`. */
export const MeshSetupPage = meshPlugin.provide(
  createRoutableExtension({
    name: 'MeshSetupPage',
    mountPoint: routes.setup,
    component: () => import('./legacy/pages').then(m => m.LegacySetupPage),
  }),
);

export { meshApiRef } from './api/meshApiRef';
export { meshTranslationRef, meshSentencesTranslationRef } from './translation';
