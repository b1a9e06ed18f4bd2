import { isDeepStrictEqual } from 'node:util';
import { allocate } from './allocation.ts';
import { applyDefaults } from './defaults.ts';
import type {
  DraftObject,
  JsonObject,
  KubeObject,
  ManagedFieldsEntry,
  ObjectMeta,
} from './KubeObject.ts';
import { cloneJson, isJsonObject } from './KubeObject.ts';
import {
  storageApiVersion,
  type ResourceKind,
  type Subresource,
} from './kinds.ts';
import { recordWrite } from './managedFields.ts';
import { randomSuffix } from './names.ts';
import { forbidden, notFound } from './StatusError.ts';
import { initialStatus } from './initialStatus.ts';
import { validateChange, validateNew } from './validation.ts';

/** What a write needs to know about the store and the moment. */
export interface WriteContext {
  store: {
    get(ref: {
      resource: string;
      namespace?: string;
      name: string;
    }): KubeObject | undefined;
    kinds: { get(id: string): ResourceKind | undefined };
  };
  now: Date;
  /** `now` as RFC 3339. */
  timestamp: string;
  manager: string;
  /** Who owns which field afterwards, where the write itself settles that. */
  managedFields?: ManagedFieldsEntry[];
  uid(): string;
}

type Admit = (object: KubeObject) => KubeObject;

/** Turns what a client sent into the object that is stored. */
export function newObject(options: {
  kind: ResourceKind;
  draft: DraftObject;
  context: WriteContext;
  admit: Admit;
}): KubeObject {
  const { kind, draft, context } = options;
  const identified = identify(kind, draft, context);
  requireOpenNamespace(kind, identified, context);
  const fresh = applyDefaults(kind, withInitialStatus(kind, identified));
  const owned = withManagedFields({
    before: undefined,
    after: fresh,
    kind,
    context,
  });
  const admitted = applyDefaults(kind, cloneJson(options.admit(owned)));
  validateNew(kind, admitted);
  return allocate(kind, admitted);
}

function identify(
  kind: ResourceKind,
  draft: DraftObject,
  context: WriteContext,
): KubeObject {
  const copy = cloneJson(draft);
  const { generateName, name, ...rest } = copy.metadata;
  const metadata = {
    ...rest,
    ...(generateName ? { generateName } : {}),
    name: name || (generateName ? `${generateName}${randomSuffix()}` : ''),
    uid: context.uid(),
    creationTimestamp: context.timestamp,
    ...(kind.generation ? { generation: 1 } : {}),
  };
  delete metadata.resourceVersion;
  delete metadata.managedFields;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  if (!kind.namespaced) delete metadata.namespace;
  else metadata.namespace ??= 'default';
  dropEmpty(metadata);
  return {
    ...copy,
    apiVersion: storageApiVersion(kind),
    kind: kind.kind,
    metadata,
  };
}

/** Empty maps and lists of the metadata are not kept: the real types leave them out. */
function dropEmpty(metadata: Partial<ObjectMeta>): void {
  for (const field of [
    'labels',
    'annotations',
    'finalizers',
    'ownerReferences',
  ]) {
    const value: unknown = Reflect.get(metadata, field);
    const isEmpty =
      value === null ||
      (typeof value === 'object' && Object.keys(value).length === 0);
    if (isEmpty) Reflect.deleteProperty(metadata, field);
  }
}

function requireOpenNamespace(
  kind: ResourceKind,
  object: KubeObject,
  context: WriteContext,
): void {
  const { namespace, name } = object.metadata;
  const namespaces = context.store.kinds.get('namespaces');
  if (!namespace || !namespaces) return;
  const home = context.store.get({ resource: 'namespaces', name: namespace });
  if (!home) throw notFound(namespaces, namespace);
  if (home.metadata.deletionTimestamp) {
    throw forbidden({
      resource: kind,
      name,
      why: `unable to create new content in namespace ${namespace} because it is being terminated`,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    });
  }
}

function withInitialStatus(kind: ResourceKind, object: KubeObject): KubeObject {
  if (!kind.subresources?.includes('status')) return object;
  const { status: sent, ...rest } = object;
  const status = initialStatus(kind, { ...rest, status: sent });
  return status === undefined
    ? ({ ...rest } as KubeObject)
    : ({ ...rest, status } as KubeObject);
}

/** The object after an update; the old one itself if the update changes nothing. */
export function changedObject(options: {
  kind: ResourceKind;
  draft: KubeObject;
  old: KubeObject;
  subresource?: Subresource;
  context: WriteContext;
  admit: Admit;
}): KubeObject {
  const { kind, draft, old, subresource, context } = options;
  const merged = keepServerFields(
    selectPart(kind, draft, old, subresource),
    old,
  );
  const next = subresource ? merged : applyDefaults(kind, merged);
  const base = subresource ? old : withSentFields(old, draft);
  const owned = withManagedFields({
    before: base,
    after: next,
    kind,
    subresource,
    context,
  });
  const admitted = options.admit(owned);
  const passesFields = context.managedFields !== undefined || base !== old;
  if (
    sameContent(admitted, old) &&
    !(passesFields && hasOtherFields(owned, old))
  )
    return old;
  if (!subresource) validateChange(kind, admitted, old);
  return countGeneration(kind, admitted, old);
}

