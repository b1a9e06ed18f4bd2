import { type Document, isMap, type Pair, type YAMLMap } from 'yaml';
import { type Splice, withoutLines } from './Splice';
import { lineEnd, lineStart, pairOf, pairRange, rangeOf } from './YamlFile';

interface Found {
  readonly map: YAMLMap;
  readonly pair: Pair;
}

function pairsOn(document: Document.Parsed, path: readonly string[]): Found[] {
  const found: Found[] = [];
  let at: unknown = document.contents;
  for (const key of path) {
    if (!isMap(at)) return [];
    const pair = pairOf(at, key);
    if (!pair) return [];
    found.push({ map: at, pair });
    at = pair.value;
  }
  return found;
}

/** Whether a map holds this one pair and not even a comment beside it. */
function isAlone(text: string, parent: Pair, { map, pair }: Found): boolean {
  if (map.items.length !== 1) return false;
  const [, keyEnd] = rangeOf(parent.key) ?? [0, 0];
  const [start, end] = pairRange(pair);
  const before = text.slice(keyEnd, start);
  const after = text.slice(end, map.flow ? rangeOf(map)?.[1] : end);
  return /^['"]?\s*:[\s{]*$/.test(before) && /^[\s,}]*$/.test(after);
}

function fromFlow(text: string, { map, pair }: Found): Splice {
  const at = map.items.indexOf(pair);
  const [start, end] = pairRange(pair);
  const next = map.items[at + 1];
  const previous = map.items[at - 1];
  const from = lineStart(text, start);
  const until = lineEnd(text, end);
  const hasOwnLines =
    text.slice(from, start).trim() === '' &&
    /^\s*,\s*(#.*)?\s*$/.test(text.slice(end, until));
  if (hasOwnLines) return { start: from, end: until, text: '' };
  if (next) return { start, end: pairRange(next)[0], text: '' };
  if (previous) return { start: pairRange(previous)[1], end, text: '' };
  const [mapStart, mapEnd] = rangeOf(map) ?? [start, end];
  return { start: mapStart, end: mapEnd, text: '{}' };
}

function fromBlock(text: string, { pair }: Found): Splice[] {
  const [start, end] = pairRange(pair);
  const from = lineStart(text, start);
  if (text.slice(from, start).trim() !== '') return [];
  const until = text[end - 1] === '\n' ? end : lineEnd(text, end);
  return [withoutLines(text, { start: from, end: until })];
}

/**
 * Ways to take a field out of the text of a document, with the maps above it that would
 * be left with nothing, not even a comment; those at the top stay.
 */
export function waysToRemove(
  document: Document.Parsed,
  { text, path }: { text: string; path: readonly string[] },
): Splice[] {
  const found = pairsOn(document, path);
  while (found.length > 2) {
    const last = found.at(-1);
    const parent = found.at(-2);
    if (!last || !parent || !isAlone(text, parent.pair, last)) break;
    found.pop();
  }
  const last = found.at(-1);
  if (!last) return [];
  const inFlow = found.some(({ map }) => map.flow === true);
  return inFlow ? [fromFlow(text, last)] : fromBlock(text, last);
}
