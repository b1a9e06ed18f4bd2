import type { Change } from '../apiserver/History.ts';
import type { KubeObject, OwnerReference } from '../apiserver/KubeObject.ts';
import type { ObjectRef } from '../apiserver/kinds.ts';
import type { Store } from '../apiserver/Store.ts';
import type { Cancel, Scheduling } from '../simulation/Timeline.ts';
import type { EventRecorder } from './EventRecorder.ts';

/** What every controller works with. */
export interface ControllerContext {
  store: Store;
  timeline: Scheduling;
  events: EventRecorder;
}

export interface ReconcileResult {
  /** Look again after this many milliseconds, even if nothing changes. */
  againAfter?: number;
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

/** Milliseconds between a change and the controllers' answer to it. */
const REACTION = 15;

const FIRST_RETRY = 200;
const LONGEST_RETRY = 15_000;

/**
 * Runs the controllers on every change of the store, for as long as the timeline goes on. A reconcile that throws
 * is told to `onError` and tried again with growing delays.
 */
export function runControllers(
  controllers: readonly Controller[],
  context: ControllerContext,
  onError: (error: unknown, controller: string, ref: ObjectRef) => void,
): void {
  const looks = new Map<string, { at: number; cancel: Cancel }>();
  const failures = new Map<string, number>();
  const { store, timeline } = context;

  /** At most one look per object is due; the earliest wins, as a look asks for the next one itself. */
  function enqueue(
    controller: Controller,
    ref: ObjectRef,
    delay = REACTION,
  ): void {
    // The garbage collector looks at every kind, and objects of different kinds may share a name.
    const id = `${controller.name} ${ref.resource} ${ref.namespace ?? ''}/${
      ref.name
    }`;
    const at = timeline.now().getTime() + delay;
    const planned = looks.get(id);
    if (planned && planned.at <= at) return;
    planned?.cancel();
    const cancel = timeline.after(delay, () => {
      looks.delete(id);
      attempt(controller, ref, id);
    });
    looks.set(id, { at, cancel });
  }

  function attempt(controller: Controller, ref: ObjectRef, id: string): void {
    try {
      const result = controller.reconcile(ref, context);
      failures.delete(id);
      if (result?.againAfter !== undefined)
        enqueue(controller, ref, Math.max(1, result.againAfter));
    } catch (error) {
      const count = (failures.get(id) ?? 0) + 1;
      failures.set(id, count);
      onError(error, controller.name, ref);
      enqueue(
        controller,
        ref,
        Math.min(FIRST_RETRY * 2 ** count, LONGEST_RETRY),
      );
    }
  }

  store.watch(change => {
    for (const controller of controllers) {
      for (const ref of controller.concerns(change, context))
        enqueue(controller, ref);
    }
  });
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
