import { isJsonObject, type JsonObject } from '../apiserver/KubeObject.ts';

/** Reads a mapping of a file that a person wrote; throws what is wrong, with the place. */
export interface Fields {
  has(key: string): boolean;
  text(key: string): string;
  optionalText(key: string): string | undefined;
  number(key: string, otherwise?: number): number;
  numbers(key: string): number[];
  texts(key: string): string[];
  choice<T extends string>(key: string, from: readonly T[], otherwise: T): T;
  child(key: string): Fields;
  /** Empty where it is left out. */
  list(key: string): Fields[];
  flag(key: string): boolean;
  /** The same, under another name in errors. */
  called(name: string): Fields;
  wrong(key: string, wanted: string): Error;
}

export function fieldsOf(value: unknown, place: string): Fields {
  if (!isJsonObject(value)) throw new Error(`${place} is no mapping`);
  const object: JsonObject = value;
  const wrong = (key: string, wanted: string) =>
    new Error(`"${key}" of ${place} has to be ${wanted}`);
  const listOf = (key: string): unknown[] => {
    const items = object[key] ?? [];
    if (!Array.isArray(items)) throw wrong(key, 'a list');
    return items;
  };
  const all = <T>(
    key: string,
    is: (item: unknown) => item is T,
    what: string,
  ) =>
    listOf(key).map(item => {
      if (is(item)) return item;
      throw wrong(key, `a list of ${what}`);
    });
  const fields: Fields = {
    wrong,
    has: key => object[key] !== undefined,
    text: key => {
      const text = object[key];
      if (typeof text === 'string' && text !== '') return text;
      throw wrong(key, 'text');
    },
    optionalText: key => (fields.has(key) ? fields.text(key) : undefined),
    number: (key, otherwise) => {
      const number = object[key] ?? otherwise;
      if (isNumber(number) && number >= 0) return number;
      throw wrong(key, 'a number from 0');
    },
    numbers: key => all(key, isNumber, 'numbers'),
    texts: key => all(key, isText, 'names'),
    choice: (key, from, otherwise) => {
      const text = object[key] ?? otherwise;
      const found = from.find(choice => choice === text);
      if (found !== undefined) return found;
      throw wrong(key, `one of ${from.join(', ')}`);
    },
    child: key => fieldsOf(object[key], `"${key}" of ${place}`),
    list: key =>
      listOf(key).map((item, i) => fieldsOf(item, `${key}[${i}] of ${place}`)),
    flag: key => object[key] === true,
    called: name => fieldsOf(value, `"${name}"`),
  };
  return fields;
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
