import type { Store } from '../../apiserver/Store.ts';
import { selects } from '../../controllers/selectors.ts';
import type { Gateway, Listener } from './gateway.ts';

/** Whether a listener takes routes, or a waypoint takes services, from a namespace. */
export function admitsNamespace(
  store: Store,
  gateway: Gateway,
  listener: Listener | undefined,
  namespace: string | undefined,
): boolean {
  const { from = 'Same', selector } = listener?.allowedRoutes?.namespaces ?? {};
  switch (from) {
    case 'All':
      return true;
    case 'Selector': {
      const ref = { resource: 'namespaces', name: namespace ?? '' };
      return selects(selector, store.get(ref)?.metadata.labels);
    }
    default:
      return gateway.metadata.namespace === namespace;
  }
}
