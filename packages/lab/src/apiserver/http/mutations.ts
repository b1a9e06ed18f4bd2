import type { DeleteOptions, PropagationPolicy } from '../deletion.ts';
import type { DraftObject, JsonObject, KubeObject } from '../KubeObject.ts';
import { isJsonObject } from '../KubeObject.ts';
import {
  apiVersionOf,
  type ObjectRef,
  type ResourceKind,
  type Subresource,
} from '../kinds.ts';
import type { Store, WriteOptions } from '../Store.ts';
import { badRequest, invalid, notFound } from '../StatusError.ts';
import {
  parseDryRun,
  parseText,
  readBody,
  readObject,
  type ApiRequest,
} from './ApiRequest.ts';

/** The object or collection that a request is about. */
export interface Target {
  kind: ResourceKind;
  /** The kind's id. */
  resource: string;
  version: string;
  namespace?: string;
  name?: string;
  subresource?: Subresource;
}

export type NamedTarget = Target & { name: string };

export async function createObject(
  store: Store,
  request: ApiRequest,
  target: Target,
): Promise<KubeObject> {
  const { kind, resource, namespace } = target;
  const body = await readObject(request, kind.kind);
  const draft = asDraft(body, target);
  const home = kind.namespaced ? { namespace } : {};
  const metadata = { ...draft.metadata, ...home };
  return store.create(
    resource,
    { ...draft, metadata },
    writeOptions(request, target, 'CreateOptions'),
  );
}

export async function replaceObject(
  store: Store,
  request: ApiRequest,
  target: NamedTarget,
): Promise<KubeObject> {
  const { kind, resource, subresource, name, namespace } = target;
  const options = writeOptions(request, target, 'UpdateOptions');
  const scale = subresource === 'scale';
  const body = await readObject(request, scale ? 'Scale' : kind.kind);
  if (scale) return writeScale(store, target, body, options);
  const draft = asDraft(body, target);
  const sent = draft.metadata.name;
  if (sent && sent !== name) {
    throw badRequest(
      `the name of the object (${sent}) does not match the name on the URL (${name})`,
    );
  }
  const object: KubeObject = {
    ...draft,
    apiVersion: apiVersionOf(kind.group, kind.versions[0]),
    kind: kind.kind,
    metadata: { ...draft.metadata, name, ...(namespace ? { namespace } : {}) },
  };
  return store.update(resource, object, options);
}

export function writeScale(
  store: Store,
  target: NamedTarget,
  scale: JsonObject,
  options: WriteOptions,
): KubeObject {
  const current = existing(store, target);
  const wanted = isJsonObject(scale.spec) ? scale.spec.replicas ?? 0 : 0;
  if (typeof wanted !== 'number' || wanted < 0 || !Number.isInteger(wanted)) {
    throw invalid({
      group: 'autoscaling',
      kind: 'Scale',
      name: target.name,
      problems: [
        {
          field: 'spec.replicas',
          reason: 'FieldValueInvalid',
          message: `Invalid value: ${JSON.stringify(
            wanted,
          )}: must be greater than or equal to 0`,
        },
      ],
    });
  }
  const metadata = isJsonObject(scale.metadata) ? scale.metadata : {};
  const { resourceVersion } = metadata;
  const locked =
    typeof resourceVersion === 'string' && resourceVersion !== ''
      ? { resourceVersion }
      : { resourceVersion: undefined };
  const spec = isJsonObject(current.spec) ? current.spec : {};
  return store.update(
    target.resource,
    {
      ...current,
      metadata: { ...current.metadata, ...locked },
      spec: { ...spec, replicas: wanted },
    },
    options,
  );
}

/** What a deletion did: the object as it was or still is, and whether it is gone. */
export interface Deletion {
  object: KubeObject;
  gone: boolean;
}

