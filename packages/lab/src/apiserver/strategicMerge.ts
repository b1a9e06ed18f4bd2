import type { JsonObject } from './KubeObject.ts';
import { isJsonObject } from './KubeObject.ts';
import { isPatchSet, patchMergeKey } from './listTypes.ts';

const DIRECTIVE = '$patch';
const RETAIN_KEYS = '$retainKeys';
const DELETE_PRIMITIVES = '$deleteFromPrimitiveList/';
const ELEMENT_ORDER = '$setElementOrder/';

/**
 * Kubernetes' strategic merge patch: like a merge patch, but lists of named things are merged by name. Knows the
 * directives that kubectl sends: `$patch: delete | replace | merge`, `$retainKeys`,
 * `$deleteFromPrimitiveList/x` and `$setElementOrder/x`.
 */
export function strategicMerge(
  target: JsonObject,
  patch: JsonObject,
): JsonObject {
  if (patch[DIRECTIVE] === 'replace') return withoutDirectives(patch);
  if (patch[DIRECTIVE] === 'delete') return {};
  const result = retainKeys(target, patch[RETAIN_KEYS]);
  for (const [field, value] of Object.entries(patch)) {
    if (field === DIRECTIVE || field === RETAIN_KEYS) continue;
    if (field.startsWith(ELEMENT_ORDER)) continue;
    if (field.startsWith(DELETE_PRIMITIVES)) {
      const list = field.slice(DELETE_PRIMITIVES.length);
      result[list] = removePrimitives(result[list], value);
    } else if (value === null) delete result[field];
    else result[field] = mergeValue(field, result[field], value);
  }
  return applyOrders(result, patch);
}

function mergeValue(field: string, target: unknown, patch: unknown): unknown {
  if (isJsonObject(patch)) {
    return strategicMerge(isJsonObject(target) ? target : {}, patch);
  }
  if (!Array.isArray(patch)) return patch;
  const existing = Array.isArray(target) ? target : [];
  if (isPatchSet(field)) return [...new Set([...existing, ...patch])];
  const key = patchMergeKey(field, [...existing, ...patch]);
  return key ? mergeList({ key, existing, patch }) : patch;
}

function mergeList(options: {
  key: string;
  existing: readonly unknown[];
  patch: readonly unknown[];
}): unknown[] {
  const { key, existing, patch } = options;
  const items = patch.filter(isJsonObject);
  if (items.some(i => i[DIRECTIVE] === 'replace' && i[key] === undefined)) {
    return items
      .filter(i => i[DIRECTIVE] !== 'replace' || i[key] !== undefined)
      .map(withoutDirectives);
  }
  let result = [...existing];
  for (const item of items) {
    const same = (other: unknown) =>
      isJsonObject(other) && other[key] === item[key];
    if (item[DIRECTIVE] === 'delete') {
      result = result.filter(other => !same(other));
      continue;
    }
    const index = result.findIndex(same);
    const current = result[index];
    if (isJsonObject(current)) result[index] = strategicMerge(current, item);
    else result.push(strategicMerge({}, item));
  }
  return result;
}

/** `$setElementOrder/containers: [{name: a}, {name: b}]`: the order in which the merged list is kept. */
function applyOrders(result: JsonObject, patch: JsonObject): JsonObject {
  for (const [directive, order] of Object.entries(patch)) {
    if (!directive.startsWith(ELEMENT_ORDER) || !Array.isArray(order)) continue;
    const field = directive.slice(ELEMENT_ORDER.length);
    const list = result[field];
    if (!Array.isArray(list)) continue;
    const key = patchMergeKey(field, list);
    const identity = (item: unknown) =>
      isJsonObject(item) && key ? item[key] : item;
    const wanted = order.map(identity);
    const rank = (item: unknown) => {
      const index = wanted.indexOf(identity(item));
      // What the order does not mention keeps its place behind the rest.
      return index === -1 ? wanted.length : index;
    };
    result[field] = [...list].sort((a, b) => rank(a) - rank(b));
  }
  return result;
}

function retainKeys(target: JsonObject, keys: unknown): JsonObject {
  if (!Array.isArray(keys)) return { ...target };
  return Object.fromEntries(
    Object.entries(target).filter(([field]) => keys.includes(field)),
  );
}

function removePrimitives(list: unknown, removed: unknown): unknown {
  if (!Array.isArray(list) || !Array.isArray(removed)) return list;
  return list.filter(item => !removed.includes(item));
}

function withoutDirectives(patch: JsonObject): JsonObject {
  const { [DIRECTIVE]: _directive, ...rest } = patch;
  return rest;
}
