import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  createCertificate,
  isUsable,
  type ServerCertificate,
} from './certificates.ts';
import { newSignInSecrets, type SignInSecrets } from '../oidc/signInSecrets.ts';
import { writePrivately } from './privateFiles.ts';

export interface Tokens {
  /** The portal's account: reads everything. */
  reader: string;
  /** The account of `.lab/kubeconfig`: may do everything. */
  admin: string;
  /** The portal's other account, for what was approved: writes, and is used for nothing else. */
  writer: string;
}

export interface Credentials {
  certificate: ServerCertificate;
  /** By cluster. */
  tokens: Record<string, Tokens>;
  signIn: SignInSecrets;
  /** Of the portal at the forge: reads, pushes, opens pull requests. */
  forge: string;
}

/**
 * Certificate, tokens and secrets are made at the first start and kept, so that kubeconfigs in use and a portal that
 * is running survive a restart of the lab. A file that cannot be read is replaced.
 */
export async function loadCredentials(
  directory: string,
  clusters: readonly string[],
  now: Date,
): Promise<Credentials> {
  const file = join(directory, 'credentials.json');
  const kept = readKept(file);
  const usable = kept?.certificate && isUsable(kept.certificate, now);
  const certificate =
    usable && kept?.certificate
      ? kept.certificate
      : await createCertificate(now);
  const tokens = Object.fromEntries(
    clusters.map(cluster => [
      cluster,
      {
        reader: newToken(),
        admin: newToken(),
        writer: newToken(),
        ...kept?.tokens?.[cluster],
      },
    ]),
  );
  const signIn = kept?.signIn ?? newSignInSecrets();
  const forge = kept?.forge ?? newToken();
  const credentials = { certificate, tokens, signIn, forge };
  writePrivately(file, JSON.stringify(credentials, null, 2));
  return credentials;
}

function readKept(file: string): Partial<Credentials> | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Credentials>;
  } catch (error) {
    // Half written, for example by a full disk: new credentials are as good.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function newToken(): string {
  return randomBytes(24).toString('base64url');
}
