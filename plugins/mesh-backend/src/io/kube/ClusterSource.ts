import type { ClusterStatus, Text } from '@meshport/plugin-mesh-common';
import type {
  KindState,
  KindStatus,
  WatchedKind,
} from '@meshport/plugin-mesh-node';

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

/** How well a cluster can be read, and what it costs, for whoever runs the portal. */
export interface ClusterReport {
  /** Every kind that is watched, by its name among sources; what only selects differently is one. */
  readonly kinds: readonly {
    readonly part: string;
    readonly status: KindStatus;
    readonly objects: number;
    readonly reason?: Text;
    readonly observedAt?: string;
  }[];
  /** Watches that are open at present. */
  readonly watches: number;
  /**
   * The cluster's clock minus the portal's, as of the last heartbeat; to about a second,
   * which is what the `Date` of an answer is precise to.
   */
  readonly clockSkewMilliseconds?: number;
}

/** What is watched of one cluster. */
export interface ClusterState {
  readonly name: string;
  /** Kind of the portal's credentials: `serviceAccount`, `oidc`, ...; '' where not known. */
  readonly credentials: string;
  /** Title that the Kubernetes plugin shows, where it has one. */
  readonly title?: string;
  reachability(): ClusterReachability;
  /**
   * While the cluster is not live, kinds that were read are `stale` with the cluster's
   * own reason; kinds that never were stay `syncing`. A live kind can carry a reason:
   * objects that could not be read and are left out.
   */
  kinds(): ReadonlyMap<WatchedKind, KindState>;
  /** Cheap: does not touch an object. */
  report(): ClusterReport;
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
  /** Why the list of clusters could not be read the last time; the known ones stay. */
  listFailure(): Text | undefined;
  /** Listeners are called synchronously: mark and return, do not work in them. */
  subscribe(listener: (change: ClusterChange) => void): () => void;
  /** Resolves when `signal` aborts and everything it started has stopped. */
  run(signal: AbortSignal): Promise<void>;
}
