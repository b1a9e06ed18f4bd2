import { randomUUID } from 'node:crypto';
import { ChangeFeed, type ChangeListener } from './ChangeFeed.ts';
import type { Clock } from './Clock.ts';
import { Collections, keyOfObject, sortByKey } from './Collections.ts';
import { History, type Change } from './History.ts';
import type {
  DraftObject,
  KubeObject,
  ManagedFieldsEntry,
} from './KubeObject.ts';
import {
  cloneJson,
  deepFreeze,
  formatTime,
  isJsonObject,
} from './KubeObject.ts';
import type {
  KindRegistry,
  ObjectRef,
  ResourceKind,
  Subresource,
} from './kinds.ts';
import { applyPatch, type Patch } from './patch.ts';
import {
  alreadyExists,
  conflict,
  notFound,
  StatusError,
} from './StatusError.ts';
import { planDeletion, type DeleteOptions } from './deletion.ts';
import { newObject, changedObject } from './writes.ts';

export interface WriteOptions {
  /** Field manager that the write is recorded under. */
  manager: string;
  /** Writes `status` (or the replica count) and nothing else; without it, `status` is left as it is. */
  subresource?: Subresource;
  /** Time of the write; the store's clock if left out. */
  now?: Date;
  /** Does everything but commit. */
  dryRun?: boolean;
  /** Who owns which field afterwards, where the write itself settles that. */
  managedFields?: ManagedFieldsEntry[];
}

/** A change about to be made, as admission sees it. */
export interface AdmissionRequest {
  verb: 'CREATE' | 'UPDATE' | 'DELETE';
  resource: string;
  subresource?: Subresource;
  object: KubeObject;
  old?: KubeObject;
  dryRun: boolean;
}

type AdmissionAnswer = { object: KubeObject } | { rejected: StatusError };

/** May change the object (a copy of its own) or reject the request; runs for every write except deletions of the object by garbage collection. */
export type Admission = (request: AdmissionRequest) => AdmissionAnswer;

export interface StoreOptions {
  clock: Clock;
  kinds: KindRegistry;
  admission?: readonly Admission[];
  /** Writes remembered for watches and pages; default 5,000: at 15 KB an object some 75 MB at worst. */
  historyLimit?: number;
}

export interface ObjectList<T extends KubeObject = KubeObject> {
  items: readonly T[];
  resourceVersion: string;
}

/**
 * All objects of one cluster, in memory, with the semantics of a Kubernetes API server: one counter of
 * resourceVersions, optimistic locking, uid, generation, managed fields, finalizers, defaults and validation.
 * Objects that it returns are frozen; pass a changed copy to write.
 *
 * Like a real API server it does not cascade: dependants are removed, namespaces emptied and pods finished by
 * controllers, which see `deletionTimestamp` and the finalizers `foregroundDeletion` and `orphan`.
 */
export class Store {
  readonly kinds: KindRegistry;
  readonly clock: Clock;
  private readonly admission: Admission[];
  private readonly history: History;
  private readonly objects = new Collections();
  private readonly feed = new ChangeFeed();
  private counter = 1;

  constructor(options: StoreOptions) {
    this.clock = options.clock;
    this.kinds = options.kinds;
    this.admission = [...(options.admission ?? [])];
    this.history = new History(options.historyLimit ?? 5_000);
  }

  get resourceVersion(): string {
    return String(this.counter);
  }

  /** Admission that needs the store itself (webhook configurations are objects in it) is added after construction. */
  addAdmission(admission: Admission): void {
    this.admission.push(admission);
  }

  get<T extends KubeObject = KubeObject>(ref: ObjectRef): T | undefined {
    // Which fields a kind has is the caller's knowledge; the store checks its own writes only.
    return this.objects.get(ref.resource, ref) as T | undefined;
  }

  /** Sorted by namespace and name, as etcd's keys are. */
  list<T extends KubeObject = KubeObject>(
    resource: string,
    options: { namespace?: string } = {},
  ): ObjectList<T> {
    const all = this.objects.sorted(resource) as readonly T[];
    const { namespace } = options;
    const items = namespace
      ? all.filter(o => o.metadata.namespace === namespace)
      : all;
    return { items, resourceVersion: this.resourceVersion };
  }

