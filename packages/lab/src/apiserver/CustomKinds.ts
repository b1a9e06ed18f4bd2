import type { Change } from './History.ts';
import type { JsonObject, KubeObject } from './KubeObject.ts';
import { formatTime, isJsonObject } from './KubeObject.ts';
import { resourceId, type ResourceKind, type Subresource } from './kinds.ts';
import type { Store } from './Store.ts';

const DEFINITIONS = 'customresourcedefinitions.apiextensions.k8s.io';
const MANAGER = 'kube-apiserver';

/**
 * Serves the kinds that CustomResourceDefinitions in the store describe, from the moment they are created until they
 * are deleted, with their objects. Schemas are not enforced. Returns the function that ends it.
 */
export function serveCustomKinds(store: Store): () => void {
  if (!store.kinds.get(DEFINITIONS)) return () => {};
  for (const definition of store.list(DEFINITIONS).items) {
    serve(store, definition);
  }
  return store.watch(change => {
    if (change.resource === DEFINITIONS) follow(store, change);
  });
}

function follow(store: Store, change: Change): void {
  if (change.type === 'DELETED') withdraw(store, change.object);
  else serve(store, change.object);
}

function serve(store: Store, definition: KubeObject): void {
  const kind = kindOf(definition);
  if (!kind) return;
  store.kinds.add(kind);
  const status = isJsonObject(definition.status) ? definition.status : {};
  if (status.acceptedNames) return;
  const { name } = definition.metadata;
  store.modify(
    { resource: DEFINITIONS, name },
    object => {
      object.status = acceptedStatus(store, definition, kind);
    },
    { manager: MANAGER, subresource: 'status' },
  );
}

function withdraw(store: Store, definition: KubeObject): void {
  const kind = kindOf(definition);
  if (!kind) return;
  const resource = resourceId(kind);
  for (const { metadata } of store.list(resource).items) {
    const { namespace, name } = metadata;
    store.delete({ resource, namespace, name });
  }
  store.kinds.remove(resource);
}

/** The kind that a definition describes, or `undefined` when it lacks what is needed. */
function kindOf(definition: KubeObject): ResourceKind | undefined {
  const spec = isJsonObject(definition.spec) ? definition.spec : {};
  const names = isJsonObject(spec.names) ? spec.names : {};
  const versions = servedVersions(spec);
  const { group } = spec;
  const { plural, kind } = names;
  if (
    typeof group !== 'string' ||
    typeof plural !== 'string' ||
    typeof kind !== 'string' ||
    versions.length === 0
  ) {
    return undefined;
  }
  return {
    group,
    versions: versions.map(version => String(version.name)),
    plural,
    singular:
      typeof names.singular === 'string' ? names.singular : kind.toLowerCase(),
    kind,
    namespaced: spec.scope !== 'Cluster',
    shortNames: texts(names.shortNames),
    categories: texts(names.categories),
    subresources: subresourcesOf(versions[0]),
    generation: true,
    custom: true,
  };
}

/** The storage version comes first: objects are kept in it. */
function servedVersions(spec: JsonObject): JsonObject[] {
  const versions = Array.isArray(spec.versions)
    ? spec.versions.filter(isJsonObject)
    : [];
  return versions
    .filter(version => version.served !== false)
    .sort((a, b) => Number(b.storage === true) - Number(a.storage === true));
}

function subresourcesOf(version: JsonObject): Subresource[] {
  const { subresources } = version;
  if (!isJsonObject(subresources)) return [];
  return (['status', 'scale'] as const).filter(name => subresources[name]);
}

function texts(list: unknown): string[] {
  return Array.isArray(list) ? list.map(String) : [];
}

function acceptedStatus(
  store: Store,
  definition: KubeObject,
  kind: ResourceKind,
): JsonObject {
  const spec = isJsonObject(definition.spec) ? definition.spec : {};
  const names = isJsonObject(spec.names) ? spec.names : {};
  const condition = (type: string, reason: string, message: string) => ({
    type,
    status: 'True',
    lastTransitionTime: formatTime(store.clock.now()),
    reason,
    message,
  });
  return {
    acceptedNames: {
      ...names,
      singular: kind.singular,
      listKind: names.listKind ?? `${kind.kind}List`,
    },
    conditions: [
      condition('NamesAccepted', 'NoConflicts', 'no conflicts found'),
      condition(
        'Established',
        'InitialNamesAccepted',
        'the initial names have been accepted',
      ),
    ],
    storedVersions: [kind.versions[0]],
  };
}
