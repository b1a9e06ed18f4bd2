import {
  compareFields,
  formatFields,
  parseFields,
  pathOf,
  type FieldSet,
} from './fieldSets.ts';
import type {
  DraftObject,
  KubeObject,
  ManagedFieldsEntry,
} from './KubeObject.ts';
import { formatTime } from './KubeObject.ts';

export interface FieldWriter {
  manager: string;
  subresource?: string;
  now: Date;
}

/**
 * Field ownership after a write by PUT, POST or PATCH (not server-side apply): the writer owns what the write
 * set or changed, everybody loses what it changed or removed. An entry's time moves only when its set does.
 */
export function recordWrite(options: {
  before: KubeObject | undefined;
  after: DraftObject & { apiVersion: string };
  custom: boolean;
  writer: FieldWriter;
}): ManagedFieldsEntry[] {
  const { before, after, custom, writer } = options;
  const { written, removed } = compareFields({
    before: before ?? {},
    after,
    custom,
  });
  const entries = before?.metadata.managedFields ?? [];
  if (writer.subresource === 'scale' && !entries.some(ownsReplicas))
    return entries;
  const mine = entries.find(e => isOwnEntry(e, after.apiVersion, writer));
  const others = entries
    .filter(e => e !== mine)
    .map(e => withoutFields(e, [written, removed]))
    .filter(e => e !== undefined);
  const own = ownEntry({ mine, written, removed, after, writer });
  return sortEntries(own ? [...others, own] : others);
}

const REPLICAS = pathOf(['f:spec', 'f:replicas']);

/** A scaled number is owned by whoever scaled only where somebody owned it before. */
function ownsReplicas(entry: ManagedFieldsEntry): boolean {
  return parseFields(entry.fieldsV1).has(REPLICAS);
}

function isOwnEntry(
  entry: ManagedFieldsEntry,
  apiVersion: string,
  writer: FieldWriter,
): boolean {
  return (
    entry.manager === writer.manager &&
    entry.operation === 'Update' &&
    entry.apiVersion === apiVersion &&
    entry.subresource === writer.subresource
  );
}

function ownEntry(options: {
  mine: ManagedFieldsEntry | undefined;
  written: FieldSet;
  removed: FieldSet;
  after: { apiVersion: string };
  writer: FieldWriter;
}): ManagedFieldsEntry | undefined {
  const { mine, written, removed, after, writer } = options;
  const kept = mine ? withoutFields(mine, [removed]) : undefined;
  if (written.size === 0) return kept;
  const known = mine ? parseFields(mine.fieldsV1) : new Set<string>();
  const fields = new Set(known);
  for (const path of removed) fields.delete(path);
  for (const path of written) fields.add(path);
  return {
    apiVersion: after.apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1:
      mine && isSame(fields, known) ? mine.fieldsV1 : formatFields(fields),
    manager: writer.manager,
    operation: 'Update',
    ...(writer.subresource ? { subresource: writer.subresource } : {}),
    time: formatTime(writer.now),
  };
}

function isSame(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every(path => b.has(path));
}

export function withoutFields(
  entry: ManagedFieldsEntry,
  taken: readonly FieldSet[],
): ManagedFieldsEntry | undefined {
  const known = parseFields(entry.fieldsV1);
  const isTouched = taken.some(set => [...set].some(path => known.has(path)));
  if (!isTouched) return entry;
  const fields = new Set(known);
  for (const set of taken) for (const path of set) fields.delete(path);
  if (fields.size === 0) return undefined;
  return { ...entry, fieldsV1: formatFields(fields) };
}

export function sortEntries(
  entries: ManagedFieldsEntry[],
): ManagedFieldsEntry[] {
  const rank = (e: ManagedFieldsEntry) =>
    [
      ...[e.operation, e.time ?? '', e.manager],
      ...[e.apiVersion, e.subresource ?? ''],
    ].join('\u0000');
  return [...entries].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}
