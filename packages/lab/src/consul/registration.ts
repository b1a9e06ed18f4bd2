import type { Store } from '../apiserver/Store.ts';
import type { Pod, Service } from '../controllers/objects.ts';
import { serviceSelects } from '../controllers/selectors.ts';
import { CONNECT_INIT } from './connectInit.ts';
import { PREFIX } from './podSettings.ts';

/**
 * The init container in which an injected pod waits while nothing registers it: the endpoints controller registers
 * pods by the Services that select them, but for those with `service-ignore`.
 */
export function waitsForRegistration(
  pod: Pod,
  store: Store,
): string | undefined {
  const inits = pod.spec.initContainers ?? [];
  if (!inits.some(container => container.name === CONNECT_INIT))
    return undefined;
  if (isInitialized(pod)) return undefined;
  const { namespace, labels } = pod.metadata;
  const registered = store
    .list<Service>('services', { namespace })
    .items.some(
      service =>
        service.metadata.labels?.[`${PREFIX}/service-ignore`] !== 'true' &&
        serviceSelects(service.spec.selector, labels),
    );
  return registered ? undefined : CONNECT_INIT;
}

/** Init containers that have ended do not start again when the Service goes. */
function isInitialized({ status }: Pod): boolean {
  return (
    status?.conditions?.some(
      condition =>
        condition.type === 'Initialized' && condition.status === 'True',
    ) ?? false
  );
}