  /** The list as it was at an earlier resourceVersion; 410 when that is forgotten. */
  listAt(resource: string, resourceVersion: number): readonly KubeObject[] {
    const changes = this.history.since(resource, resourceVersion);
    if (changes.length === 0) return this.objects.sorted(resource);
    const state = this.objects.copy(resource);
    for (const change of changes.reverse()) {
      const key = keyOfObject(change.object);
      if (change.previous) state.set(key, change.previous);
      else state.delete(key);
    }
    return sortByKey(state);
  }

  /** Throws StatusError: 404 (namespace), 409 (exists), 422 (invalid), 403 (admission). */
  create<T extends KubeObject = KubeObject>(
    resource: string,
    draft: DraftObject,
    options: WriteOptions,
  ): T {
    const kind = this.kindOf(resource);
    const object = newObject({
      kind,
      draft,
      context: this.context(options),
      admit: o => this.admit({ verb: 'CREATE', resource, object: o }, options),
    });
    if (this.objects.get(resource, object.metadata)) {
      throw alreadyExists(kind, object.metadata.name);
    }
    if (options.dryRun) return deepFreeze(object) as T;
    return this.commit({ type: 'ADDED', resource, object }) as T;
  }

  /**
   * Puts an object there as it is, as a restored backup does: uid, times, managed fields and status are those given, and
   * neither defaults nor admission see it. Throws StatusError 409 (exists).
   */
  restore(resource: string, object: KubeObject): KubeObject {
    const kind = this.kindOf(resource);
    if (this.objects.get(resource, object.metadata)) {
      throw alreadyExists(kind, object.metadata.name);
    }
    return this.commit({ type: 'ADDED', resource, object });
  }

