import type { FieldChange } from '@meshport/plugin-mesh-common';
import { canonicalJson } from '../../contentHash';
import { type KubernetesObject, valueAt } from '../liveObject';
import { withFields } from '../showChange';
import { waysToRemove } from './removeField';
import { waysToSet } from './setField';
import { spliced, type Splice } from './Splice';
import { readYaml, styleOf, type YamlFile } from './YamlFile';

type Field = Pick<FieldChange, 'path' | 'value'>;

/** What is asked of a text; `index` is that of the document in it. */
export interface FieldEdit {
  readonly index: number;
  readonly fields: readonly Field[];
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJson(one ?? null) === canonicalJson(other ?? null);
}

function objectOf(value: unknown): KubernetesObject {
  const isObject =
    typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? { ...value } : {};
}

/** Whether a text says what the one before said, but for one field of one document. */
function saysIt(
  before: YamlFile,
  text: string,
  { index, field }: { index: number; field: Field },
): boolean {
  const after = readYaml(text);
  if ('problem' in after) return false;
  if (after.values.length !== before.values.length) return false;
  const now = objectOf(after.values[index]);
  const was = objectOf(before.values[index]);
  return (
    isSame(valueAt(now, field.path), field.value) &&
    isSame(withFields(now, [field]), withFields(was, [field])) &&
    after.values.every(
      (value, at) => at === index || isSame(value, before.values[at]),
    )
  );
}

function waysTo(
  file: YamlFile,
  index: number,
  { path, value }: Field,
): Splice[] {
  const { text } = file;
  const document = file.documents[index];
  if (!document) return [];
  return value === undefined
    ? waysToRemove(document, { text, path })
    : waysToSet(document, {
        text,
        path,
        value,
        style: styleOf(text, document),
      });
}

/**
 * Sets and removes exactly these fields of one document; every other line of the text
 * stays as it is, byte for byte, and what it said of everything else is read again to be
 * sure. Undefined where no way was found to do that.
 */
export function editFields(
  given: YamlFile,
  { index, fields }: FieldEdit,
): string | undefined {
  let file = given;
  for (const field of fields) {
    const at = valueAt(file.values[index], field.path);
    if (isSame(at, field.value)) continue;
    const before = file;
    const text = waysTo(file, index, field)
      .map(way => spliced(before.text, way))
      .find(one => saysIt(before, one, { index, field }));
    const after = text === undefined ? undefined : readYaml(text);
    if (!after || 'problem' in after) return undefined;
    file = after;
  }
  return file.text;
}
