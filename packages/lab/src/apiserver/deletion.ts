import type { KubeObject } from './KubeObject.ts';
import { formatTime, isJsonObject } from './KubeObject.ts';
import { resourceId, type ResourceKind } from './kinds.ts';
import { conflict } from './StatusError.ts';

export type PropagationPolicy = 'Orphan' | 'Background' | 'Foreground';

export interface DeleteOptions {
  /** Default `Background`: the object goes at once, a garbage collector removes what it owned. */
  propagation?: PropagationPolicy;
  /** Pods only; default is the pod's own `terminationGracePeriodSeconds`. 0 removes at once. */
  gracePeriodSeconds?: number;
  preconditions?: { uid?: string; resourceVersion?: string };
  dryRun?: boolean;
  now?: Date;
}

/** What a deletion leaves: nothing, the object marked for deletion, or (already marked) the very same object. */
export function planDeletion(request: {
  kind: ResourceKind;
  object: KubeObject;
  options: DeleteOptions;
  now: Date;
}): { remains: KubeObject | undefined } {
  const { kind, object, options, now } = request;
  checkPreconditions(kind, object, options);
  const seconds = gracePeriod(kind, object, options);
  const finalizers = finalizersAfter(object, options);
  if (finalizers.length === 0 && seconds === 0 && !hasContent(kind, object)) {
    return { remains: undefined };
  }
  const marked = object.metadata.deletionTimestamp !== undefined;
  const sooner = seconds < (object.metadata.deletionGracePeriodSeconds ?? 0);
  const sameFinalizers =
    finalizers.length === (object.metadata.finalizers ?? []).length;
  if (marked && !sooner && sameFinalizers) return { remains: object };
  return { remains: mark({ kind, object, seconds, finalizers, now }) };
}

function mark(request: {
  kind: ResourceKind;
  object: KubeObject;
  seconds: number;
  finalizers: readonly string[];
  now: Date;
}): KubeObject {
  const { kind, object, seconds, finalizers, now } = request;
  const { generation } = object.metadata;
  const ends = formatTime(new Date(now.getTime() + seconds * 1000));
  const marked: KubeObject = {
    ...object,
    metadata: {
      ...object.metadata,
      deletionTimestamp: ends,
      deletionGracePeriodSeconds: seconds,
      ...(finalizers.length > 0 ? { finalizers: [...finalizers] } : {}),
      ...(generation === undefined ? {} : { generation: generation + 1 }),
    },
  };
  if (resourceId(kind) !== 'namespaces') return marked;
  const status = isJsonObject(object.status) ? object.status : {};
  // A namespace has no grace period; it stays until its content is gone.
  delete marked.metadata.deletionGracePeriodSeconds;
  return { ...marked, status: { ...status, phase: 'Terminating' } };
}

/** A pod that runs on a node ends when the kubelet says so; one that was never scheduled goes at once. */
function gracePeriod(
  kind: ResourceKind,
  object: KubeObject,
  options: DeleteOptions,
): number {
  if (resourceId(kind) !== 'pods') return 0;
  const spec = isJsonObject(object.spec) ? object.spec : {};
  const status = isJsonObject(object.status) ? object.status : {};
  const finished = status.phase === 'Succeeded' || status.phase === 'Failed';
  if (!spec.nodeName || finished) return 0;
  const own = spec.terminationGracePeriodSeconds;
  return options.gracePeriodSeconds ?? (typeof own === 'number' ? own : 30);
}

function finalizersAfter(
  object: KubeObject,
  options: DeleteOptions,
): readonly string[] {
  const others = (object.metadata.finalizers ?? []).filter(
    f => f !== 'foregroundDeletion' && f !== 'orphan',
  );
  switch (options.propagation) {
    case 'Foreground':
      return [...others, 'foregroundDeletion'];
    case 'Orphan':
      return [...others, 'orphan'];
    case 'Background':
      return others;
    default:
      return object.metadata.finalizers ?? [];
  }
}

function hasContent(kind: ResourceKind, object: KubeObject): boolean {
  if (resourceId(kind) !== 'namespaces') return false;
  const spec = isJsonObject(object.spec) ? object.spec : {};
  return Array.isArray(spec.finalizers) && spec.finalizers.length > 0;
}

function checkPreconditions(
  kind: ResourceKind,
  object: KubeObject,
  { preconditions = {} }: DeleteOptions,
): void {
  const { name, uid, resourceVersion } = object.metadata;
  // A real server names the kind here, where other errors name the plural.
  const subject = { group: kind.group, plural: kind.kind };
  if (preconditions.uid && preconditions.uid !== uid) {
    throw conflict(
      subject,
      name,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). The object might have been deleted and then recreated`,
    );
  }
  const wanted = preconditions.resourceVersion;
  if (wanted && wanted !== resourceVersion) {
    throw conflict(
      subject,
      name,
      `the ResourceVersion in the precondition (${wanted}) does not match the ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  }
}
