import type { Change } from '../apiserver/History.ts';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import { resourceId } from '../apiserver/kinds.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Controller, ControllerContext } from './Controller.ts';
import { refOf } from './Controller.ts';

const manager = 'kube-controller-manager';

interface Dependant {
  resource: string;
  object: KubeObject;
}

function dependants(store: Store, uid: string | undefined): Dependant[] {
  if (!uid) return [];
  return store.kinds
    .all()
    .map(resourceId)
    .flatMap(resource =>
      store.list(resource).items.map(object => ({ resource, object })),
    )
    .filter(({ object }) =>
      object.metadata.ownerReferences?.some(owner => owner.uid === uid),
    );
}

/** Removes what deleted objects owned, and finishes deletions that wait for their dependants. */
export const garbageCollector: Controller = {
  name: 'garbage-collector',
  *concerns(change, { store }) {
    const { object } = change;
    if (change.type === 'DELETED') {
      for (const dependant of dependants(store, object.metadata.uid)) {
        yield refOf(dependant.resource, dependant.object);
      }
      yield* waitingOwners(change, store);
    } else if (
      object.metadata.deletionTimestamp &&
      object.metadata.finalizers?.length
    ) {
      yield refOf(change.resource, object);
    }
  },
  reconcile(ref, context) {
    const object = context.store.get(ref);
    if (!object) return;
    const finalizers = object.metadata.finalizers ?? [];
    if (finalizers.includes('orphan'))
      orphanDependants(ref.resource, object, context);
    else if (finalizers.includes('foregroundDeletion'))
      deleteForeground(ref.resource, object, context);
    else if (
      !object.metadata.deletionTimestamp &&
      isAbandoned(object, context.store)
    )
      context.store.delete(ref);
  },
};

/** Owners in foreground deletion that may go now that this dependant has gone. */
function* waitingOwners(change: Change, store: Store) {
  for (const owner of change.object.metadata.ownerReferences ?? []) {
    const kind = store.kinds.ofObject(owner);
    if (!kind) continue;
    const { namespace } = change.object.metadata;
    const ref = {
      resource: resourceId(kind),
      ...(kind.namespaced ? { namespace } : {}),
      name: owner.name,
    };
    if (store.get(ref)?.metadata.deletionTimestamp) yield ref;
  }
}

/** Whether every owner is gone; one that still lives, or is only waiting for its dependants, counts as there. */
function isAbandoned(object: KubeObject, store: Store): boolean {
  const owners = object.metadata.ownerReferences ?? [];
  return (
    owners.length > 0 &&
    owners.every(owner => {
      const kind = store.kinds.ofObject(owner);
      if (!kind) return false;
      const { namespace } = object.metadata;
      const found = store.get({
        resource: resourceId(kind),
        ...(kind.namespaced ? { namespace } : {}),
        name: owner.name,
      });
      return found?.metadata.uid !== owner.uid;
    })
  );
}

function orphanDependants(
  resource: string,
  object: KubeObject,
  { store }: ControllerContext,
): void {
  const { uid } = object.metadata;
  for (const dependant of dependants(store, uid)) {
    store.modify(
      refOf(dependant.resource, dependant.object),
      copy => {
        copy.metadata.ownerReferences = copy.metadata.ownerReferences?.filter(
          o => o.uid !== uid,
        );
      },
      { manager },
    );
  }
  removeFinalizer(resource, object, 'orphan', store);
}

function deleteForeground(
  resource: string,
  object: KubeObject,
  { store }: ControllerContext,
): void {
  const left = dependants(store, object.metadata.uid);
  for (const dependant of left) {
    if (dependant.object.metadata.deletionTimestamp) continue;
    store.delete(refOf(dependant.resource, dependant.object), {
      propagation: 'Foreground',
    });
  }
  if (dependants(store, object.metadata.uid).length === 0) {
    removeFinalizer(resource, object, 'foregroundDeletion', store);
  }
}

function removeFinalizer(
  resource: string,
  object: KubeObject,
  finalizer: string,
  store: Store,
): void {
  store.modify(
    refOf(resource, object),
    copy => {
      copy.metadata.finalizers = copy.metadata.finalizers?.filter(
        f => f !== finalizer,
      );
    },
    { manager },
  );
}
