import type { Store } from '../apiserver/Store.ts';
import type { Controller } from '../controllers/Controller.ts';
import { refOf } from '../controllers/Controller.ts';
import { ensureConfigMap } from '../controllers/namespaces.ts';

/** istiod keeps its root certificate (PEM) in every namespace, where sidecars mount it. */
export const rootCertificateController = (certificate: string): Controller => ({
  name: 'istiod-root-certificates',
  *concerns(change, { store }) {
    if (change.type !== 'ADDED') return;
    if (change.resource === 'namespaces')
      yield refOf('namespaces', change.object);
    if (
      change.resource === 'services' &&
      change.object.metadata.labels?.app === 'istiod'
    ) {
      for (const namespace of store.list('namespaces').items)
        yield refOf('namespaces', namespace);
    }
  },
  reconcile(ref, { store }) {
    const namespace = store.get(ref);
    if (!namespace || namespace.metadata.deletionTimestamp || !hasIstiod(store))
      return;
    ensureConfigMap(store, {
      namespace: ref.name,
      name: 'istio-ca-root-cert',
      data: { 'root-cert.pem': certificate },
      labels: { 'istio.io/config': 'true' },
      manager: 'pilot-discovery',
    });
  },
});

function hasIstiod(store: Store): boolean {
  return store
    .list('services')
    .items.some(service => service.metadata.labels?.app === 'istiod');
}
