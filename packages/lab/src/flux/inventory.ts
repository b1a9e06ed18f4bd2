import {
  isJsonObject,
  type DraftObject,
  type KubeObject,
} from '../apiserver/KubeObject.ts';
import { resourceId, type ObjectRef } from '../apiserver/kinds.ts';
import type { Store } from '../apiserver/Store.ts';

/** What a Kustomization has applied, as it keeps it: `{ id: NAMESPACE_NAME_GROUP_KIND, v: VERSION }`. */
export interface InventoryEntry {
  id: string;
  v: string;
}

export function entryOf(object: DraftObject): InventoryEntry {
  const { apiVersion = '', kind, metadata } = object;
  const [group, version] = apiVersion.includes('/')
    ? apiVersion.split('/')
    : ['', apiVersion];
  const { namespace = '', name = '' } = metadata;
  // A colon, as in names of RBAC, is written so.
  const safe = name.replaceAll(':', '__');
  return { id: `${namespace}_${safe}_${group}_${kind}`, v: version };
}

export function inventoryOf(object: KubeObject): InventoryEntry[] {
  const status = isJsonObject(object.status) ? object.status : {};
  const { entries } = isJsonObject(status.inventory) ? status.inventory : {};
  return Array.isArray(entries) ? entries : [];
}

/** The object that an entry stands for; undefined where its kind is not served any more. */
export function refOfEntry(
  store: Store,
  { id, v }: InventoryEntry,
): ObjectRef | undefined {
  const [namespace, ...rest] = id.split('_');
  const [group, kind] = rest.slice(-2);
  const name = rest.slice(0, -2).join('_').replaceAll('__', ':');
  const apiVersion = group ? `${group}/${v}` : v;
  const served = store.kinds.ofObject({ apiVersion, kind });
  if (!served) return undefined;
  const home = served.namespaced ? { namespace } : {};
  return { resource: resourceId(served), name, ...home };
}
