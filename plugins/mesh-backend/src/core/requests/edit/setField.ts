import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { linesAfter, type Splice } from './Splice';
import { blockYaml, flowYaml } from './writeYaml';
import {
  columnOf,
  lineEnd,
  lineStart,
  pairOf,
  pairRange,
  rangeOf,
  type YamlStyle,
} from './YamlFile';

interface Place {
  readonly text: string;
  readonly style: YamlStyle;
}

/** `{ a: { b: value } }` for the keys a, b. */
function nested(keys: readonly string[], value: unknown): unknown {
  return keys.reduceRight<unknown>((below, key) => ({ [key]: below }), value);
}

function withoutBraces(flow: string): string {
  return flow.slice(1, -1).trim();
}

/** A pair more between the braces of a map. */
function intoFlow(map: YAMLMap, pairs: unknown, place: Place): Splice[] {
  const { style } = place;
  const last = map.items.at(-1);
  const [start, end] = rangeOf(map) ?? [0, 0];
  const text = flowYaml(pairs, style);
  if (!last) return [{ start, end, text }];
  const [from, at] = pairRange(last);
  const pairText = withoutBraces(text);
  const beside = { start: at, end: at, text: `, ${pairText}` };
  const own = lineStart(place.text, from);
  const next = lineEnd(place.text, at);
  const indent = place.text.slice(own, from);
  const hasOwnLine =
    indent.trim() === '' && /^,\s*(#.*)?\s*$/.test(place.text.slice(at, next));
  const line = `${indent}${pairText},${style.lineEnd}`;
  return hasOwnLine
    ? [{ start: next, end: next, text: line }, beside]
    : [beside];
}

/** Lines more below those of a map; before them where the last value would swallow them. */
function intoBlock(map: YAMLMap, pairs: unknown, place: Place): Splice[] {
  const { text, style } = place;
  const [first] = map.items;
  const last = map.items.at(-1);
  if (!first || !last) return [];
  const [start] = pairRange(first);
  const lines = blockYaml(pairs, { style, indent: columnOf(text, start) });
  const before = lineStart(text, start);
  return [
    linesAfter(text, pairRange(last)[1], { lines, lineEnd: style.lineEnd }),
    { start: before, end: before, text: lines + style.lineEnd },
  ];
}

/** Below a key that has nothing below it yet, whatever is said beside it. */
function belowKey(
  { key, value }: Pair,
  { pairs, place }: { pairs: unknown; place: Place },
): Splice[] {
  const { text, style } = place;
  const [start, end] = rangeOf(key) ?? [0, 0];
  if (isScalar(value) && value.source) {
    const [from, to] = rangeOf(value) ?? [end, end];
    return [{ start: from, end: to, text: flowYaml(pairs, style) }];
  }
  const indent = columnOf(text, start) + style.step;
  const lines = blockYaml(pairs, { style, indent });
  return [linesAfter(text, end, { lines, lineEnd: style.lineEnd })];
}

/** Quotes stay, also where the next value could go without. */
function quotesOf(old: Scalar | undefined): Partial<YamlStyle> {
  const quotes = old?.type;
  return quotes === 'QUOTE_SINGLE' || quotes === 'QUOTE_DOUBLE'
    ? { quotes, quotesAll: true }
    : {};
}

/** Another value for a key that has one. */
function replaced(
  pair: Pair,
  { value, key, inFlow }: { value: unknown; key: string; inFlow: boolean },
  { text, style }: Place,
): Splice[] {
  const [start, end] = pairRange(pair);
  const range = rangeOf(pair.value);
  const isList = typeof value === 'object' && value !== null;
  const old = isScalar(pair.value) ? pair.value : undefined;
  const isOneLine =
    range !== undefined &&
    range[0] < range[1] &&
    !text.slice(...range).includes('\n');
  if (inFlow || (!isList && old && isOneLine)) {
    if (!range || range[0] === range[1]) return [];
    const put = flowYaml(value, { ...style, ...quotesOf(old) });
    return [{ start: range[0], end: range[1], text: put }];
  }
  const from = lineStart(text, start);
  const ends = text[end - 1] === '\n' ? end : lineEnd(text, end);
  const lines = blockYaml({ [key]: value }, { style, indent: start - from });
  const tail = text.slice(from, ends).endsWith('\n') ? style.lineEnd : '';
  return [{ start: from, end: ends, text: lines + tail }];
}

/**
 * Ways to set a field in the text of a document, the most usual one first; whoever takes
 * one sees whether the text then says what it should. None where the value is shared
 * through an anchor, or where the path leads through something that is no map.
 */
export function waysToSet(
  document: Document.Parsed,
  {
    path,
    value,
    ...place
  }: Place & { path: readonly string[]; value: unknown },
): Splice[] {
  let map: unknown = document.contents;
  let inFlow = false;
  for (const [depth, key] of path.entries()) {
    if (!isMap(map) || isAlias(map)) return [];
    inFlow ||= map.flow === true;
    const pair = pairOf(map, key);
    const rest = path.slice(depth + 1);
    if (!pair) {
      const pairs = nested([key, ...rest], value);
      return inFlow
        ? intoFlow(map, pairs, place)
        : intoBlock(map, pairs, place);
    }
    if (rest.length === 0) {
      return replaced(pair, { value, key, inFlow }, place);
    }
    const below = pair.value;
    if (isScalar(below) && below.value === null && !below.anchor) {
      return belowKey(pair, { pairs: nested(rest, value), place });
    }
    map = below;
  }
  return [];
}
