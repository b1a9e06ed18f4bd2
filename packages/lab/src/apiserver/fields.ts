import { isJsonObject, type JsonObject } from './KubeObject.ts';

/** Sets the fields that are not there, or null. */
export function setMissing(object: JsonObject, values: JsonObject): void {
  for (const [field, value] of Object.entries(values)) {
    if (object[field] === undefined || object[field] === null) {
      object[field] = value;
    }
  }
}

/** The mapping in a field, which is made where there is none. */
export function child(object: JsonObject, field: string): JsonObject {
  const existing = object[field];
  if (isJsonObject(existing)) return existing;
  const created: JsonObject = {};
  object[field] = created;
  return created;
}

/** The mappings in a list; none where it is no list. */
export function objects(list: unknown): JsonObject[] {
  return Array.isArray(list) ? list.filter(isJsonObject) : [];
}
