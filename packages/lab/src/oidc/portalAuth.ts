import type { JsonObject } from '../apiserver/KubeObject.ts';
import { CLIENT_ID } from './providerConfiguration.ts';
import type { SignInSecrets } from './signInSecrets.ts';

/** The part `auth` of Backstage's configuration by which the portal signs people in at the lab's provider. */
export function portalAuth(url: string, secrets: SignInSecrets): JsonObject {
  return {
    session: { secret: secrets.sessionSecret },
    providers: {
      oidc: {
        development: {
          metadataUrl: `${url}/.well-known/openid-configuration`,
          clientId: CLIENT_ID,
          clientSecret: secrets.clientSecret,
          // Asks every time: somebody who has looked around as one person wants to be another one next.
          prompt: 'login',
          signIn: {
            resolvers: [{ resolver: 'emailMatchingUserEntityProfileEmail' }],
          },
        },
      },
    },
  };
}
