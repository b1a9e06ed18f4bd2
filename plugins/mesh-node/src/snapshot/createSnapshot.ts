import type { ClusterSnapshot } from '../ClusterSnapshot';
import { namespaceKind } from '../kinds/sharedKinds';
import { type KindState, partOf, type WatchedKind } from '../WatchedKind';
import { groupWorkloads } from './workloads';

const NOT_WATCHED: KindState<never> = { status: 'absent', items: [] };

export interface SnapshotInput {
  readonly cluster: string;
  readonly kubectlContext: string;
  /** Objects as their kinds' schemas read them, by the part names of `partOf`. */
  readonly kinds: ReadonlyMap<string, KindState>;
}

/** Makes a snapshot of what is watched: indexes it and groups pods into workloads. */
export function createSnapshot(input: SnapshotInput): ClusterSnapshot {
  const cluster = {
    name: input.cluster,
    kubectlContext: input.kubectlContext,
  };
  const kind = <T>(watched: WatchedKind<T>): KindState<T> => {
    const state = input.kinds.get(partOf(watched));
    // The map holds what the schema of the same kind produced: its type is T.
    return state ? (state as KindState<T>) : NOT_WATCHED;
  };
  const namespaces = new Map(
    kind(namespaceKind).items.map(item => [item.metadata.name, item]),
  );
  return {
    cluster,
    kind,
    workloads: groupWorkloads({ cluster, kind }),
    namespace: name => namespaces.get(name),
  };
}
