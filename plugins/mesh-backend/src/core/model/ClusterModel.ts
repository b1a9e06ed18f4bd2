import type {
  Membership,
  MeshInstallation,
  ObjectRef,
  Posture,
  Source,
} from '@meshport/plugin-mesh-common';

/** A workload as pages see it, with what entities are matched by. */
export interface WorkloadModel {
  readonly key: string;
  readonly ref: ObjectRef;
  readonly namespace: string;
  readonly name: string;
  /** Distinct label sets of the controller, its template and its running pods. */
  readonly labelSets: readonly Readonly<Record<string, string>>[];
  readonly pods: number;
  readonly membership: readonly Membership[];
  readonly posture: Posture;
}

/** A Service of one cluster with its workloads; memberships are summed per mesh. */
export interface ServiceModel {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Keys into {@link ClusterModel.workloads}. */
  readonly workloads: readonly string[];
  readonly membership: readonly Membership[];
  readonly posture: Posture;
  readonly endpoints: { readonly ready: number; readonly total: number };
}

/**
 * What is known of one cluster, ready to be served: built from one snapshot, never
 * changed afterwards, without times of its own, so that equal states hash alike.
 */
export interface ClusterModel {
  readonly cluster: string;
  readonly meshes: readonly MeshInstallation[];
  readonly namespaces: readonly string[];
  readonly workloads: ReadonlyMap<string, WorkloadModel>;
  readonly services: readonly ServiceModel[];
  readonly counts: {
    readonly namespaces: number;
    readonly services: number;
    readonly workloads: number;
    readonly pods: number;
    readonly meshedPods: number;
  };
  /** Parts that are not live (`absent` ones of meshes that are not there excluded). */
  readonly parts: readonly Source[];
}
