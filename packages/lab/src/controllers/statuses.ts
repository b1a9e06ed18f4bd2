import { isDeepStrictEqual } from 'node:util';
import type { KubeObject } from '../apiserver/KubeObject.ts';
import type { Store } from '../apiserver/Store.ts';
import { refOf } from './Controller.ts';

/** Writes an object's status, unless it says the same already; most reconciles end here. */
export function writeStatus<T extends KubeObject & { status?: unknown }>(
  store: Store,
  resource: string,
  object: T,
  status: T['status'],
  manager = 'kube-controller-manager',
): T {
  if (isDeepStrictEqual(object.status, status)) return object;
  return store.modify<T>(
    refOf(resource, object),
    copy => {
      copy.status = status;
    },
    { manager, subresource: 'status' },
  );
}
