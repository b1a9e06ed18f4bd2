import type { ClusterStatus, Reason, Text } from '@meshport/plugin-mesh-common';
import type { ClusterAlias } from '../links';
import type { ClusterModel } from '../model/ClusterModel';

/**
 * One cluster as answers see it: where it stands, how it is doing, and its last
 * model. `model` is absent until something of the cluster has been read.
 */
export interface ClusterView {
  readonly name: string;
  readonly displayName: string;
  /** Name of its cluster set. */
  readonly set: string;
  readonly region?: string;
  readonly kubectlContext: string;
  /** Names that the configuration gives it, by system. */
  readonly aliases: Readonly<Record<string, string>>;
  /** What it is called in effect; known once all clusters are put together. */
  readonly names?: readonly ClusterAlias[];
  /** What the platform team should look at, of this cluster beside the others. */
  readonly reasons?: readonly Reason[];
  readonly reachability: {
    readonly status: ClusterStatus;
    readonly reason?: Text;
    readonly observedAt?: string;
    readonly kubernetesVersion?: string;
  };
  readonly model?: ClusterModel;
}
