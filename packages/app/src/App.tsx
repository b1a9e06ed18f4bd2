import { createApp } from '@backstage/frontend-defaults';
import apiDocsPlugin from '@backstage/plugin-api-docs/alpha';
import userSettingsModule from '@backstage/plugin-app-module-user-settings';
import authPlugin from '@backstage/plugin-auth';
import catalogPlugin from '@backstage/plugin-catalog/alpha';
import catalogGraphPlugin from '@backstage/plugin-catalog-graph/alpha';
import homePlugin from '@backstage/plugin-home/alpha';
import kubernetesPlugin from '@backstage/plugin-kubernetes/alpha';
import orgPlugin from '@backstage/plugin-org/alpha';
import searchPlugin from '@backstage/plugin-search/alpha';
import signalsPlugin from '@backstage/plugin-signals/alpha';
import userSettingsPlugin from '@backstage/plugin-user-settings/alpha';
import meshPlugin from '@meshport/plugin-mesh';
import { entityModule } from './modules/entity';
import { homeModule } from './modules/home';
import { navModule } from './modules/nav';
import { signInModule } from './modules/signIn';

/**
 * The portal. Plugins are named here rather than discovered, so that this list is
 * what there is, whatever the configuration says.
 */
export const app = createApp({
  features: [
    apiDocsPlugin,
    authPlugin,
    catalogGraphPlugin,
    catalogPlugin,
    homePlugin,
    kubernetesPlugin,
    meshPlugin,
    orgPlugin,
    searchPlugin,
    signalsPlugin,
    userSettingsModule,
    userSettingsPlugin,
    entityModule,
    homeModule,
    navModule,
    signInModule,
  ],
});
