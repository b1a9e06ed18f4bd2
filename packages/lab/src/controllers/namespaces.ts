import type { JsonObject } from '../apiserver/KubeObject.ts';
import { resourceId } from '../apiserver/kinds.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Controller, ControllerContext } from './Controller.ts';
import { refOf } from './Controller.ts';

const manager = 'kube-controller-manager';

/** Gives a namespace what every namespace has (`certificate`: the API server's CA), and empties it when it is deleted. */
export const namespaceController = (certificate: string): Controller => ({
  name: 'namespace-controller',
  *concerns(change) {
    if (change.resource === 'namespaces')
      yield refOf('namespaces', change.object);
    const { namespace } = change.object.metadata;
    if (change.type === 'DELETED' && namespace)
      yield { resource: 'namespaces', name: namespace };
  },
  reconcile(ref, context) {
    const namespace = context.store.get(ref);
    if (!namespace) return;
    if (namespace.metadata.deletionTimestamp) empty(ref.name, context);
    else furnish(ref.name, certificate, context.store);
  },
});

function furnish(namespace: string, certificate: string, store: Store): void {
  const account = { resource: 'serviceaccounts', namespace, name: 'default' };
  if (!store.get(account)) {
    const metadata = { name: 'default', namespace };
    store.create(
      account.resource,
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
      { manager },
    );
  }
  ensureConfigMap(store, {
    namespace,
    name: 'kube-root-ca.crt',
    data: { 'ca.crt': certificate },
    manager,
  });
}

/** Creates a ConfigMap that some component keeps in every namespace. */
export function ensureConfigMap(
  store: Store,
  options: {
    namespace: string;
    name: string;
    data: Record<string, string>;
    labels?: Record<string, string>;
    manager: string;
  },
): void {
  const { namespace, name, data, labels } = options;
  const ref = { resource: 'configmaps', namespace, name };
  if (store.get(ref)) return;
  const metadata = { name, namespace, ...(labels ? { labels } : {}) };
  store.create(
    ref.resource,
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data },
    { manager: options.manager },
  );
}

function empty(namespace: string, { store }: ControllerContext): void {
  let left = 0;
  for (const kind of store.kinds.all()) {
    if (!kind.namespaced) continue;
    const resource = resourceId(kind);
    for (const object of store.list(resource, { namespace }).items) {
      const remains = object.metadata.deletionTimestamp
        ? object
        : store.delete(refOf(resource, object));
      if (remains) left += 1;
    }
  }
  if (left > 0) return;
  store.modify(
    { resource: 'namespaces', name: namespace },
    copy => {
      copy.spec = { ...(copy.spec as JsonObject), finalizers: [] };
    },
    { manager },
  );
}