  /**
   * Replaces an object. A `metadata.resourceVersion` that is not the current one is a conflict (409); without
   * one the write is unconditional. A write that changes nothing commits nothing.
   */
  update<T extends KubeObject = KubeObject>(
    resource: string,
    draft: KubeObject,
    options: WriteOptions,
  ): T {
    const kind = this.kindOf(resource);
    const { name, namespace, resourceVersion, uid } = draft.metadata;
    const old = this.mustGet({ resource, namespace, name });
    const locked = resourceVersion !== undefined && resourceVersion !== '';
    if (locked && resourceVersion !== old.metadata.resourceVersion) {
      throw conflict(kind, name);
    }
    if (uid && uid !== old.metadata.uid) {
      throw conflict(
        kind,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${old.metadata.uid}`,
      );
    }
    const { subresource } = options;
    const object = changedObject({
      kind,
      draft,
      old,
      subresource,
      context: this.context(options),
      admit: o =>
        this.admit(
          { verb: 'UPDATE', resource, subresource, object: o, old },
          options,
        ),
    });
    if (object === old || options.dryRun) return deepFreeze(object) as T;
    if (isFinished(object)) return this.remove(resource, object) as T;
    return this.commit({
      type: 'MODIFIED',
      resource,
      object,
      previous: old,
    }) as T;
  }

  /**
   * Reads, changes and writes in one step, so that it cannot conflict. `change` gets a copy that it may alter
   * in place; if it returns `false` nothing is written.
   */
  modify<T extends KubeObject = KubeObject>(
    ref: ObjectRef,
    change: (object: T) => void | false,
    options: WriteOptions,
  ): T {
    const old = this.mustGet(ref);
    const copy = draftOf(old, options.subresource) as T;
    if (change(copy) === false) return old as T;
    return this.update<T>(ref.resource, copy, options);
  }

  patch<T extends KubeObject = KubeObject>(
    ref: ObjectRef,
    patch: Patch,
    options: WriteOptions,
  ): T {
    const old = this.mustGet(ref);
    const patched = applyPatch(old, patch, this.kindOf(ref.resource));
    return this.update<T>(ref.resource, patched, options);
  }

  /**
   * Deletes, or marks for deletion where finalizers, a pod's grace period or a namespace's content stand in the
   * way. Answers with the object that is still there, or `undefined` when it is gone.
   */
  delete(ref: ObjectRef, options: DeleteOptions = {}): KubeObject | undefined {
    const kind = this.kindOf(ref.resource);
    const old = this.mustGet(ref);
    this.admit(
      { verb: 'DELETE', resource: ref.resource, object: old, old },
      options,
    );
    const plan = planDeletion({
      kind,
      object: old,
      options,
      now: options.now ?? this.clock.now(),
    });
    if (plan.remains === old) return old;
    if (options.dryRun) return plan.remains;
    if (!plan.remains) {
      this.remove(ref.resource, old);
      return undefined;
    }
    return this.commit({
      type: 'MODIFIED',
      resource: ref.resource,
      object: plan.remains,
      previous: old,
    });
  }

  /**
   * Calls the listener for every commit from now on, in order and after the commit; a listener may write, its
   * changes are delivered afterwards. Returns the function that ends it.
   */
  watch(listener: ChangeListener): () => void {
    return this.feed.subscribe(listener);
  }

  /** The remembered changes of a kind after a resourceVersion; 410 when they are forgotten. */
  changesSince(resource: string, resourceVersion: number): Change[] {
    return this.history.since(resource, resourceVersion);
  }

  remembers(resourceVersion: number): boolean {
    return this.history.remembers(resourceVersion);
  }

  /** Forgets all history, as an API server does that was restarted. */
  compact(): void {
    this.counter += 1;
    this.history.compact(this.counter);
  }

  kindOf(resource: string): ResourceKind {
    const kind = this.kinds.get(resource);
    if (!kind) throw new Error(`This cluster serves no kind "${resource}"`);
    return kind;
  }

  private mustGet(ref: ObjectRef): KubeObject {
    const object = this.get(ref);
    if (!object) throw notFound(this.kindOf(ref.resource), ref.name);
    return object;
  }

  private context(options: WriteOptions) {
    const now = options.now ?? this.clock.now();
    return {
      store: this,
      now,
      timestamp: formatTime(now),
      manager: options.manager,
      managedFields: options.managedFields,
      uid: randomUUID,
    };
  }

  private admit(
    request: Omit<AdmissionRequest, 'dryRun'>,
    options: { dryRun?: boolean },
  ): KubeObject {
    let { object } = request;
    for (const admission of this.admission) {
      const dryRun = options.dryRun ?? false;
      const answer = admission({ ...request, object, dryRun });
      if ('rejected' in answer) throw answer.rejected;
      object = answer.object;
    }
    return object;
  }

  private commit(change: Omit<Change, 'resourceVersion'>): KubeObject {
    this.counter += 1;
    const { object, resource, type } = change;
    const stamped = deepFreeze({
      ...object,
      metadata: { ...object.metadata, resourceVersion: String(this.counter) },
    });
    if (type === 'DELETED') this.objects.delete(resource, stamped);
    else this.objects.set(resource, stamped);
    const committed = {
      ...change,
      object: stamped,
      resourceVersion: this.counter,
    };
    this.history.append(committed);
    this.feed.publish(committed);
    return stamped;
  }

  private remove(resource: string, object: KubeObject): KubeObject {
    const previous = this.objects.get(resource, object.metadata);
    return this.commit({ type: 'DELETED', resource, object, previous });
  }
}

/** A copy to alter: of a status write only the status, and never who owns which field, as that would not be written. */
function draftOf(object: KubeObject, subresource?: Subresource): KubeObject {
  if (subresource === 'status')
    return { ...object, status: cloneJson(object.status) };
  const { managedFields, ...metadata } = object.metadata;
  const copy = cloneJson({ ...object, metadata } as KubeObject);
  if (managedFields) copy.metadata.managedFields = managedFields;
  return copy;
}

/** An object that waited for its finalizers and has none left. */
function isFinished(object: KubeObject): boolean {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0) return false;
  const spec = isJsonObject(object.spec) ? object.spec : {};
  // A namespace also waits for the finalizers of its content.
  if (Array.isArray(spec.finalizers) && spec.finalizers.length > 0)
    return false;
  return (object.metadata.deletionGracePeriodSeconds ?? 0) === 0;
}
