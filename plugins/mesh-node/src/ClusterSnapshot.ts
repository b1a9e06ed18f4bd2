import type { ObjectRef } from '@meshport/plugin-mesh-common';
import type { Metadata, Namespace, Pod, PodTemplate } from './kinds/schema';
import type { Rollout } from './snapshot/rollout';
import type { KindState, WatchedKind } from './WatchedKind';

/** A controller, or a pod without one, with the pods that it runs. */
export interface Workload {
  /** Unique in the cluster: `<group>/<kind>/<namespace>/<name>`. */
  readonly key: string;
  readonly ref: ObjectRef;
  readonly namespace: string;
  readonly name: string;
  /** Labels of the controller itself. */
  readonly labels: Readonly<Record<string, string>>;
  /** The controller's metadata; absent where its kind is not watched. */
  readonly metadata?: Metadata;
  /** What its next pod will be made from. */
  readonly template: PodTemplate;
  /**
   * `controller`: the template is the controller's own. `pods`: it is what the newest
   * pod looks like, with everything that admission added; the controller's kind is
   * not watched, or there is none.
   */
  readonly templateFrom: 'controller' | 'pods';
  /** Labels that select its pods, for commands; undefined where not known. */
  readonly selector?: Readonly<Record<string, string>>;
  /** Pods wanted; undefined where the kind has no such number (Job, DaemonSet). */
  readonly replicas?: number;
  /** `RollingUpdate`, `Recreate`, `OnDelete`; undefined where the kind has none. */
  readonly updateStrategy?: string;
  /** Pods that a rolling update replaces at the same time; undefined where unknown. */
  readonly replacedAtOnce?: number;
  /** Rollouts of the StatefulSet stop here: pods with a lower ordinal are not replaced. */
  readonly partition?: number;
  /** Rollouts of the Deployment are paused: its pods stay until they are resumed. */
  readonly paused?: boolean;
  /**
   * Its pods are being replaced by new ones. Undefined where they are not, where nothing
   * would replace them (paused, `OnDelete`, a partition), and where nothing tells.
   */
  readonly rollout?: Rollout;
  /** Pods that count: neither finished nor being deleted. Sorted by name. */
  readonly pods: readonly Pod[];
}

/**
 * Everything known of one cluster at one moment, as values. `kind` of a kind that is
 * not watched is `absent` with no items.
 */
export interface ClusterSnapshot {
  readonly cluster: {
    readonly name: string;
    /** kubeconfig context that commands for people name. */
    readonly kubectlContext: string;
  };
  kind<T>(kind: WatchedKind<T>): KindState<T>;
  /** Sorted by key. */
  readonly workloads: readonly Workload[];
  namespace(name: string): Namespace | undefined;
}
