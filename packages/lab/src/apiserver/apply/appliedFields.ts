import {
  itemElement,
  lastField,
  pathOf,
  UNOWNED,
  type FieldSet,
} from '../fieldSets.ts';
import { isJsonObject, type JsonObject } from '../KubeObject.ts';
import { isAtomicMap, listTypeOf } from '../listTypes.ts';

/**
 * What a manager owns that applies this: its values, members of keyed lists and sets, empty maps. Unlike after other
 * writes, nobody owns the maps and lists that hold them, nor any default.
 */
export function appliedFields(config: JsonObject, custom: boolean): FieldSet {
  const fields: FieldSet = new Set();
  const visit = (value: unknown, path: readonly string[]): void => {
    if (Array.isArray(value)) {
      visitList(value, path);
      return;
    }
    const isBranch =
      isJsonObject(value) &&
      Object.keys(value).length > 0 &&
      !isAtomicMap(lastField(path));
    if (!isBranch) {
      const own = pathOf(path);
      if (!UNOWNED.has(own)) fields.add(own);
      return;
    }
    for (const [name, child] of Object.entries(value))
      visit(child, [...path, `f:${name}`]);
  };
  const visitList = (list: unknown[], path: readonly string[]): void => {
    const isCustom = custom && path[0] !== 'f:metadata';
    const type = listTypeOf(lastField(path), list, isCustom);
    if (type.type === 'atomic') {
      fields.add(pathOf(path));
      return;
    }
    for (const item of list) {
      if (type.type === 'set') {
        fields.add(pathOf([...path, `v:${JSON.stringify(item)}`]));
      } else if (isJsonObject(item)) {
        const element = [...path, itemElement(item, type.keys)];
        fields.add(pathOf(element));
        visit(item, element);
      }
    }
  };
  for (const [name, value] of Object.entries(config))
    visit(value, [`f:${name}`]);
  return fields;
}
