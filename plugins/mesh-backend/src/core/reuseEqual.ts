type PlainRecord = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is PlainRecord {
  return typeof value === 'object' && value !== null;
}

/** Of a list that something was added to or taken from, the rest stays in its order. */
function reuseItem(
  before: readonly unknown[],
  item: unknown,
  { index, shift }: { index: number; shift: number },
): unknown {
  const reused = reuseEqual(before[index], item);
  return shift === 0 || reused === before[index]
    ? reused
    : reuseEqual(before[index + shift], item);
}

function reuseList(before: readonly unknown[], after: readonly unknown[]) {
  const shift = before.length - after.length;
  // Made only where something differs: mostly nothing does, and then it were waste.
  let list: unknown[] | undefined;
  for (let index = 0; index < after.length; index++) {
    const item = reuseItem(before, after[index], { index, shift });
    if (!list && item !== before[index]) list = before.slice(0, index);
    list?.push(item);
  }
  if (list) return list;
  return shift === 0 ? before : before.slice(0, after.length);
}

function reuseMap(
  before: ReadonlyMap<unknown, unknown>,
  after: ReadonlyMap<unknown, unknown>,
) {
  const map = new Map<unknown, unknown>();
  const keys = before.keys();
  let isSame = before.size === after.size;
  for (const [key, item] of after) {
    const reused = reuseEqual(before.get(key), item);
    map.set(key, reused);
    isSame &&= keys.next().value === key && before.get(key) === reused;
  }
  return isSame ? before : map;
}

/** The values of `before` under the keys that were looked at already, where all were equal. */
function firstOf(before: PlainRecord, keys: readonly string[], count: number) {
  const record: Record<string, unknown> = {};
  for (let index = 0; index < count; index++) {
    record[keys[index]] = before[keys[index]];
  }
  return record;
}

function reuseRecord(before: PlainRecord, after: PlainRecord) {
  const keys = Object.keys(after);
  let record: Record<string, unknown> | undefined;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index];
    const item = reuseEqual(before[key], after[key]);
    const isSame = item === before[key] && Object.hasOwn(before, key);
    if (!record && !isSame) record = firstOf(before, keys, index);
    if (record) record[key] = item;
  }
  if (record) return record;
  const isAll = Object.keys(before).length === keys.length;
  return isAll ? before : firstOf(before, keys, keys.length);
}

/**
 * `after`, made of the parts of `before` that are equal: what has not changed is the
 * same object as before, and all of it where nothing has. For plain values (records,
 * lists, Maps) that are never changed once they are there. The order of a record's keys
 * does not count; that of a Map's does.
 */
export function reuseEqual<T>(before: unknown, after: T): T;
export function reuseEqual(before: unknown, after: unknown): unknown {
  if (before === after || !isObject(before) || !isObject(after)) return after;
  if (Array.isArray(after)) {
    return Array.isArray(before) ? reuseList(before, after) : after;
  }
  if (after instanceof Map) {
    return before instanceof Map ? reuseMap(before, after) : after;
  }
  const isRecord = !Array.isArray(before) && !(before instanceof Map);
  return isRecord ? reuseRecord(before, after) : after;
}
