import type { StoreConfig } from '../../config/metricsConfig';

type Credentials = Pick<
  StoreConfig,
  'headers' | 'bearerToken' | 'basic' | 'tenant'
>;

function authorization({
  bearerToken,
  basic,
}: Credentials): string | undefined {
  if (bearerToken !== undefined) return `Bearer ${bearerToken}`;
  if (!basic) return undefined;
  const pair = Buffer.from(`${basic.username}:${basic.password}`);
  return `Basic ${pair.toString('base64')}`;
}

/** What is sent to a store beside the query; configured headers win. */
export function storeHeaders(store: Credentials): Record<string, string> {
  const proof = authorization(store);
  return {
    Accept: 'application/json',
    'Content-Type': 'application/x-www-form-urlencoded',
    ...(proof === undefined ? {} : { Authorization: proof }),
    ...(store.tenant === undefined ? {} : { 'X-Scope-OrgID': store.tenant }),
    ...store.headers,
  };
}

/** Every value that must not come back in a sentence, in all forms it is sent in. */
export function secretsOf(store: Credentials): string[] {
  const { bearerToken, basic, headers } = store;
  const proof = authorization(store)?.split(' ')[1];
  return [proof, bearerToken, basic?.password, ...Object.values(headers)]
    .filter(secret => secret !== undefined && secret !== '')
    .map(String);
}
