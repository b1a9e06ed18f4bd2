import type { ClusterSnapshot } from '../ClusterSnapshot';
import { sharedKinds } from '../kinds/sharedKinds';
import { createSnapshot } from '../snapshot/createSnapshot';
import { type KindState, partOf, type WatchedKind } from '../WatchedKind';
import type { KubeObject } from './builders';

export interface SnapshotOptions {
  cluster?: string;
  kubectlContext?: string;
  /** Kinds of meshes, besides the shared ones. */
  kinds?: readonly WatchedKind[];
  /** Parts that are not live, by name; their objects stay as they are. */
  states?: Readonly<Record<string, Omit<KindState, 'items'>>>;
}

function belongsTo(kind: WatchedKind, object: KubeObject): boolean {
  const group = object.apiVersion.includes('/')
    ? object.apiVersion.slice(0, object.apiVersion.indexOf('/'))
    : '';
  return kind.kind === object.kind && kind.group === group;
}

/**
 * A snapshot of a cluster in which exactly these objects exist and every kind is
 * live, unless `states` says otherwise. An object of a kind that is not watched is an
 * error of the test.
 */
export function aSnapshot(
  objects: readonly KubeObject[],
  options: SnapshotOptions = {},
): ClusterSnapshot {
  const kinds = [...sharedKinds, ...(options.kinds ?? [])];
  const stray = objects.find(
    object => !kinds.some(kind => belongsTo(kind, object)),
  );
  if (stray) {
    throw new Error(
      `No watched kind for ${stray.apiVersion} ${stray.kind} ${stray.metadata.name}: name it in "kinds".`,
    );
  }
  const cluster = options.cluster ?? 'west';
  return createSnapshot({
    cluster,
    kubectlContext: options.kubectlContext ?? cluster,
    kinds: new Map(
      kinds.map(kind => [
        kind,
        {
          status: 'live',
          ...options.states?.[partOf(kind)],
          items: objects
            .filter(object => belongsTo(kind, object))
            .map(object => kind.schema.parse(object)),
        } satisfies KindState,
      ]),
    ),
  });
}
