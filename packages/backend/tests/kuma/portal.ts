import { createBackend } from '@backstage/backend-defaults';

/** The portal's backend, without its pages, with one mesh more. */
const backend = createBackend();

backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-guest-provider'));
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(import('../../src/permissionPolicy'));
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(import('@meshport/plugin-kubernetes-backend-module-mesh'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@meshport/plugin-mesh-backend'));
backend.add(import('./kumaModule'));

backend.start();
