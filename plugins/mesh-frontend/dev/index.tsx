import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import DashboardIcon from '@mui/icons-material/Dashboard';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import {
  graphStatesRouteRef,
  largeGraphRouteRef,
  rootRouteRef,
} from './routes';

const statesPage = PageBlueprint.make({
  params: {
    path: '/',
    title: 'States',
    icon: <DashboardIcon fontSize="inherit" />,
    routeRef: rootRouteRef,
    loader: () =>
      import('./StatesPage').then(({ StatesPage }) => <StatesPage />),
  },
});

const graphStatesPage = PageBlueprint.make({
  name: 'dependencies',
  params: {
    path: '/dependencies',
    title: 'Dependencies',
    icon: <DashboardIcon fontSize="inherit" />,
    routeRef: graphStatesRouteRef,
    loader: () =>
      import('./GraphStatesPage').then(({ GraphStatesPage }) => (
        <GraphStatesPage />
      )),
  },
});

const largeGraphPage = PageBlueprint.make({
  name: 'large-graph',
  params: {
    path: '/large-graph',
    title: 'Large graph',
    icon: <DashboardIcon fontSize="inherit" />,
    routeRef: largeGraphRouteRef,
    loader: () =>
      import('./GraphStatesPage').then(({ LargeGraphPage }) => (
        <LargeGraphPage />
      )),
  },
});

createDevApp({
  features: [
    catalogPlugin,
    createFrontendPlugin({
      pluginId: 'states',
      extensions: [statesPage, graphStatesPage, largeGraphPage],
    }),
  ],
});
