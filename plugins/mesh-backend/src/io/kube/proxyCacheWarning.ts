import type { Config } from '@backstage/config';

/**
 * Why the portal's configuration makes its Kubernetes proxy leak, or undefined where it
 * does not. The Kubernetes plugin (0.21) makes a proxy object and a server listener anew
 * per cluster whenever its cache entry ends, by default every minute, and never frees
 * them.
 */
export function proxyCacheWarning(config: Config): string | undefined {
  if (config.has('kubernetes.proxy.middlewareCache')) return undefined;
  return (
    'The configuration has no kubernetes.proxy.middlewareCache: the Kubernetes plugin then leaks memory with every cluster and minute. ' +
    'Add "kubernetes: { proxy: { middlewareCache: { ttl: { milliseconds: 86400000 }, maxSize: 1000 } } }"; maxSize must be at least the number of clusters.'
  );
}
