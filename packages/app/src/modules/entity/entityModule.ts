import { createFrontendModule } from '@backstage/frontend-plugin-api';
import { EntityContentLayoutBlueprint } from '@backstage/plugin-catalog-react/alpha';

/** Replaces the layout of the overview of entities by one that suits phones. */
export const entityModule = createFrontendModule({
  pluginId: 'catalog',
  extensions: [
    EntityContentLayoutBlueprint.make({
      name: 'meshport',
      params: {
        loader: () =>
          import('./EntityOverviewLayout').then(m => m.EntityOverviewLayout),
      },
    }),
  ],
});
