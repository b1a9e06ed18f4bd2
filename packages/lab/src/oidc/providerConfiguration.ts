import {
  interactionPolicy,
  type ClientMetadata,
  type Configuration,
  type JWK,
} from 'oidc-provider';
import { InMemoryAdapters } from './InMemoryAdapters.ts';
import type { Person } from './people.ts';
import { failurePage } from './signInPage.ts';
import type { SignInSecrets } from './signInSecrets.ts';

export const CLIENT_ID = 'meshport';

/** Where Backstage's OpenID Connect module takes the answer. */
const CALLBACK = '/api/auth/oidc/handler/frame';

const HOUR = 3600;
const DAY = 24 * HOUR;

/** In seconds. */
const LIFETIMES = {
  AccessToken: HOUR,
  AuthorizationCode: 60,
  Grant: 14 * DAY,
  IdToken: HOUR,
  Interaction: HOUR,
  RefreshToken: 14 * DAY,
  Session: 14 * DAY,
};

const SCOPES = 'openid profile email offline_access';

export const interactionPath = (uid: string) => `/sign-in/${uid}`;

/** One client, the portal; people of the catalog; the code flow with PKCE; nothing to consent to. */
export function providerConfiguration(
  people: readonly Person[],
  secrets: SignInSecrets,
): Configuration {
  const adapters = new InMemoryAdapters();
  return {
    adapter: kind => adapters.for(kind),
    clients: [portalClient(secrets)],
    // An RSA key as JSON has what a JWK of the provider needs.
    jwks: { keys: [{ ...secrets.signingKey, use: 'sig' } as JWK] },
    cookies: { keys: [secrets.cookieSecret] },
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username'],
    },
    conformIdTokenClaims: false,
    findAccount: (_context, sub) => account(people, sub),
    interactions: {
      policy: policyWithoutConsent(),
      url: (_context, { uid }) => interactionPath(uid),
    },
    features: {
      devInteractions: { enabled: false },
      revocation: {
        enabled: true,
        allowedPolicy: async (_context, client, token) =>
          token.clientId === client.clientId,
      },
    },
    pkce: { required: () => true },
    // A page that is loaded again asks for a new session with the refresh token.
    issueRefreshToken: async () => true,
    async loadExistingGrant({ oidc }) {
      const { client, provider, session } = oidc;
      if (!client || !session?.accountId) return undefined;
      const grant = new provider.Grant({
        accountId: session.accountId,
        clientId: client.clientId,
      });
      grant.addOIDCScope(SCOPES);
      await grant.save();
      return grant;
    },
    renderError(context, { error, error_description }) {
      context.type = 'html';
      context.body = failurePage(
        'Nobody is signed in',
        `${
          error_description ?? error
        }. Go back to the portal and start again there.`,
      );
    },
    ttl: LIFETIMES,
  };
}

/** Native applications would be asked every time whether they are meant: anything could listen at their address. */
function policyWithoutConsent() {
  const policy = interactionPolicy.base();
  policy.get('consent')?.checks.remove('native_client_prompt');
  return policy;
}

function portalClient({ clientSecret }: SignInSecrets): ClientMetadata {
  return {
    client_id: CLIENT_ID,
    client_secret: clientSecret,
    // Of a native application the port of a loopback address may be any: npm start takes another on demand.
    application_type: 'native',
    redirect_uris: [
      `http://localhost${CALLBACK}`,
      `http://127.0.0.1${CALLBACK}`,
    ],
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    token_endpoint_auth_method: 'client_secret_basic',
  };
}

function account(people: readonly Person[], sub: string) {
  const person = people.find(({ name }) => name === sub);
  if (!person) return undefined;
  const { name, displayName, email } = person;
  return {
    accountId: name,
    claims: () => ({
      sub: name,
      email,
      email_verified: true,
      name: displayName,
      preferred_username: name,
    }),
  };
}
