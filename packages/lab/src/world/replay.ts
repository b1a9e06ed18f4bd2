import { applyObject } from '../apiserver/apply/applyObject.ts';
import type { DraftObject, KubeObject } from '../apiserver/KubeObject.ts';
import { formatTime } from '../apiserver/KubeObject.ts';
import { resourceId } from '../apiserver/kinds.ts';
import { bundleOf } from '../apiserver/kinds/bundles.ts';
import type { ObjectRef } from '../apiserver/kinds.ts';
import type { Store } from '../apiserver/Store.ts';
import { refOf } from '../controllers/Controller.ts';
import { KUSTOMIZE_CONTROLLER } from '../flux/kustomizationController.ts';
import { selects } from '../controllers/selectors.ts';
import type {
  HistoryAction,
  HistoryStep,
  ObjectSelection,
  World,
} from './World.ts';

/** Does what one step of a world's history says, at the store's present time. */
export function performStep(
  store: Store,
  world: World,
  { action, manager }: HistoryStep,
): void {
  switch (action.type) {
    case 'apply':
      for (const file of action.files) {
        for (const object of world.manifests[file])
          applyFrom(file, object, { store, world, manager });
      }
      return;
    case 'delete':
      store.delete(find(store, action.target));
      return;
    default:
      change(store, action, manager);
  }
}

function applyFrom(
  file: string,
  object: DraftObject,
  options: { store: Store; world: World; manager: string },
): void {
  const { store, world, manager } = options;
  try {
    apply(store, object, manager);
  } catch (error) {
    const { namespace, name } = object.metadata;
    const where = namespace ? `${namespace}/${name}` : name;
    throw new Error(
      `World ${world.name}, ${file}, ${object.kind} ${where}: ${
        (error as Error).message
      }`,
      { cause: error },
    );
  }
}

function change(
  store: Store,
  action: Extract<HistoryAction, { type: 'patch' | 'restart' }>,
  manager: string,
): void {
  const patch =
    action.type === 'patch' ? action.patch : restartPatch(store.clock.now());
  store.patch(
    find(store, action.target),
    { type: 'merge', body: patch },
    { manager },
  );
}

/** What `kubectl rollout restart` writes. */
function restartPatch(now: Date): Record<string, unknown> {
  const annotations = { 'kubectl.kubernetes.io/restartedAt': formatTime(now) };
  return { spec: { template: { metadata: { annotations } } } };
}

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Creates the object, or replaces what the manifest says about one that is there. */
function apply(store: Store, manifest: DraftObject, manager: string): void {
  const owned = withLiveOwners(store, manifest);
  const object =
    manager === 'kubectl-client-side-apply' ? withLastApplied(owned) : owned;
  const resource = resourceOf(store, object);
  const { name = '', namespace, labels, annotations } = object.metadata;
  const ref = { resource, namespace, name };
  if (manager === KUSTOMIZE_CONTROLLER) {
    applyObject(store, ref, object, { manager, force: true });
    reportStatus(store, ref, object, manager);
    return;
  }
  if (!store.get(ref)) {
    store.create(resource, object, { manager });
    reportStatus(store, ref, object, manager);
    return;
  }
  const {
    apiVersion: _version,
    kind: _kind,
    metadata: _metadata,
    status: _status,
    ...fields
  } = object;
  store.modify(
    ref,
    copy => {
      Object.assign(copy, structuredClone(fields));
      if (labels) copy.metadata.labels = { ...copy.metadata.labels, ...labels };
      if (annotations)
        copy.metadata.annotations = {
          ...copy.metadata.annotations,
          ...annotations,
        };
    },
    { manager },
  );
  reportStatus(store, ref, object, manager);
}

/** Owners that are there by the uid that they got; one of a kind that nobody serves keeps the uid in the manifest. */
function withLiveOwners(store: Store, manifest: DraftObject): DraftObject {
  const { ownerReferences, namespace } = manifest.metadata;
  if (!ownerReferences) return manifest;
  const owners = ownerReferences.map(owner => {
    const kind = store.kinds.ofObject(owner);
    const ref = kind && { resource: resourceId(kind), name: owner.name };
    const home = kind?.namespaced ? { namespace } : {};
    const live = ref && store.get({ ...ref, ...home });
    return live ? { ...owner, uid: live.metadata.uid ?? owner.uid } : owner;
  });
  const metadata = { ...manifest.metadata, ownerReferences: owners };
  return { ...manifest, metadata };
}

/** A status in a manifest is what a controller would report that the lab does not have. */
function reportStatus(
  store: Store,
  ref: ObjectRef,
  { status }: DraftObject,
  manager: string,
): void {
  const { subresources } = store.kindOf(ref.resource);
  if (status === undefined || !subresources?.includes('status')) return;
  store.modify(
    ref,
    copy => {
      copy.status = structuredClone(status);
    },
    { manager, subresource: 'status' },
  );
}

function withLastApplied(manifest: DraftObject): DraftObject {
  const annotations = { ...manifest.metadata.annotations };
  const applied = {
    ...manifest,
    metadata: { ...manifest.metadata, annotations },
  };
  const metadata = {
    ...manifest.metadata,
    annotations: {
      ...annotations,
      [lastApplied]: `${JSON.stringify(applied)}\n`,
    },
  };
  return { ...manifest, metadata };
}

function resourceOf(
  store: Store,
  object: { apiVersion?: string; kind?: string },
): string {
  const kind = store.kinds.ofObject(object);
  if (kind) return resourceId(kind);
  const bundle = bundleOf(object);
  throw new Error(
    `The cluster serves no ${object.kind} of ${object.apiVersion}${
      bundle ? `; add ${bundle} to "serves" in its cluster.yaml` : ''
    }`,
  );
}

/** The one object that a step is about; throws when there is none, so that a typing error is noticed. */
function find(store: Store, selection: ObjectSelection): ObjectRef {
  const kind = store.kinds
    .all()
    .find(candidate => candidate.kind === selection.kind);
  if (!kind) throw new Error(`The cluster serves no ${selection.kind}`);
  const resource = selection.apiVersion
    ? resourceOf(store, selection)
    : resourceId(kind);
  const { namespace, name, matchLabels, pick = 0 } = selection;
  const matching = store
    .list(resource, { namespace })
    .items.filter(object => !object.metadata.deletionTimestamp)
    .filter(object =>
      name
        ? object.metadata.name === name
        : selects({ matchLabels }, object.metadata.labels),
    )
    .sort(byAge);
  const found = matching[pick];
  if (!found)
    throw new Error(
      `There is no ${selection.kind} ${JSON.stringify(selection)}`,
    );
  return refOf(resource, found);
}

function byAge(a: KubeObject, b: KubeObject): number {
  const [older, younger] = [a, b].map(
    object => object.metadata.creationTimestamp ?? '',
  );
  return (
    older.localeCompare(younger) ||
    a.metadata.name.localeCompare(b.metadata.name)
  );
}
