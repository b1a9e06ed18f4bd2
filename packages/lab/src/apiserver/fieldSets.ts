import { isDeepStrictEqual } from 'node:util';
import type { FieldsV1, JsonObject } from './KubeObject.ts';
import { isJsonObject } from './KubeObject.ts';
import { isAtomicMap, keyOf, listTypeOf } from './listTypes.ts';

/** Path elements are joined by a character that JSON never contains unescaped. */
const SEPARATOR = '\u0000';

/** A set of field paths; an element is written as in FieldsV1 (`f:name`, `k:{...}`, `v:...`). */
export type FieldSet = Set<string>;

export function pathOf(elements: readonly string[]): string {
  return elements.join(SEPARATOR);
}

export function elementsOf(path: string): string[] {
  return path.split(SEPARATOR);
}

/** Whether a path leads to something in the map or list that another leads to. */
export function isWithin(path: string, outer: string): boolean {
  return path.startsWith(`${outer}${SEPARATOR}`);
}

export interface FieldChanges {
  /** Fields that are new or have another value. */
  written: FieldSet;
  /** Fields of the old object that the new one lacks. */
  removed: FieldSet;
}

/** Never owned by anyone: identity and what the server itself keeps. */
export const UNOWNED: ReadonlySet<string> = new Set(
  [
    ['f:apiVersion'],
    ['f:kind'],
    ['f:metadata'],
    ...[
      'name',
      'namespace',
      'creationTimestamp',
      'deletionTimestamp',
      'deletionGracePeriodSeconds',
      'uid',
      'generation',
      'managedFields',
      'resourceVersion',
      'selfLink',
    ].map(field => ['f:metadata', `f:${field}`]),
  ].map(path => path.join(SEPARATOR)),
);

/**
 * Structs that the built-in types hold by value: on a real server even an empty object has them, so that nobody
 * owns the struct itself, only what is in it.
 */
const STRUCT_PATHS: readonly RegExp[] = [
  /^spec$/,
  /^status$/,
  /^status\.loadBalancer$/,
  /^(spec\.jobTemplate\.)?spec(\.template(\.(metadata|spec|spec\.containers))?)?$/,
  /^spec\.jobTemplate(\.metadata)?$/,
  /^spec\.(strategy|updateStrategy)$/,
  /^spec\.containers$/,
  /^status\.nodeInfo$/,
];

/** What a write changed, in terms of field ownership. `custom` kinds have atomic lists and no structs. */
export function compareFields(options: {
  before: JsonObject;
  after: JsonObject;
  custom: boolean;
}): FieldChanges {
  const { custom } = options;
  const [old, next] = withoutEqual(options.before, options.after, custom);
  const before = collect(old, custom);
  const after = collect(next, custom);
  const written: FieldSet = new Set();
  const removed: FieldSet = new Set();
  for (const [path, value] of after) {
    if (before.get(path) !== value && !UNOWNED.has(path)) written.add(path);
  }
  for (const path of before.keys()) {
    if (!after.has(path)) removed.add(path);
  }
  return { written, removed };
}

/**
 * Both without what is the same in both, as a write leaves most of an object alone, and without the managed fields,
 * which nobody owns. Only where that leaves no mark: at the top and in structs, which custom kinds do not have.
 */
function withoutEqual(
  before: JsonObject,
  after: JsonObject,
  custom: boolean,
): [JsonObject, JsonObject] {
  const [old, next] = differing(before, after);
  const structs = custom ? ['metadata'] : ['metadata', 'spec', 'status'];
  for (const struct of structs) {
    const [a, b] = [old[struct], next[struct]];
    if (!isJsonObject(a) || !isJsonObject(b)) continue;
    [old[struct], next[struct]] = differing(a, b);
  }
  return [old, next];
}

function differing(a: JsonObject, b: JsonObject): [JsonObject, JsonObject] {
  const of = (object: JsonObject) =>
    Object.fromEntries(
      Object.entries(object).filter(
        ([field]) =>
          field !== 'managedFields' && !isDeepStrictEqual(a[field], b[field]),
      ),
    );
  return [of(a), of(b)];
}