export async function deleteObject(
  store: Store,
  request: ApiRequest,
  target: NamedTarget,
): Promise<Deletion> {
  const options = await readDeleteOptions(request);
  const before = existing(store, target);
  const remains = store.delete(refOf(target), options);
  return { object: remains ?? before, gone: remains === undefined };
}

/** Deletes what the selectors choose; answers with what was there. */
export async function deleteCollection(options: {
  store: Store;
  request: ApiRequest;
  target: Target;
  objects: readonly KubeObject[];
}): Promise<void> {
  const { store, request, target, objects } = options;
  const deletion = await readDeleteOptions(request);
  for (const object of objects) {
    const { name, namespace } = object.metadata;
    store.delete({ resource: target.resource, namespace, name }, deletion);
  }
}

async function readDeleteOptions(request: ApiRequest): Promise<DeleteOptions> {
  const { query } = request;
  const text = await readBody(request.incoming);
  const parsed = text.trim()
    ? parseText(text, request.contentType, why =>
        badRequest(`invalid delete options: ${why}`),
      )
    : {};
  const body = isJsonObject(parsed) ? parsed : {};
  const policy = body.propagationPolicy ?? query.get('propagationPolicy');
  const seconds =
    body.gracePeriodSeconds ?? query.get('gracePeriodSeconds') ?? undefined;
  const sent = Array.isArray(body.dryRun) ? body.dryRun : [];
  const dryRun = [...sent, ...query.getAll('dryRun')];
  return {
    propagation: propagationOf(policy, body.orphanDependents),
    gracePeriodSeconds: seconds === undefined ? undefined : Number(seconds),
    preconditions: preconditionsOf(body.preconditions),
    dryRun: parseDryRun(dryRun, 'DeleteOptions'),
  };
}

function propagationOf(
  policy: unknown,
  orphanDependents: unknown,
): PropagationPolicy | undefined {
  if (orphanDependents === true) return 'Orphan';
  if (policy === null || policy === undefined || policy === '')
    return undefined;
  if (
    policy === 'Orphan' ||
    policy === 'Background' ||
    policy === 'Foreground'
  ) {
    return policy;
  }
  throw invalid({
    group: 'meta.k8s.io',
    kind: 'DeleteOptions',
    name: '',
    problems: [
      {
        field: 'propagationPolicy',
        reason: 'FieldValueNotSupported',
        message: `Unsupported value: ${JSON.stringify(
          policy,
        )}: supported values: "Foreground", "Background", "Orphan", "nil"`,
      },
    ],
  });
}

function preconditionsOf(value: unknown): DeleteOptions['preconditions'] {
  if (!isJsonObject(value)) return undefined;
  const text = (field: unknown) =>
    typeof field === 'string' ? field : undefined;
  return {
    uid: text(value.uid),
    resourceVersion: text(value.resourceVersion),
  };
}

function asDraft(body: JsonObject, target: Target): DraftObject {
  const { kind, version, namespace } = target;
  if (body.kind !== undefined && body.kind !== kind.kind) {
    throw badRequest(
      `${String(body.kind)} in version "${version}" cannot be handled as a ${
        kind.kind
      }`,
    );
  }
  const metadata = isJsonObject(body.metadata) ? body.metadata : {};
  if (metadata.namespace && namespace && metadata.namespace !== namespace) {
    throw badRequest(
      'the namespace of the provided object does not match the namespace sent on the request',
    );
  }
  return { ...body, metadata } as DraftObject;
}

export function writeOptions(
  request: ApiRequest,
  target: Target,
  optionsKind: string,
): WriteOptions {
  return {
    manager: request.manager,
    subresource: target.subresource,
    dryRun: parseDryRun(request.query.getAll('dryRun'), optionsKind),
  };
}

export function refOf(target: NamedTarget): ObjectRef {
  const { resource, namespace, name } = target;
  return { resource, namespace, name };
}

export function existing(store: Store, target: NamedTarget): KubeObject {
  const object = store.get(refOf(target));
  if (!object) throw notFound(target.kind, target.name);
  return object;
}
