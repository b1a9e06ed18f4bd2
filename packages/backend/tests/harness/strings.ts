/** Strings by which something can be recognised: names, labels, hosts, images, uids. */

/** A time, a number, a quantity or a word of Kubernetes says nothing of whose it is. */
const WITHOUT_MEANING =
  /^(\d{4}-\d\d-\d\dT[\d:.]+Z|[\d.,:/]+|\d+[a-zA-Z]{1,2}|true|false)$/;
const SHORTEST = 4;

function wordsOf(text: string): string[] {
  return [
    text,
    ...text.split(/[^A-Za-z0-9._-]+/),
    ...text.split(/[^A-Za-z0-9]+/),
  ];
}

/** Every key and every text in a value, whole and word by word. */
export function stringsIn(
  value: unknown,
  found: Set<string> = new Set(),
): Set<string> {
  if (typeof value === 'string') {
    for (const word of wordsOf(value)) {
      if (word.length >= SHORTEST && !WITHOUT_MEANING.test(word)) {
        found.add(word);
      }
    }
  } else if (Array.isArray(value)) {
    for (const item of value) stringsIn(item, found);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) {
      stringsIn(key, found);
      stringsIn(item, found);
    }
  }
  return found;
}
