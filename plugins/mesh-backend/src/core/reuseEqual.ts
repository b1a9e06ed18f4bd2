function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

/** Of a list that something was added to or taken from, the rest stays in its order. */
function reuseList(before: readonly unknown[], after: readonly unknown[]) {
  const shift = before.length - after.length;
  const list = after.map((item, index) => {
    const reused = reuseEqual(before[index], item);
    const isKnown = reused === before[index] || shift === 0;
    return isKnown ? reused : reuseEqual(before[index + shift], item);
  });
  const isSame = shift === 0 && list.every((item, at) => item === before[at]);
  return isSame ? before : list;
}

function reuseMap(
  before: ReadonlyMap<unknown, unknown>,
  after: ReadonlyMap<unknown, unknown>,
) {
  const map = new Map(
    [...after].map(([key, item]) => [key, reuseEqual(before.get(key), item)]),
  );
  const keys = [...before.keys()];
  let place = 0;
  let isSame = before.size === map.size;
  for (const [key, item] of map) {
    isSame &&= keys[place] === key && before.get(key) === item;
    place += 1;
  }
  return isSame ? before : map;
}

function reuseRecord(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
) {
  const keys = Object.keys(after);
  let isSame = Object.keys(before).length === keys.length;
  const record: Record<string, unknown> = {};
  for (const key of keys) {
    record[key] = reuseEqual(before[key], after[key]);
    isSame &&= record[key] === before[key] && Object.hasOwn(before, key);
  }
  return isSame ? before : record;
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
