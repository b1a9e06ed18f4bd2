/** JSON of which nothing is known yet. */
export type JsonRecord = { readonly [key: string]: unknown };

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The record under a path of keys, or undefined where something else is there. */
export function recordAt(
  value: unknown,
  ...path: readonly string[]
): JsonRecord | undefined {
  let current = value;
  for (const key of path) {
    current =
      isRecord(current) && Object.hasOwn(current, key)
        ? current[key]
        : undefined;
  }
  return isRecord(current) ? current : undefined;
}

/** A string property, or undefined. */
export function stringAt(
  record: JsonRecord | undefined,
  key: string,
): string | undefined {
  const value = record && Object.hasOwn(record, key) ? record[key] : undefined;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** `namespace/name` (or `name`): unique among the objects of one kind at one time. */
export function objectKey(object: unknown): string | undefined {
  const metadata = recordAt(object, 'metadata');
  const name = stringAt(metadata, 'name');
  if (!name) return undefined;
  const namespace = stringAt(metadata, 'namespace');
  return namespace ? `${namespace}/${name}` : name;
}

export function resourceVersionOf(object: unknown): string | undefined {
  return stringAt(recordAt(object, 'metadata'), 'resourceVersion');
}
