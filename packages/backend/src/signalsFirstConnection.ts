import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';

const DEADLINE_MILLISECONDS = 2_000;

/** Asks for a WebSocket and does not wait for one. */
function askForUpgrade(url: string): void {
  const request = url.startsWith('https:') ? httpsRequest : httpRequest;
  const asking = request(url, {
    headers: { Connection: 'Upgrade', Upgrade: 'websocket' },
    timeout: DEADLINE_MILLISECONDS,
  });
  asking.on('timeout', () => asking.destroy());
  // What comes of it does not matter: that it arrived is all.
  asking.on('error', () => undefined);
  asking.on('response', response => response.resume());
  asking.end();
}

/**
 * The signals backend (0.3) starts to listen for WebSockets when it sees the first one, and never answers that one: a
 * browser gives it up after six seconds, without signals until then. So the portal itself makes the first.
 */
export default createBackendModule({
  pluginId: 'signals',
  moduleId: 'first-connection',
  register(env) {
    env.registerInit({
      deps: {
        discovery: coreServices.discovery,
        lifecycle: coreServices.rootLifecycle,
      },
      async init({ discovery, lifecycle }) {
        lifecycle.addStartupHook(async () => {
          askForUpgrade(await discovery.getBaseUrl('signals'));
        });
      },
    });
  },
});
