import { createFrontendPlugin } from '@backstage/frontend-plugin-api';
import HubOutlinedIcon from '@mui/icons-material/HubOutlined';
import { meshApi } from './extensions/apis';
import { meshContent } from './extensions/entityContents';
import {
  dependenciesCard,
  goldenMetricsCard,
  meshStatusCard,
} from './extensions/entityCards';
import {
  clustersWidget,
  needsAttentionWidget,
  yourServicesWidget,
} from './extensions/homeWidgets';
import {
  clustersPage,
  exportsPage,
  graphPage,
  linksPage,
  meshPage,
  namespacesPage,
  overviewPage,
  requestsPage,
  servicesPage,
  setupPage,
} from './extensions/pages';
import { rootRouteRef } from './routes';

/** The mesh plugin for apps on the new frontend system. */
export const meshPlugin = createFrontendPlugin({
  pluginId: 'mesh',
  title: 'Mesh',
  icon: <HubOutlinedIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: { root: rootRouteRef },
  extensions: [
    meshApi,
    meshPage,
    meshContent,
    meshStatusCard,
    goldenMetricsCard,
    dependenciesCard,
    // The order of the tabs.
    overviewPage,
    servicesPage,
    namespacesPage,
    graphPage,
    linksPage,
    exportsPage,
    requestsPage,
    clustersPage,
    setupPage,
    yourServicesWidget,
    needsAttentionWidget,
    clustersWidget,
  ],
});
