import type { DraftObject, KubeObject } from '../KubeObject.ts';
import type { ObjectRef } from '../kinds.ts';
import { uidMismatch } from '../StatusError.ts';
import type { Store, WriteOptions } from '../Store.ts';
import { planApply } from './planApply.ts';

export interface ApplyOptions extends Omit<WriteOptions, 'managedFields'> {
  /** Takes fields away from other managers instead of failing with a conflict. */
  force?: boolean;
}

/**
 * Server-side apply: creates the object, or merges what is applied into it, and keeps who applied what. Throws
 * StatusError 409 where that would change fields of other managers, unless forced.
 */
export function applyObject<T extends KubeObject = KubeObject>(
  store: Store,
  ref: ObjectRef,
  config: DraftObject,
  options: ApplyOptions,
): T {
  const kind = store.kindOf(ref.resource);
  const live = store.get(ref);
  const { uid, resourceVersion } = config.metadata;
  if (uid && uid !== live?.metadata.uid)
    throw uidMismatch({ kind, name: ref.name, uid, exists: Boolean(live) });
  const { force = false, ...write } = options;
  const now = options.now ?? store.clock.now();
  const plan = planApply({ kind, live, config, force, ...write, now });
  const { object } = plan;
  const { managedFields } = plan;
  if (!live) {
    const metadata = { ...object.metadata, name: ref.name };
    const draft = { ...object, metadata };
    return store.create<T>(ref.resource, draft, { ...write, managedFields });
  }
  const locked = resourceVersion ? { resourceVersion } : {};
  const metadata = { ...object.metadata, name: ref.name, ...locked };
  const { apiVersion } = live;
  return store.update<T>(
    ref.resource,
    { ...object, apiVersion, kind: live.kind, metadata },
    { ...write, managedFields },
  );
}
