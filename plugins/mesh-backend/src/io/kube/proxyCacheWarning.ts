import type { Config } from '@backstage/config';
import { text, type Text } from '@meshport/plugin-mesh-common';

/**
 * Why the portal's configuration makes its Kubernetes proxy leak, or undefined where it
 * does not. The Kubernetes plugin (0.21) makes a proxy object and a server listener anew
 * per cluster whenever its cache entry ends, by default every minute, and never frees
 * them.
 */
export function proxyCacheWarning(config: Config): Text | undefined {
  if (config.has('kubernetes.proxy.middlewareCache')) return undefined;
  return text('setup.proxy-cache');
}
