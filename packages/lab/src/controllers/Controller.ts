import type { Change } from '../apiserver/History.ts';
import type { KubeObject, OwnerReference } from '../apiserver/KubeObject.ts';
import type { ObjectRef } from '../apiserver/kinds.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Scheduling } from '../simulation/Timeline.ts';
import type { EventRecorder } from './EventRecorder.ts';
import { WorkQueue, type ReconcileResult } from './WorkQueue.ts';

export type { ReconcileResult };

/** What every controller works with. */
export interface ControllerContext {
  store: Store;
  timeline: Scheduling;
  events: EventRecorder;
}

/**
 * Brings one object's world to where its spec wants it. Level-triggered: `reconcile` is told which object, not
 * what happened, and must be right however often and in whatever order it is called.
 */
export interface Controller {
  readonly name: string;
  /** The objects to reconcile because of this change. */
  concerns(change: Change, context: ControllerContext): Iterable<ObjectRef>;
  reconcile(ref: ObjectRef, context: ControllerContext): ReconcileResult | void;
}

/**
 * Runs the controllers on every change of the store, for as long as the timeline goes on. A reconcile that throws
 * is told to `onError` and tried again with growing delays. Returns a function that makes one look at an object
 * because of something that is not in the store.
 */
export function runControllers(
  controllers: readonly Controller[],
  context: ControllerContext,
  onError: (error: unknown, controller: string, ref: ObjectRef) => void,
): (controller: string, ref: ObjectRef) => void {
  const queue = new WorkQueue(context.timeline);
  const look = (controller: Controller, ref: ObjectRef) => {
    const { resource, namespace = '', name } = ref;
    queue.add({
      // The garbage collector looks at every kind, and objects of different kinds may share a name.
      id: `${controller.name} ${resource} ${namespace}/${name}`,
      run: () => controller.reconcile(ref, context),
      onError: error => onError(error, controller.name, ref),
    });
  };
  context.store.watch(change => {
    for (const controller of controllers) {
      for (const ref of controller.concerns(change, context))
        look(controller, ref);
    }
  });
  return (name, ref) =>
    controllers.filter(c => c.name === name).forEach(c => look(c, ref));
}

export function refOf(resource: string, object: KubeObject): ObjectRef {
  const { namespace, name } = object.metadata;
  return { resource, namespace, name };
}

export function controllerOf(object: KubeObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find(owner => owner.controller);
}

/** The reference that a controller's dependants carry. */
export function ownedBy(owner: KubeObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The objects of a kind in the owner's namespace whose controller is the owner. */
export function dependantsOf<T extends KubeObject>(
  store: Store,
  resource: string,
  owner: KubeObject,
): T[] {
  const { namespace, uid } = owner.metadata;
  return store
    .list<T>(resource, { namespace })
    .items.filter(object => controllerOf(object)?.uid === uid);
}

/** The object itself if it is of `resource`, and the owner of that kind if one controls it. */
export function* selfOrOwner(
  change: Change,
  resource: string,
  kind: string,
): Iterable<ObjectRef> {
  const { object } = change;
  if (change.resource === resource) {
    yield refOf(resource, object);
    return;
  }
  for (const owner of [
    controllerOf(object),
    change.previous && controllerOf(change.previous),
  ]) {
    if (owner?.kind === kind) {
      yield {
        resource,
        namespace: object.metadata.namespace,
        name: owner.name,
      };
    }
  }
}
