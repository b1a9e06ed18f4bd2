import {
  PageBlueprint,
  SubPageBlueprint,
} from '@backstage/frontend-plugin-api';
import HubOutlinedIcon from '@mui/icons-material/HubOutlined';
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
} from '../routes';

const attachTo = { id: 'page:mesh', input: 'pages' } as const;

/** `/mesh`: what the platform team looks at. */
export const meshPage = PageBlueprint.make({
  params: {
    path: '/mesh',
    title: 'Mesh',
    icon: <HubOutlinedIcon fontSize="inherit" />,
    routeRef: rootRouteRef,
  },
});

export const overviewPage = SubPageBlueprint.make({
  attachTo,
  name: 'overview',
  params: {
    path: 'overview',
    title: 'Overview',
    loader: () =>
      import('../platform/OverviewPage').then(({ OverviewPage }) => (
        <OverviewPage />
      )),
  },
});

export const servicesPage = SubPageBlueprint.make({
  attachTo,
  name: 'services',
  params: {
    path: 'services',
    title: 'Services',
    routeRef: servicesRouteRef,
    loader: () =>
      import('../platform/ServicesPage').then(({ ServicesRoutes }) => (
        <ServicesRoutes />
      )),
  },
});

export const clustersPage = SubPageBlueprint.make({
  attachTo,
  name: 'clusters',
  params: {
    path: 'clusters',
    title: 'Clusters',
    routeRef: clustersRouteRef,
    loader: () =>
      import('../platform/ClustersPage').then(({ ClustersRoutes }) => (
        <ClustersRoutes />
      )),
  },
});

export const namespacesPage = SubPageBlueprint.make({
  attachTo,
  name: 'namespaces',
  params: {
    path: 'namespaces',
    title: 'Namespaces',
    routeRef: namespacesRouteRef,
    loader: () =>
      import('../platform/NamespacesPage').then(({ NamespacesRoutes }) => (
        <NamespacesRoutes />
      )),
  },
});

export const graphPage = SubPageBlueprint.make({
  attachTo,
  name: 'graph',
  params: {
    path: 'graph',
    title: 'Graph',
    routeRef: graphRouteRef,
    loader: () =>
      import('../platform/GraphPage').then(({ GraphPage }) => <GraphPage />),
  },
});

export const exportsPage = SubPageBlueprint.make({
  attachTo,
  name: 'exports',
  params: {
    path: 'exports',
    title: 'Exports',
    routeRef: exportsRouteRef,
    loader: () =>
      import('../exports').then(({ ExportsListPage }) => <ExportsListPage />),
  },
});

export const linksPage = SubPageBlueprint.make({
  attachTo,
  name: 'links',
  params: {
    path: 'links',
    title: 'Links',
    routeRef: linksRouteRef,
    loader: () => import('../exports').then(({ LinksPage }) => <LinksPage />),
  },
});

export const requestsPage = SubPageBlueprint.make({
  attachTo,
  name: 'requests',
  params: {
    path: 'requests',
    title: 'Requests',
    routeRef: requestsRouteRef,
    loader: () =>
      import('../requests').then(({ RequestsRoutes }) => <RequestsRoutes />),
  },
});

export const setupPage = SubPageBlueprint.make({
  attachTo,
  name: 'setup',
  params: {
    path: 'setup',
    title: 'Setup',
    routeRef: setupRouteRef,
    loader: () =>
      import('../platform/SetupPage').then(({ SetupPage }) => <SetupPage />),
  },
});
