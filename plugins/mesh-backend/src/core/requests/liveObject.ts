import type { ExactChange } from '@meshport/plugin-mesh-common';
import { canonicalJson } from '../contentHash';

/** JSON of an object as an API server answers it. */
export type KubernetesObject = { readonly [key: string]: unknown };

function isRecord(value: unknown): value is KubernetesObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value under a path of keys; undefined where there is none. */
export function valueAt(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (isRecord(at) && Object.hasOwn(at, key) ? at[key] : undefined),
    value,
  );
}

/** `metadata.uid`. */
function uidOf(object: KubernetesObject | undefined) {
  const uid = valueAt(object, ['metadata', 'uid']);
  return typeof uid === 'string' ? uid : undefined;
}

/**
 * The change as it would be made to the object as it is now: planned against it, with the
 * live values of exactly the fields that it sets.
 */
export function plannedAgainst(
  change: ExactChange,
  live: KubernetesObject | undefined,
): ExactChange {
  const { uid, ...rest } = change;
  const fields = change.fields.map(({ path, value }) => {
    const was = valueAt(live, path);
    return {
      path,
      ...(value === undefined ? {} : { value }),
      ...(was === undefined ? {} : { was }),
    };
  });
  const known = uidOf(live);
  return { ...rest, fields, ...(known === undefined ? {} : { uid: known }) };
}

/** Whether the object still is what the change was planned against. */
export function isAsPlanned(
  change: ExactChange,
  live: KubernetesObject | undefined,
): boolean {
  const { uid, fields } = plannedAgainst(change, live);
  return (
    canonicalJson([uid, fields]) === canonicalJson([change.uid, change.fields])
  );
}
