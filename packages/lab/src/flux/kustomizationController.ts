import { createHash } from 'node:crypto';
import { applyObject } from '../apiserver/apply/applyObject.ts';
import {
  formatTime,
  isJsonObject,
  type DraftObject,
  type JsonObject,
  type KubeObject,
} from '../apiserver/KubeObject.ts';
import { resourceId, type ObjectRef } from '../apiserver/kinds.ts';
import { StatusError } from '../apiserver/StatusError.ts';
import type { Store } from '../apiserver/Store.ts';
import { refOf, type Controller } from '../controllers/Controller.ts';
import { BuildError } from './build/BuildError.ts';
import { buildDirectory } from './build/buildDirectory.ts';
import { failing, statusOf, writeOutcome } from './fluxStatus.ts';
import {
  fetchedRevision,
  GIT_REPOSITORIES,
} from './gitRepositoryController.ts';
import type { GitSource } from './GitSource.ts';
import {
  entryOf,
  inventoryOf,
  refOfEntry,
  type InventoryEntry,
} from './inventory.ts';
import { INTERVAL, isOrder, isRunning, isSuspended } from './running.ts';

export const KUSTOMIZATIONS = 'kustomizations.kustomize.toolkit.fluxcd.io';

/** Field manager and name of the controller that applies directories of a repository. */
export const KUSTOMIZE_CONTROLLER = 'kustomize-controller';

const LABELS = 'kustomize.toolkit.fluxcd.io';

interface Reconciliation {
  store: Store;
  ref: ObjectRef;
  object: KubeObject;
  now: Date;
}

/** Whether a cluster has any: then Flux writes its objects, or some of them. */
export function hasKustomizations(store: Store): boolean {
  return (
    store.kinds.get(KUSTOMIZATIONS) !== undefined &&
    store.list(KUSTOMIZATIONS).items.length > 0
  );
}

/** Builds the directories of Kustomizations, applies them server-side and removes what has left them. */
export function kustomizationController(source: GitSource): Controller {
  return {
    name: KUSTOMIZE_CONTROLLER,
    *concerns({ resource, object, previous, type }, { store }) {
      if (type === 'DELETED') return;
      if (resource === KUSTOMIZATIONS && isOrder(object, previous))
        yield refOf(resource, object);
      const hasFetched =
        resource === GIT_REPOSITORIES &&
        fetchedRevision(object) !== (previous && fetchedRevision(previous));
      if (!hasFetched) return;
      for (const item of store.list(KUSTOMIZATIONS).items)
        yield refOf(KUSTOMIZATIONS, item);
    },
    reconcile(ref, { store, timeline }) {
      const object = store.get(ref);
      if (!source.snapshot || !object || isSuspended(object)) return undefined;
      if (isRunning(store, KUSTOMIZE_CONTROLLER))
        reconcile(source, { store, ref, object, now: timeline.now() });
      return { againAfter: INTERVAL };
    },
  };
}

function reconcile(source: GitSource, work: Reconciliation): void {
  const { store, object } = work;
  const { snapshot } = source;
  const repository = store.get({
    resource: GIT_REPOSITORIES,
    ...sourceOf(object),
  });
  const spec = isJsonObject(repository?.spec) ? repository.spec : {};
  // Another repository is one that the lab does not have; its objects are as their world says.
  if (!snapshot || (repository && spec.url !== source.url)) return;
  const revision = repository && fetchedRevision(repository);
  if (!repository || !revision) {
    const why = 'Source artifact not found, retrying in 30s';
    fail(work, 'ArtifactFailed', why);
    return;
  }
  // Fetched a moment ago, and read here at once: the artifact is what the source is at, unless fetching fails.
  if (revision !== snapshot.revision) return;
  try {
    const built = buildDirectory(snapshot.files, pathOf(object));
    const labelled = built.map(item => ownedBy(item, object));
    for (const item of inOrder(labelled)) applyItem(store, item);
    prune(work, labelled);
    succeed(work, labelled, revision);
  } catch (error) {
    if (error instanceof BuildError)
      fail(work, error.reason, error.message, revision);
    else if (error instanceof StatusError)
      fail(work, 'ReconciliationFailed', error.message, revision);
    else throw error;
  }
}

function specOf(object: KubeObject): JsonObject {
  return isJsonObject(object.spec) ? object.spec : {};
}

function pathOf(object: KubeObject): string {
  const { path } = specOf(object);
  return typeof path === 'string' ? path : './';
}

function sourceOf(object: KubeObject): { namespace?: string; name: string } {
  const { sourceRef } = specOf(object);
  const { name, namespace } = isJsonObject(sourceRef) ? sourceRef : {};
  return {
    name: String(name),
    namespace: String(namespace ?? object.metadata.namespace),
  };
}

