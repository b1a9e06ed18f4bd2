import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { ServerPermissionClient } from '@backstage/plugin-permission-node';
import { noteDecision } from './instruments.ts';

/** Backstage's permission service, which also says when it has decided. */
export const timedPermissions = createServiceFactory({
  service: coreServices.permissions,
  deps: {
    auth: coreServices.auth,
    config: coreServices.rootConfig,
    discovery: coreServices.discovery,
  },
  factory({ auth, config, discovery }) {
    const client = ServerPermissionClient.fromConfig(config, {
      auth,
      discovery,
    });
    return {
      authorize: client.authorize.bind(client),
      async authorizeConditional(requests, options) {
        const decisions = await client.authorizeConditional(requests, options);
        noteDecision();
        return decisions;
      },
    };
  },
});
