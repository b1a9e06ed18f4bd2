import type { ClusterSnapshot } from '../ClusterSnapshot';
import { namespaceKind } from '../kinds/sharedKinds';
import { kindKey, type KindState, type WatchedKind } from '../WatchedKind';
import { groupWorkloads } from './workloads';

const NOT_WATCHED: KindState<never> = { status: 'absent', items: [] };

export interface SnapshotInput {
  readonly cluster: string;
  readonly kubectlContext: string;
  /** Objects as their kinds' schemas read them. */
  readonly kinds: ReadonlyMap<WatchedKind, KindState>;
}

/** Makes a snapshot of what is watched: indexes it and groups pods into workloads. */
export function createSnapshot(input: SnapshotInput): ClusterSnapshot {
  const cluster = {
    name: input.cluster,
    kubectlContext: input.kubectlContext,
  };
  // A mesh that comes with its own copy of this package asks by equal kinds.
  const equal = new Map(
    [...input.kinds].map(([watched, state]) => [kindKey(watched), state]),
  );
  const kind = <T>(watched: WatchedKind<T>): KindState<T> => {
    const state = input.kinds.get(watched) ?? equal.get(kindKey(watched));
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