/** The object with the labels by which Flux knows what is whose. */
export function ownedBy(
  item: DraftObject,
  { metadata: { name, namespace } }: Pick<DraftObject, 'metadata'>,
): DraftObject {
  const labels = {
    ...item.metadata.labels,
    [`${LABELS}/name`]: name ?? '',
    [`${LABELS}/namespace`]: namespace ?? '',
  };
  return { ...item, metadata: { ...item.metadata, labels } };
}

const FIRST = ['CustomResourceDefinition', 'Namespace'];

function inOrder(objects: readonly DraftObject[]): DraftObject[] {
  const isFirst = ({ kind = '' }: DraftObject) => FIRST.includes(kind);
  return [
    ...objects.filter(isFirst),
    ...objects.filter(object => !isFirst(object)),
  ];
}

/** Applies one object as the real controller does, over whoever else set its fields; throws what is wrong with it. */
function applyItem(store: Store, item: DraftObject): void {
  const { apiVersion, kind: name, metadata } = item;
  const shown = [name, metadata.namespace, metadata.name].filter(Boolean);
  const kind = store.kinds.ofObject(item);
  if (!kind) {
    throw refused(
      shown,
      `no matches for kind "${name}" in version "${apiVersion}"`,
    );
  }
  const isDisabled = { ...metadata.labels, ...metadata.annotations };
  if (isDisabled[`${LABELS}/reconcile`] === 'disabled') return;
  const home = kind.namespaced ? { namespace: metadata.namespace } : {};
  const ref = {
    resource: resourceId(kind),
    name: metadata.name ?? '',
    ...home,
  };
  const options = { manager: KUSTOMIZE_CONTROLLER, force: true };
  try {
    applyObject(store, ref, item, options);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    const reason = error.body.reason ? ` (${String(error.body.reason)})` : '';
    throw refused(shown, `${reason}: ${error.message}`.replace(/^: /, ''));
  }
}

function refused(shown: readonly unknown[], why: string): StatusError {
  const message = `${shown.join('/')} dry-run failed${
    why.startsWith(' (') ? why : `: ${why}`
  }`;
  return new StatusError({ code: 422, message });
}

/** Deletes what was applied before and is not in the directory any more. */
function prune(
  { store, object }: Reconciliation,
  labelled: readonly DraftObject[],
): void {
  if (specOf(object).prune !== true) return;
  const kept = new Set(labelled.map(item => entryOf(item).id));
  const gone = inventoryOf(object).filter(({ id }) => !kept.has(id));
  for (const entry of gone.reverse()) {
    const ref = refOfEntry(store, entry);
    const live = ref && store.get(ref);
    const isOurs =
      live?.metadata.labels?.[`${LABELS}/name`] === object.metadata.name &&
      live.metadata.annotations?.[`${LABELS}/prune`] !== 'disabled';
    if (ref && isOurs && !live.metadata.deletionTimestamp) store.delete(ref);
  }
}

function succeed(
  { store, ref, object, now }: Reconciliation,
  labelled: readonly DraftObject[],
  revision: string,
): void {
  const entries = labelled.map(entryOf).sort((a, b) => (a.id < b.id ? -1 : 1));
  writeOutcome({
    store,
    ref,
    object,
    manager: KUSTOMIZE_CONTROLLER,
    now,
    outcomes: [
      {
        type: 'Ready',
        status: 'True',
        reason: 'ReconciliationSucceeded',
        message: `Applied revision: ${revision}`,
      },
    ],
    fields: {
      history: historyWith(object, { revision, entries, now }),
      inventory: { entries },
      lastAppliedRevision: revision,
      lastAttemptedRevision: revision,
    },
  });
}

/** At most the last five, as Flux keeps them; the newest counts on while nothing changes. */
function historyWith(
  object: KubeObject,
  applied: { revision: string; entries: InventoryEntry[]; now: Date },
): JsonObject[] {
  const { revision, entries, now } = applied;
  const { history } = statusOf(object);
  const known = Array.isArray(history) ? history.filter(isJsonObject) : [];
  const [latest] = known;
  const metadata = isJsonObject(latest?.metadata) ? latest.metadata : {};
  if (metadata.revision === revision) return known;
  const digest = createHash('sha256')
    .update(`${revision} ${JSON.stringify(entries)}`)
    .digest('hex');
  const time = formatTime(now);
  const entry = {
    digest: `sha256:${digest}`,
    firstReconciled: time,
    lastReconciled: time,
    lastReconciledDuration: '1.204311502s',
    lastReconciledStatus: 'ReconciliationSucceeded',
    metadata: { revision },
    totalReconciliations: 1,
  };
  return [entry, ...known].slice(0, 5);
}

function fail(
  { store, ref, object, now }: Reconciliation,
  reason: string,
  message: string,
  revision?: string,
): void {
  writeOutcome({
    store,
    ref,
    object,
    manager: KUSTOMIZE_CONTROLLER,
    now,
    outcomes: failing(reason, message),
    ...(revision ? { fields: { lastAttemptedRevision: revision } } : {}),
  });
}
