import { isSeq, type YAMLSeq } from 'yaml';
import { canonicalJson } from '../../contentHash';
import { valueAt } from '../liveObject';
import { editFields } from './editFields';
import { linesAfter, spliced, type Splice, withoutLines } from './Splice';
import { blockYaml, flowYaml } from './writeYaml';
import {
  columnOf,
  lineEnd,
  lineStart,
  rangeOf,
  readYaml,
  styleOf,
  type YamlFile,
} from './YamlFile';

/** Where a list is: in which document of the text, and under which keys. */
export interface ListPlace {
  readonly index: number;
  readonly path: readonly string[];
}

function listAt(file: YamlFile, { index, path }: ListPlace): unknown[] {
  const list = valueAt(file.values[index], path);
  return Array.isArray(list) ? list : [];
}

/** The text with the list changed as said, if that is all that it then says otherwise. */
function changed(
  file: YamlFile,
  { index, path }: ListPlace,
  { splice, list }: { splice: Splice; list: readonly unknown[] },
): string | undefined {
  const text = spliced(file.text, splice);
  const after = readYaml(text);
  if ('problem' in after) return undefined;
  const same = (one: unknown, other: unknown) =>
    canonicalJson(one ?? null) === canonicalJson(other ?? null);
  const isSo =
    same(listAt(after, { index, path }), list) &&
    after.values.length === file.values.length &&
    after.values.every(
      (value, at) => at === index || same(value, file.values[at]),
    );
  return isSo ? text : undefined;
}

function sequenceAt(
  file: YamlFile,
  { index, path }: ListPlace,
): YAMLSeq | undefined {
  const node = file.documents[index]?.getIn(path, true);
  return isSeq(node) ? node : undefined;
}

/** The dash before an item of a list in lines of its own. */
function dashOf(text: string, item: unknown): number | undefined {
  const [start] = rangeOf(item) ?? [0];
  const dash = text.lastIndexOf('-', start - 1);
  return text.slice(dash + 1, start).trim() === '' ? dash : undefined;
}

/**
 * The text with one value more at the end of a list, which is made where there is none.
 * Undefined where no way was found that leaves the rest as it is.
 */
export function appendItem(
  file: YamlFile,
  place: ListPlace,
  item: unknown,
): string | undefined {
  const { text, documents } = file;
  const document = documents[place.index];
  const sequence = sequenceAt(file, place);
  const list = [...listAt(file, place), item];
  const last = sequence?.items.at(-1);
  if (!document || !sequence || !last) {
    const field = { path: [...place.path], value: list };
    return editFields(file, { index: place.index, fields: [field] });
  }
  const style = styleOf(text, document);
  const [, end] = rangeOf(last) ?? [0, 0];
  if (sequence.flow) {
    const put = `, ${flowYaml(item, style)}`;
    return changed(file, place, {
      splice: { start: end, end, text: put },
      list,
    });
  }
  const dash = dashOf(text, last);
  if (dash === undefined) return undefined;
  const lines = blockYaml([item], {
    style: { ...style, indentsLists: false },
    indent: columnOf(text, dash),
  });
  const splice = linesAfter(text, end, { lines, lineEnd: style.lineEnd });
  return changed(file, place, { splice, list });
}

function itemSplice(
  text: string,
  sequence: YAMLSeq,
  at: number,
): Splice | undefined {
  const [start, end] = rangeOf(sequence.items[at]) ?? [0, 0];
  if (sequence.items.length === 1) {
    const [from, to] = rangeOf(sequence) ?? [start, end];
    if (sequence.flow) return { start: from, end: to, text: '[]' };
    // On the line of its key: a list without items has to say that it is one.
    const key = text.slice(0, from).trimEnd().length;
    return {
      start: key,
      end: text.slice(0, end).trimEnd().length,
      text: ' []',
    };
  }
  if (sequence.flow) {
    const [next] = rangeOf(sequence.items[at + 1]) ?? [];
    if (next !== undefined) return { start, end: next, text: '' };
    const [, before] = rangeOf(sequence.items[at - 1]) ?? [start, start];
    return { start: before, end, text: '' };
  }
  const dash = dashOf(text, sequence.items[at]);
  if (dash === undefined) return undefined;
  const from = lineStart(text, dash);
  const until = text[end - 1] === '\n' ? end : lineEnd(text, end);
  return withoutLines(text, { start: from, end: until });
}

/** The text with one value less in a list; undefined as for more of them. */
export function removeItem(
  file: YamlFile,
  place: ListPlace,
  at: number,
): string | undefined {
  const sequence = sequenceAt(file, place);
  const splice = sequence && itemSplice(file.text, sequence, at);
  if (!splice) return undefined;
  const list = listAt(file, place).filter((_item, index) => index !== at);
  return changed(file, place, { splice, list });
}
