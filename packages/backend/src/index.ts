import { createBackend } from '@backstage/backend-defaults';

/** The portal that `npm start` runs; also the reference for adopters. */
const backend = createBackend();

backend.add(import('@backstage/plugin-app-backend'));

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));

backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));

// Tells people of requests that wait for them, or that went on.
backend.add(import('@backstage/plugin-notifications-backend'));

backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('./permissionPolicy'));

backend.add(import('@backstage/plugin-kubernetes-backend'));
// Passes aborts and broken streams through the Kubernetes plugin's proxy.
backend.add(import('@meshport/plugin-kubernetes-backend-module-mesh'));

backend.add(import('@backstage/plugin-search-backend'));
backend.add(import('@backstage/plugin-search-backend-module-catalog'));

backend.add(import('@backstage/plugin-signals-backend'));
// Or the first browser after a start would be without signals for some seconds.
backend.add(import('./signalsFirstConnection'));
backend.add(import('@backstage/plugin-user-settings-backend'));

backend.add(import('@meshport/plugin-mesh-backend'));

backend.start().catch((error: Error) => {
  // Backstage would leave the process running without anything that answers.
  process.stderr.write(`The portal could not start.\n${error.message}\n`);
  process.exit(1);
});
