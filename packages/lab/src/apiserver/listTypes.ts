import { isJsonObject, type JsonObject } from './KubeObject.ts';

/**
 * How lists and maps of the built-in kinds are merged, by the field that holds them. On a real server these
 * are `x-kubernetes-list-type`, `x-kubernetes-map-type` and `patchMergeKey` of each type; here the field's name
 * decides, which is unambiguous for the kinds served (a Service's and a container's `ports` differ in their items).
 */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  env: ['name'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  conditions: ['type'],
  ownerReferences: ['uid'],
  podIPs: ['ip'],
  hostIPs: ['ip'],
  webhooks: ['name'],
  secrets: ['name'],
  addresses: ['type'],
  resourceClaims: ['name'],
};

const SET_LISTS: ReadonlySet<string> = new Set(['finalizers', 'podCIDRs']);

/** Lists that strategic merge patch merges by key although server-side apply treats them as one value. */
const PATCH_ONLY_MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  taints: ['key'],
  images: ['names'],
};

/** Maps and structs that are owned as a whole. */
const ATOMIC_MAPS: ReadonlySet<string> = new Set([
  'selector',
  'nodeSelector',
  'fieldRef',
  'resourceFieldRef',
  'configMapKeyRef',
  'secretKeyRef',
  'labelSelector',
  'namespaceSelector',
  'objectSelector',
  'matchLabels',
]);

export type ListType =
  | { type: 'map'; keys: readonly string[] }
  | { type: 'set' }
  | { type: 'atomic' };

/** The definitions of custom kinds say it of few lists; those of the Gateway API of its listeners. */
const CUSTOM_MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  listeners: ['name'],
};

/** Keys that an item may leave out. */
const KEY_DEFAULTS: Readonly<JsonObject> = { protocol: 'TCP' };

/** How server-side field ownership treats the list in `field`; `custom` outside the metadata of custom kinds. */
export function listTypeOf(
  field: string,
  list: readonly unknown[],
  custom = false,
): ListType {
  if (!custom && SET_LISTS.has(field)) return { type: 'set' };
  const keys = custom ? CUSTOM_MERGE_KEYS[field] : keysOf(field, list);
  const keyed =
    keys !== undefined &&
    list.every(item => isJsonObject(item) && keyOf(item, keys) !== undefined);
  return keyed ? { type: 'map', keys } : { type: 'atomic' };
}

function keysOf(field: string, list: readonly unknown[]) {
  return field === 'ports' ? portKeys(list) : MERGE_KEYS[field];
}

/** The fields that tell an item from the others of its list; undefined where one is missing that has no default. */
export function keyOf(
  item: JsonObject,
  keys: readonly string[],
): JsonObject | undefined {
  const key = Object.fromEntries(
    keys.map(name => [name, item[name] ?? KEY_DEFAULTS[name]]),
  );
  return Object.values(key).includes(undefined) ? undefined : key;
}

export function isAtomicMap(field: string): boolean {
  return ATOMIC_MAPS.has(field);
}

/**
 * The key by which strategic merge patch joins the items of the list in `field`: one key even where field
 * ownership needs two, and `undefined` for lists that a patch replaces.
 */
export function patchMergeKey(
  field: string,
  list: readonly unknown[],
): string | undefined {
  if (field === 'ports') return portKeys(list)?.[0];
  return (MERGE_KEYS[field] ?? PATCH_ONLY_MERGE_KEYS[field])?.[0];
}

/** Lists of plain values that a strategic merge patch adds to instead of replacing. */
export function isPatchSet(field: string): boolean {
  return SET_LISTS.has(field);
}

function portKeys(list: readonly unknown[]): readonly string[] | undefined {
  const sample = list.find(isJsonObject);
  if (!sample) return undefined;
  if ('containerPort' in sample) return ['containerPort', 'protocol'];
  return 'port' in sample ? ['port', 'protocol'] : undefined;
}
