import {
  compareFields,
  elementsOf,
  formatFields,
  isWithin,
  parseFields,
  type FieldSet,
} from '../fieldSets.ts';
import {
  formatTime,
  isJsonObject,
  type DraftObject,
  type JsonObject,
  type KubeObject,
  type ManagedFieldsEntry,
} from '../KubeObject.ts';
import {
  storageApiVersion,
  type ResourceKind,
  type Subresource,
} from '../kinds.ts';
import { sortEntries, withoutFields } from '../managedFields.ts';
import { appliedFields } from './appliedFields.ts';
import { applyConflict, type Conflict } from './conflicts.ts';
import { ownedByLastApplied, withLastApplied } from './lastApplied.ts';
import { mergeApplied } from './mergeApplied.ts';
import { removeFields } from './removeFields.ts';

export interface ApplyRequest {
  kind: ResourceKind;
  /** The object as it is; undefined where there is none. */
  live: KubeObject | undefined;
  config: DraftObject;
  manager: string;
  subresource?: Subresource;
  /** Takes fields away from other managers. */
  force: boolean;
  now: Date;
}

/** What an apply would make of the object, and who owns which of its fields then. */
export interface AppliedObject {
  object: DraftObject;
  managedFields: ManagedFieldsEntry[];
}

/**
 * Server-side apply: merges what is applied into the live object and takes away what the manager applied before, does not
 * any more, and nobody else owns. Throws the 409 that names the other managers, unless it is forced.
 */
export function planApply(request: ApplyRequest): AppliedObject {
  const { kind, live, config, manager } = request;
  const custom = kind.custom ?? false;
  const said = saidIn(request);
  const before: JsonObject = live ?? {};
  const entries = live?.metadata.managedFields ?? [];
  const mine = entries.find(entry => isOwn(entry, request));
  const others = entries.filter(entry => entry !== mine);
  const fields = appliedFields(said, custom);
  const merged = mergeApplied(before, said, custom);
  const dropped = droppedFields({ mine, others, fields, merged });
  const after = removeFields(merged, dropped, custom);
  const changes = compareFields({ before, after, custom });
  if (!request.force && live) {
    const allowed = ownedByLastApplied(live, manager, custom);
    refuseConflicts(others, changes.written, allowed);
  }
  const taken = [changes.written, changes.removed];
  const kept = others.flatMap(entry => withoutFields(entry, taken) ?? []);
  const isChange = taken.some(set => set.size > 0);
  const own = ownEntry({ request, mine, fields, isChange });
  const object = { ...after, metadata: metadataOf(after) };
  return {
    object: withLastApplied(object, config, manager),
    managedFields: sortEntries(own ? [...kept, own] : kept),
  };
}

/** The part of what is applied that this write is about; the server's own fields are nobody's to apply. */
function saidIn(request: ApplyRequest): JsonObject {
  const { config, kind, subresource, live } = request;
  const { status, ...rest } = config;
  if (subresource === 'status') return status === undefined ? {} : { status };
  if (subresource === 'scale') {
    const spec = isJsonObject(config.spec) ? config.spec : {};
    return { spec: { replicas: spec.replicas } };
  }
  const { name, namespace, labels, annotations, finalizers, ownerReferences } =
    config.metadata;
  const own = { labels, annotations, finalizers, ownerReferences };
  const metadata = {
    ...(live ? {} : { name, namespace }),
    ...Object.fromEntries(
      Object.entries(own).filter(([, value]) => value !== undefined),
    ),
  };
  const main = kind.subresources?.includes('status') ? rest : config;
  const { apiVersion: _version, kind: _kind, ...said } = main;
  return { ...said, metadata };
}

function metadataOf(object: JsonObject): DraftObject['metadata'] {
  return isJsonObject(object.metadata) ? object.metadata : {};
}

function isOwn(entry: ManagedFieldsEntry, request: ApplyRequest): boolean {
  return (
    entry.operation === 'Apply' &&
    entry.manager === request.manager &&
    entry.subresource === request.subresource
  );
}

/** What the manager applied before and does not any more, where nobody else has it. */
function droppedFields(options: {
  mine: ManagedFieldsEntry | undefined;
  others: readonly ManagedFieldsEntry[];
  fields: FieldSet;
  merged: JsonObject;
}): string[] {
  const { mine, others, fields } = options;
  if (!mine) return [];
  const owned = others.map(entry => parseFields(entry.fieldsV1));
  const isOwned = (path: string) =>
    fields.has(path) || owned.some(set => set.has(path));
  const all = [...fields, ...owned.flatMap(set => [...set])];
  return [...parseFields(mine.fieldsV1)].filter(
    path =>
      !isOwned(path) &&
      // An empty map that others have filled since; members of lists go with all that is in them.
      (isMember(path) || !all.some(other => isWithin(other, path))),
  );
}

function isMember(path: string): boolean {
  const last = elementsOf(path).at(-1) ?? '';
  return last.startsWith('k:') || last.startsWith('v:');
}

function refuseConflicts(
  others: readonly ManagedFieldsEntry[],
  written: FieldSet,
  allowed: ReadonlySet<string>,
): void {
  const conflicts: Conflict[] = [];
  for (const owner of others) {
    const known = parseFields(owner.fieldsV1);
    const paths = [...written].filter(
      path => known.has(path) && !allowed.has(path),
    );
    if (paths.length > 0) conflicts.push({ owner, paths });
  }
  if (conflicts.length > 0) throw applyConflict(conflicts);
}

function ownEntry(options: {
  request: ApplyRequest;
  mine: ManagedFieldsEntry | undefined;
  fields: FieldSet;
  isChange: boolean;
}): ManagedFieldsEntry | undefined {
  const { request, mine, fields, isChange } = options;
  if (fields.size === 0) return undefined;
  const { manager, subresource, kind, now } = request;
  const time = isChange ? formatTime(now) : mine?.time;
  return {
    apiVersion: storageApiVersion(kind),
    fieldsType: 'FieldsV1',
    fieldsV1: formatFields(fields),
    manager,
    operation: 'Apply',
    ...(subresource ? { subresource } : {}),
    ...(time ? { time } : {}),
  };
}
