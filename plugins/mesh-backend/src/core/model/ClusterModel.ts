import type {
  Footprint,
  Membership,
  MeshInstallation,
  Network,
  ObjectRef,
  Posture,
  Reason,
  Source,
  Writer,
} from '@meshport/plugin-mesh-common';
import type { RecordedChange } from './changes';
import type { ExportFacts, ServiceFragment } from '@meshport/plugin-mesh-node';

/** A workload as pages see it, with what entities are matched by. */
export interface WorkloadModel {
  readonly key: string;
  readonly ref: ObjectRef;
  readonly namespace: string;
  readonly name: string;
  /** Distinct label sets of the controller, its template and its running pods. */
  readonly labelSets: readonly Readonly<Record<string, string>>[];
  readonly pods: number;
  /** Names of these: all that some proxies say of the other end of a call. */
  readonly podNames?: readonly string[];
  readonly membership: readonly Membership[];
  readonly posture: Posture;
  /** Who keeps the controller as it is. */
  readonly writer: Writer;
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
  /** Made by a mesh: it stands for services of other clusters. */
  readonly standsFor?: ServiceFragment['standsFor'];
  readonly waypoint?: ObjectRef;
}

/** A namespace, with what it says of itself. */
export interface NamespaceModel {
  readonly name: string;
  /** The configuration keeps it out of lists, sums and counts. */
  readonly ignored: boolean;
  /** Owner that the configured key names, as it stands there. */
  readonly owner?: string;
  readonly terminating: boolean;
  readonly asksFor: readonly { readonly mesh: string; readonly mode: string }[];
  readonly writer: Writer;
}

/**
 * What is known of one cluster, ready to be served: built from one snapshot, never
 * changed afterwards, without times of its own, so that equal states hash alike.
 */
export interface ClusterModel {
  readonly cluster: string;
  readonly network: readonly Network[];
  readonly meshes: readonly MeshInstallation[];
  readonly footprint: readonly Footprint[];
  /** What the platform team should look at, of the cluster as a whole. */
  readonly reasons: readonly Reason[];
  /** Sorted by name; ignored ones included. */
  readonly namespaces: readonly NamespaceModel[];
  readonly workloads: ReadonlyMap<string, WorkloadModel>;
  readonly services: readonly ServiceModel[];
  /** By mesh: what goes to other clusters, and what came from them. */
  readonly exports?: Readonly<Record<string, ExportFacts>>;
  readonly counts: {
    readonly namespaces: number;
    readonly ignoredNamespaces: number;
    readonly services: number;
    readonly workloads: number;
    readonly pods: number;
    readonly meshedPods: number;
    readonly meshedPodsOf: Readonly<Record<string, number>>;
  };
  /** Newest first, of each namespace the last few. */
  readonly changes?: readonly RecordedChange[];
  /** Parts that are not live (`absent` ones of meshes that are not there excluded). */
  readonly parts: readonly Source[];
}
