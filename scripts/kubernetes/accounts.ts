import { generateKeyPair } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** An account of the API server's static token file. */
export interface KubeUser {
  name: string;
  /** Bearer token. */
  token: string;
  groups?: readonly string[];
}

const PRIVATE = { mode: 0o600 };

/** The static token file, and the key pair with which ServiceAccount tokens are signed and checked. */
export async function writeAccounts(
  directory: string,
  users: readonly KubeUser[],
): Promise<void> {
  const { privateKey, publicKey } = await promisify(generateKeyPair)('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  const lines = users.map(
    ({ name, token, groups = [] }) =>
      `${token},${name},${name}-uid,"${groups.join(',')}"\n`,
  );
  const write = (name: string, text: string) =>
    writeFile(join(directory, name), text, PRIVATE);
  await write('service-account.key', privateKey);
  await write('service-account.pub', publicKey);
  await write('tokens.csv', lines.join(''));
}

/** A kubeconfig with one context; written as JSON, which is YAML. */
export async function writeKubeconfig(
  path: string,
  to: { cluster: string; url: string; ca: string; token: string },
): Promise<void> {
  const name = to.cluster;
  const server = to.url;
  const authority = Buffer.from(to.ca).toString('base64');
  const kubeconfig = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name, cluster: { server, 'certificate-authority-data': authority } },
    ],
    users: [{ name: 'user', user: { token: to.token } }],
    contexts: [{ name, context: { cluster: name, user: 'user' } }],
    'current-context': name,
  };
  await writeFile(path, JSON.stringify(kubeconfig, null, 2), PRIVATE);
}