const CONTAINER = '\u0001container';

/** Every owned path with its value as JSON; the marker for a map or keyed list that has members. */
function collect(object: JsonObject, custom: boolean): Map<string, string> {
  const paths = new Map<string, string>();
  const visit = (value: unknown, path: readonly string[]): void => {
    const field = lastField(path);
    const key = path.join(SEPARATOR);
    if (isJsonObject(value)) {
      const isEmpty = Object.keys(value).length === 0;
      if (isEmpty && !custom && isStruct(path)) return;
      if (isEmpty || isAtomicMap(field)) {
        paths.set(key, JSON.stringify(value));
        return;
      }
      if (path.length > 0 && (custom || !isStruct(path))) {
        paths.set(key, CONTAINER);
      }
      for (const [name, child] of Object.entries(value)) {
        visit(child, [...path, `f:${name}`]);
      }
      return;
    }
    if (Array.isArray(value)) {
      visitList(value, path);
      return;
    }
    paths.set(key, JSON.stringify(value));
  };
  const visitList = (list: unknown[], path: readonly string[]): void => {
    const field = lastField(path);
    const key = path.join(SEPARATOR);
    const isMetadata = path[0] === 'f:metadata';
    const type = listTypeOf(field, list, custom && !isMetadata);
    if (type.type === 'atomic' || list.length === 0) {
      paths.set(key, JSON.stringify(list));
      return;
    }
    if (!isStruct(path)) paths.set(key, CONTAINER);
    for (const item of list) {
      if (type.type === 'set') {
        paths.set(
          [...path, `v:${JSON.stringify(item)}`].join(SEPARATOR),
          JSON.stringify(item),
        );
      } else if (isJsonObject(item)) {
        visit(item, [...path, itemElement(item, type.keys)]);
      }
    }
  };
  visit(object, []);
  return paths;
}

export function itemElement(item: JsonObject, keys: readonly string[]): string {
  return `k:${JSON.stringify(keyOf(item, keys))}`;
}

export function lastField(path: readonly string[]): string {
  const last = path[path.length - 1] ?? '';
  return last.startsWith('f:') ? last.slice(2) : '';
}

function isStruct(path: readonly string[]): boolean {
  if (path.length === 1 && path[0] === 'f:metadata') return true;
  const dotted = path.map(e => (e.startsWith('f:') ? e.slice(2) : e)).join('.');
  return STRUCT_PATHS.some(pattern => pattern.test(dotted));
}

/** Every write looks at the sets of all managers, and most stay as they are. */
const parsed = new WeakMap<FieldsV1, ReadonlySet<string>>();

/** The paths in a set of stored fields, which never changes. */
export function parseFields(fields: FieldsV1): ReadonlySet<string> {
  const known = parsed.get(fields) ?? pathsIn(fields);
  parsed.set(fields, known);
  return known;
}

function pathsIn(fields: FieldsV1): FieldSet {
  const paths: FieldSet = new Set();
  const visit = (node: FieldsV1, path: readonly string[]): void => {
    const names = Object.keys(node);
    if (names.length === 0 && path.length > 0) paths.add(path.join(SEPARATOR));
    for (const name of names) {
      if (name === '.') paths.add(path.join(SEPARATOR));
      else visit(node[name], [...path, name]);
    }
  };
  visit(fields, []);
  return paths;
}

export function formatFields(paths: Iterable<string>): FieldsV1 {
  const root: FieldsV1 = {};
  const all = [...paths].sort();
  const members = new Set(all);
  for (const path of all) {
    let node = root;
    let prefix = '';
    for (const element of path.split(SEPARATOR)) {
      const here = prefix ? `${prefix}${SEPARATOR}${element}` : element;
      let next = node[element];
      if (!next) {
        // A member that also has members of its own marks itself with ".".
        if (members.has(prefix) && Object.keys(node).length === 0) {
          node['.'] = {};
        }
        next = {};
        node[element] = next;
      }
      node = next;
      prefix = here;
    }
  }
  parsed.set(root, members);
  return root;
}
