import type { Controller } from '../controllers/Controller.ts';
import { refOf } from '../controllers/Controller.ts';
import { ensureConfigMap } from '../controllers/namespaces.ts';
import { isAboutIstiod, istiodsSeeing } from './istiods.ts';

/**
 * istiod keeps its root certificate (PEM) in every namespace that it sees, where sidecars mount it: a pod that is
 * injected elsewhere does not start.
 */
export const rootCertificateController = (certificate: string): Controller => ({
  name: 'istiod-root-certificates',
  *concerns(change, { store }) {
    const { resource, object, type } = change;
    if (resource === 'namespaces' && type !== 'DELETED')
      yield refOf('namespaces', object);
    if (isAboutIstiod(change)) {
      for (const namespace of store.list('namespaces').items)
        yield refOf('namespaces', namespace);
    }
  },
  reconcile(ref, { store }) {
    const namespace = store.get(ref);
    if (!namespace || namespace.metadata.deletionTimestamp) return;
    if (istiodsSeeing(store, ref.name).length === 0) return;
    ensureConfigMap(store, {
      namespace: ref.name,
      name: 'istio-ca-root-cert',
      data: { 'root-cert.pem': certificate },
      labels: { 'istio.io/config': 'true' },
      manager: 'pilot-discovery',
    });
  },
});
