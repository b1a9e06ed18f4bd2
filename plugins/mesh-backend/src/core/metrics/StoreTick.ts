import type { Text } from '@meshport/plugin-mesh-common';
import type { Observation } from '@meshport/plugin-mesh-node';

/** An observation with the mesh whose proxies made it. */
export type MeshObservation = Observation & { readonly mesh: string };

/** A query without an answer. */
export interface FailedQuery {
  /** Its id. */
  readonly query: string;
  readonly mesh: string;
  readonly onlyForEdges: boolean;
  readonly reason: Text;
}

/**
 * What one metrics store said at one refresh; never changed afterwards. Observations of
 * a mesh with equal ends, reporter and protocol are put together into one.
 */
export interface StoreTick {
  readonly store: string;
  /** Unix time in milliseconds, by the store's clock: the end of the window. */
  readonly at: number;
  readonly windowSeconds: number;
  readonly observations: readonly MeshObservation[];
  /** Clusters that the store has any series of, by the portal's names. */
  readonly clusters: readonly string[];
  /** What the cluster label of the store says of each of these; empty without such a label. */
  readonly labelValues?: ReadonlyMap<string, string>;
  /** Unix ms, by the store's clock: what was before, the store has not. Absent where nobody looked. */
  readonly knownFrom?: number;
  /** Values of the cluster label that belong to no known cluster. */
  readonly unknownClusters: readonly string[];
  /** Queries that failed; what they count is not known at this time. */
  readonly failed: readonly FailedQuery[];
  /** Answered in part, doubled by replicas, clocks that differ: sentences for people. */
  readonly notes: readonly Text[];
}
