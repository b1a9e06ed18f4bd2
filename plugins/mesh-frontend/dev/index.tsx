import { createDevApp } from '@backstage/frontend-dev-utils';
import {
  createFrontendPlugin,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import DashboardIcon from '@mui/icons-material/Dashboard';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import { rootRouteRef } from './routes';

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

createDevApp({
  features: [
    catalogPlugin,
    createFrontendPlugin({ pluginId: 'states', extensions: [statesPage] }),
  ],
});