/** The part of the draft that this write may change; the rest is the old object's. */
function selectPart(
  kind: ResourceKind,
  draft: KubeObject,
  old: KubeObject,
  subresource: Subresource | undefined,
): KubeObject {
  // What a write does not touch is shared with the old object, which nobody can change.
  if (subresource === 'status') {
    return withField(old, 'status', cloneJson(draft.status));
  }
  const copy = cloneJson(draft);
  if (subresource === 'scale') {
    const spec = isJsonObject(old.spec) ? old.spec : {};
    const replicas = isJsonObject(copy.spec) ? copy.spec.replicas : undefined;
    return {
      ...old,
      spec: { ...spec, replicas },
    };
  }
  return kind.subresources?.includes('status')
    ? withField(copy, 'status', old.status)
    : copy;
}

function withField(
  object: KubeObject,
  field: string,
  value: unknown,
): KubeObject {
  const copy = { ...object };
  if (value === undefined) delete copy[field];
  else copy[field] = value;
  return copy;
}

function keepServerFields(object: KubeObject, old: KubeObject): KubeObject {
  const { metadata } = object;
  const kept = old.metadata;
  const result = { ...metadata };
  const serverFields = {
    uid: kept.uid,
    resourceVersion: kept.resourceVersion,
    generation: kept.generation,
    creationTimestamp: kept.creationTimestamp,
    deletionTimestamp: kept.deletionTimestamp,
    deletionGracePeriodSeconds: kept.deletionGracePeriodSeconds,
    managedFields: kept.managedFields,
  };
  Object.assign(result, serverFields);
  for (const [field, value] of Object.entries(serverFields)) {
    if (value === undefined) Reflect.deleteProperty(result, field);
  }
  dropEmpty(result);
  return {
    ...object,
    apiVersion: old.apiVersion,
    kind: old.kind,
    metadata: result,
  };
}

/** The object with the managed fields that a client sends, as one does that passes its fields on to another manager. */
function withSentFields(old: KubeObject, draft: KubeObject): KubeObject {
  const { managedFields: sent = [] } = draft.metadata;
  const { managedFields: known } = old.metadata;
  if (sent === known || sent.length === 0 || isDeepStrictEqual(sent, known))
    return old;
  return { ...old, metadata: { ...old.metadata, managedFields: sent } };
}

function hasOtherFields(a: KubeObject, b: KubeObject): boolean {
  const of = ({ metadata }: KubeObject) => metadata.managedFields ?? [];
  return !isDeepStrictEqual(of(a), of(b));
}

function withManagedFields(options: {
  before: KubeObject | undefined;
  after: KubeObject;
  kind: ResourceKind;
  subresource?: Subresource;
  context: WriteContext;
}): KubeObject {
  const { before, after, kind, subresource, context } = options;
  if (context.managedFields) return ownedAs(after, context.managedFields);
  const managedFields = recordWrite({
    before,
    // On creation `status` is the server's doing and nobody's field.
    after: before
      ? after
      : {
          ...after,
          status: kind.subresources?.includes('status')
            ? undefined
            : after.status,
        },
    custom: kind.custom ?? false,
    writer: { manager: context.manager, subresource, now: context.now },
  });
  return ownedAs(after, managedFields);
}

function ownedAs(
  object: KubeObject,
  managedFields: ManagedFieldsEntry[],
): KubeObject {
  const { managedFields: _old, ...metadata } = object.metadata;
  if (managedFields.length === 0) return { ...object, metadata };
  return { ...object, metadata: { ...metadata, managedFields } };
}

function countGeneration(
  kind: ResourceKind,
  object: KubeObject,
  old: KubeObject,
): KubeObject {
  if (!kind.generation || isDeepStrictEqual(desired(object), desired(old)))
    return object;
  const generation = (old.metadata.generation ?? 0) + 1;
  return { ...object, metadata: { ...object.metadata, generation } };
}

function desired(object: KubeObject): JsonObject {
  const { metadata: _metadata, status: _status, ...rest } = object;
  if (object.kind !== 'Pod' || !isJsonObject(rest.spec)) return rest;
  // Its node comes by a binding, which does not count.
  const { nodeName: _node, ...spec } = rest.spec;
  return { ...rest, spec };
}

function sameContent(a: KubeObject, b: KubeObject): boolean {
  const bare = (o: KubeObject) => {
    const {
      managedFields: _fields,
      resourceVersion: _version,
      ...metadata
    } = o.metadata;
    return { ...o, metadata };
  };
  return isDeepStrictEqual(bare(a), bare(b));
}
