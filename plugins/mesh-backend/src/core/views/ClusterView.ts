import type { ClusterStatus, Text } from '@meshport/plugin-mesh-common';
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
  readonly aliases: Readonly<Record<string, string>>;
  readonly reachability: {
    readonly status: ClusterStatus;
    readonly reason?: Text;
    readonly observedAt?: string;
    readonly kubernetesVersion?: string;
  };
  readonly model?: ClusterModel;
}
