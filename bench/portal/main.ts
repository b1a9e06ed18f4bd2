import { createBackend } from '@backstage/backend-defaults';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { benchPlugin } from './benchPlugin.ts';
import { timeRequests } from './instruments.ts';
import { timedPermissions } from './timedPermissions.ts';

/** The backend of `npm start`, without what a benchmark does not ask, and with what it measures by. */
const backend = createBackend();

backend.add(
  rootHttpRouterServiceFactory({
    configure({ app, applyDefaults }) {
      app.use(timeRequests);
      applyDefaults();
    },
  }),
);
backend.add(timedPermissions);
backend.add(benchPlugin);

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('../../packages/backend/src/permissionPolicy'));
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@meshport/plugin-kubernetes-backend-module-mesh'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@meshport/plugin-mesh-backend'));

backend.start().catch((error: Error) => {
  process.stderr.write(`The portal could not start.\n${error.message}\n`);
  process.exit(1);
});
