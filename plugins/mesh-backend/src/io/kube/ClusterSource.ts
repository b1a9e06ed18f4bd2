import type { ClusterStatus, Text } from '@meshport/plugin-mesh-common';
import type { KindState, WatchedKind } from '@meshport/plugin-mesh-node';

/** How a cluster as a whole is doing, as the heartbeat sees it. */
export interface ClusterReachability {
  /**
   * `syncing` until the first answered heartbeat; `forbidden`: the portal's token was
   * refused; never `stale` (that is said of single kinds).
   */
  readonly status: ClusterStatus;
  /** Why it is not live ("the portal's token was refused"). */
  readonly reason?: Text;
  /** When (ISO) its state was last known to be right; only when not live. */
  readonly observedAt?: string;
  /** `gitVersion` of the last answered heartbeat. */
  readonly kubernetesVersion?: string;
}

/** What is watched of one cluster. */
export interface ClusterState {
  readonly name: string;
  /** Title that the Kubernetes plugin shows, where it has one. */
  readonly title?: string;
  reachability(): ClusterReachability;
  /**
   * While the cluster is not live, kinds that were read are `stale` with the cluster's
   * own reason; kinds that never were stay `syncing`. A live kind can carry a reason:
   * objects that could not be read and are left out.
   */
  kinds(): ReadonlyMap<WatchedKind, KindState>;
}

/** Something about one cluster changed; read it anew. */
export interface ClusterChange {
  readonly cluster: string;
  /**
   * `objects`: a trimmed object or a kind's status; `reachability`: the heartbeat's
   * view, or the cluster is new or has a new title; `removed`: the portal no longer
   * lists the cluster.
   */
  readonly what: 'objects' | 'reachability' | 'removed';
}

/** The clusters that the portal knows, watched. */
export interface ClusterSource {
  clusters(): readonly ClusterState[];
  /** Listeners are called synchronously: mark and return, do not work in them. */
  subscribe(listener: (change: ClusterChange) => void): () => void;
  /** Resolves when `signal` aborts and everything it started has stopped. */
  run(signal: AbortSignal): Promise<void>;
}
