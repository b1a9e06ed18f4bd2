import { elementsOf, itemElement } from '../fieldSets.ts';
import { isJsonObject, type JsonObject } from '../KubeObject.ts';
import { listTypeOf } from '../listTypes.ts';

/** A copy without these fields and members of lists, and without the maps and lists that are empty then. */
export function removeFields(
  object: JsonObject,
  paths: Iterable<string>,
  custom: boolean,
): JsonObject {
  let result = object;
  for (const path of paths) {
    const elements = elementsOf(path);
    const isCustom = custom && elements[0] !== 'f:metadata';
    const remains = without(result, elements, { field: '', custom: isCustom });
    result = isJsonObject(remains) ? remains : {};
  }
  return result;
}

interface Place {
  /** The field whose value this is. */
  field: string;
  custom: boolean;
}

/** The value without what the path leads to; undefined when nothing is left of it. */
function without(
  value: unknown,
  [element, ...rest]: readonly string[],
  place: Place,
): unknown {
  if (element === undefined) return undefined;
  if (Array.isArray(value)) return withoutItem(value, element, rest, place);
  if (!isJsonObject(value)) return value;
  const field = element.slice('f:'.length);
  if (!Object.hasOwn(value, field)) return value;
  const { [field]: old, ...others } = value;
  const remains = without(old, rest, { ...place, field });
  if (remains !== undefined) return { ...value, [field]: remains };
  return Object.keys(others).length > 0 ? others : undefined;
}

function withoutItem(
  list: readonly unknown[],
  element: string,
  rest: readonly string[],
  place: Place,
): unknown {
  const type = listTypeOf(place.field, list, place.custom);
  const idOf = (item: unknown) =>
    type.type === 'map' && isJsonObject(item)
      ? itemElement(item, type.keys)
      : `v:${JSON.stringify(item)}`;
  const items = list
    .map(item =>
      idOf(item) === element
        ? without(item, rest, { ...place, field: '' })
        : item,
    )
    .filter(item => item !== undefined);
  return items.length > 0 ? items : undefined;
}
