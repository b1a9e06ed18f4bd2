import { itemElement } from '../fieldSets.ts';
import { isJsonObject, type JsonObject } from '../KubeObject.ts';
import { isAtomicMap, listTypeOf } from '../listTypes.ts';

/** A copy of the live object with everything that is applied in it. `null` is the field left empty. */
export function mergeApplied(
  live: JsonObject,
  config: JsonObject,
  custom: boolean,
): JsonObject {
  const merge = (
    into: JsonObject,
    from: JsonObject,
    inMetadata: boolean,
  ): JsonObject => {
    const result = { ...into };
    for (const [field, value] of Object.entries(from)) {
      if (value === null) delete result[field];
      else result[field] = mergeValue(field, into[field], value, inMetadata);
    }
    return result;
  };
  const mergeValue = (
    field: string,
    into: unknown,
    from: unknown,
    inMetadata: boolean,
  ): unknown => {
    const metadata = inMetadata || field === 'metadata';
    if (isJsonObject(from)) {
      const base = isJsonObject(into) && !isAtomicMap(field) ? into : {};
      return merge(base, from, metadata);
    }
    if (!Array.isArray(from)) return from;
    const existing: unknown[] = Array.isArray(into) ? into : [];
    const type = listTypeOf(
      field,
      [...existing, ...from],
      custom && !inMetadata,
    );
    if (type.type === 'atomic') return from;
    if (type.type === 'set') return [...new Set([...existing, ...from])];
    return mergeItems(existing, from, item => itemElement(item, type.keys));
  };
  /** Those that are there keep their places, new ones come after them. */
  const mergeItems = (
    existing: readonly unknown[],
    from: readonly unknown[],
    idOf: (item: JsonObject) => string,
  ): unknown[] => {
    const items = new Map<string, JsonObject>();
    for (const item of [...existing, ...from].filter(isJsonObject)) {
      const id = idOf(item);
      const known = items.get(id);
      items.set(id, merge(known ?? {}, item, false));
    }
    return [...items.values()];
  };
  return merge(live, config, false);
}
