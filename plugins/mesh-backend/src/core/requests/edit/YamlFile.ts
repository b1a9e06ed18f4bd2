import {
  type Document,
  isMap,
  isScalar,
  type Node,
  type Pair,
  parseAllDocuments,
  Scalar,
  visit,
  type YAMLMap,
} from 'yaml';

/** A file that can be read as YAML: its text, and its documents with their places in it. */
export interface YamlFile {
  readonly text: string;
  readonly documents: readonly Document.Parsed[];
  /** What each document says, as JSON; anchors and merge keys are followed. */
  readonly values: readonly unknown[];
}

/** How a file is written, so that what is added looks like the rest of it. */
export interface YamlStyle {
  readonly lineEnd: '\n' | '\r\n';
  /** Columns from a key to the keys below it. */
  readonly step: number;
  /** Whether the dashes of a list stand further right than its key. */
  readonly indentsLists: boolean;
  readonly quotes: 'QUOTE_SINGLE' | 'QUOTE_DOUBLE';
  /** Whether texts are quoted that need not be. */
  readonly quotesAll: boolean;
}

/** The documents of a text, or in the parser's words why it is not YAML. */
export function readYaml(
  text: string,
): YamlFile | { readonly problem: string } {
  try {
    const documents = parseAllDocuments(text, { merge: true });
    const [error] = documents.flatMap(({ errors }) => errors);
    if (error) return { problem: error.message.split('\n', 1)[0] ?? '' };
    return {
      text,
      documents: [...documents],
      values: documents.map(document => document.toJS()),
    };
  } catch (error) {
    // Aliases without end, or deeper than the parser goes.
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

/** Where the line begins in which an offset is; what marks a file as Unicode is no column. */
export function lineStart(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.startsWith('\uFEFF') ? 1 : start;
}

/** Where the line ends in which an offset is, its line end included. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  return end < 0 ? text.length : end + 1;
}

/** Columns before a place in its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset);
}

/** Start and end of what is written for a key or a value; nothing is written for some. */
export function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = (node as Node | null | undefined)?.range;
  return range ? [range[0], range[1]] : undefined;
}

/** Where a pair of a map is, from its key to the end of its value. */
export function pairRange({ key, value }: Pair): [number, number] {
  const [start, keyEnd] = rangeOf(key) ?? [0, 0];
  // Where nothing is written, the value is somewhere behind the comments.
  const [from, end] = rangeOf(value) ?? [keyEnd, keyEnd];
  return [start, from === end ? keyEnd : end];
}

/** The pair of a map that has this key. */
export function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find(
    pair => isScalar(pair.key) && String(pair.key.value) === key,
  );
}

function mostOf<Value>(values: readonly Value[], otherwise: Value): Value {
  const counts = new Map<Value, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first ? first[0] : otherwise;
}

/** What a document is most often written like. */
export function styleOf(text: string, document: Document.Parsed): YamlStyle {
  const steps: number[] = [];
  const lists: boolean[] = [];
  const quotes: YamlStyle['quotes'][] = [];
  visit(document, {
    Scalar(_key, { type }) {
      if (type === 'QUOTE_SINGLE' || type === 'QUOTE_DOUBLE') quotes.push(type);
    },
    Pair(_key, { key, value }) {
      const [at] = rangeOf(key) ?? [];
      const [below] = rangeOf(value) ?? [];
      if (at === undefined || below === undefined) return;
      const columns = columnOf(text, below) - columnOf(text, at);
      if (lineStart(text, below) === lineStart(text, at)) return;
      if (isMap(value) && columns > 0) steps.push(columns);
      else if (text[below] === '-') lists.push(columns > 0);
    },
  });
  const ends = text.match(/\r?\n/g) ?? [];
  return {
    lineEnd: mostOf(ends, '\n') === '\r\n' ? '\r\n' : '\n',
    step: mostOf(steps, 2),
    indentsLists: mostOf(lists, true),
    quotes: mostOf(quotes, Scalar.QUOTE_SINGLE),
    quotesAll: false,
  };
}
