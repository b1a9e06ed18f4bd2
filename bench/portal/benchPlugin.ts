import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { meshServiceReadPermission } from '@meshport/plugin-mesh-common';
import createPromiseRouter from 'express-promise-router';
import { readFigures, resetFigures } from './instruments.ts';

/**
 * Routes of the benchmark alone: `GET /empty`, the least that any route with a conditional permission costs in
 * Backstage, and `GET /figures`, what the process costs.
 */
export const benchPlugin = createBackendPlugin({
  pluginId: 'bench',
  register(env) {
    env.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        permissions: coreServices.permissions,
      },
      async init({ httpAuth, httpRouter, permissions }) {
        const router = createPromiseRouter();
        router.get('/empty', async (req, res) => {
          const credentials = await httpAuth.credentials(req, {
            allow: ['user', 'service'],
          });
          await permissions.authorizeConditional(
            [{ permission: meshServiceReadPermission }],
            { credentials },
          );
          res.type('json').send('{}');
        });
        router.get('/figures', (req, res) => {
          const figures = readFigures({ gc: req.query.gc === 'yes' });
          if (req.query.reset === 'yes') resetFigures();
          res.json(figures);
        });
        httpRouter.use(router);
        httpRouter.addAuthPolicy({
          path: '/figures',
          allow: 'unauthenticated',
        });
      },
    });
  },
});
