import { generateKeyPairSync, randomBytes, type webcrypto } from 'node:crypto';

/** What signing in needs to be kept over a restart, so that nobody has to sign in again. */
export interface SignInSecrets {
  /** Of the portal, by which it shows that it is the portal. */
  clientSecret: string;
  /** With which the portal signs its sessions (`auth.session.secret`). */
  sessionSecret: string;
  /** With which the provider signs its cookies. */
  cookieSecret: string;
  /** With which the provider signs its tokens: RSA, private. */
  signingKey: webcrypto.JsonWebKey;
}

export function newSignInSecrets(): SignInSecrets {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const secret = () => randomBytes(32).toString('base64url');
  return {
    clientSecret: secret(),
    sessionSecret: secret(),
    cookieSecret: secret(),
    signingKey: privateKey.export({ format: 'jwk' }),
  };
}
