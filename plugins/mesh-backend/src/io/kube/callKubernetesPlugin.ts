import type {
  AuthService,
  DiscoveryService,
} from '@backstage/backend-plugin-api';
import { isRecord, stringAt } from './rawObject';
import { UnreachableError } from './requestErrors';

/**
 * The system's or undici's code of a failed fetch, '' where it has none: its message could
 * name addresses, and the name of its class says nothing to a reader.
 */
export function errorCode(error: unknown): string {
  for (let at = error, depth = 0; isRecord(at) && depth < 5; depth++) {
    const code = stringAt(at, 'code');
    if (code) return code;
    at = at.cause;
  }
  return '';
}

/** What a call of the Kubernetes plugin's backend needs. */
export interface KubernetesPluginServices {
  readonly auth: Pick<
    AuthService,
    'getOwnServiceCredentials' | 'getPluginRequestToken'
  >;
  readonly discovery: DiscoveryService;
}

/**
 * Asks the Kubernetes plugin's backend with this plugin's own service credentials.
 * Rejects with the signal's reason or an UnreachableError of the way to it (`portal`);
 * neither carries the token.
 */
export async function callKubernetesPlugin(
  services: KubernetesPluginServices,
  request: {
    /** Default GET. */
    readonly method?: 'GET' | 'PATCH';
    readonly path: string;
    readonly body?: string;
    readonly headers?: Record<string, string>;
    readonly signal: AbortSignal;
  },
): Promise<Response> {
  const { auth, discovery } = services;
  const { method, path, body, headers, signal } = request;
  try {
    const { token } = await auth.getPluginRequestToken({
      onBehalfOf: await auth.getOwnServiceCredentials(),
      targetPluginId: 'kubernetes',
    });
    const base = await discovery.getBaseUrl('kubernetes');
    return await fetch(`${base}${path}`, {
      method,
      body,
      headers: { ...headers, Authorization: `Bearer ${token}` },
      redirect: 'manual',
      signal,
    });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    throw new UnreachableError('portal', errorCode(error));
  }
}
