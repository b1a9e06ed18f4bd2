import type {
  Footprint,
  Fix,
  MeshInstallation,
  Membership,
  ObjectRef,
  Posture,
  Reason,
} from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, Workload } from './ClusterSnapshot';
import type { ExportFacts, ExportRules } from './exports';
import type { MetricQueries } from './metrics';
import type { WatchedKind } from './WatchedKind';

/** What one mesh says of one workload. */
export interface WorkloadFragment {
  /** Key of the workload in the snapshot ({@link Workload.key}). */
  readonly workload: string;
  /** Absent where the mesh neither has, declares nor refuses the workload. */
  readonly membership?: Membership;
  readonly posture?: Posture;
}

/** A service of another cluster, by the name that a mesh gives that cluster. */
export interface RemoteService {
  /** Who names the cluster: `linkerd`, `consul`, `cilium`, `istio`. */
  readonly system: string;
  /** The cluster's name there; undefined: this cluster. */
  readonly alias?: string;
  readonly namespace: string;
  readonly name: string;
}

/** What one mesh says of one Service. */
export interface ServiceFragment {
  readonly namespace: string;
  readonly name: string;
  /**
   * The Service was made by the mesh and stands for others. `of` are those; they are
   * one service to people, in which this is an instance.
   */
  readonly standsFor?: {
    readonly kind: 'mirror' | 'federated' | 'imported';
    readonly of: readonly RemoteService[];
  };
  /** The L7 proxy in front of the service, where one is in effect. */
  readonly waypoint?: ObjectRef;
  /**
   * What is wrong with the service as such, for a membership of its workloads in this
   * mesh: they may be fine by themselves.
   */
  readonly reasons?: readonly Reason[];
  /** `l4` where the service was to be handled on L7 and is not. */
  readonly layer?: Membership['layer'];
}

/** What a namespace asks of one mesh. */
export interface NamespaceFragment {
  readonly namespace: string;
  readonly mode: string;
}

/** What one mesh makes of a whole cluster. */
export interface MeshFragment {
  readonly workloads: readonly WorkloadFragment[];
  /** Only Services that the mesh has something to say of. */
  readonly services?: readonly ServiceFragment[];
  /** Namespaces that ask for this mesh. */
  readonly namespaces?: readonly NamespaceFragment[];
  /** What the mesh itself asks for, from pod specs. */
  readonly footprint?: readonly Omit<Footprint, 'shareOfAllocatable'>[];
  /** Services that are offered to other clusters or came from them, and what connects those. */
  readonly exports?: ExportFacts;
  /**
   * Why a workload that is not listed cannot be said to be outside of the mesh: an
   * input that could not be read. Empty or absent where all was read.
   */
  readonly unreadable?: readonly Reason[];
}

/** A mesh as {@link Mesh.detect} finds it; its title is the mesh's own. */
export type DetectedMesh = Omit<MeshInstallation, 'title'>;

/**
 * What enrols a namespace or a workload. Without a sentence of its own, it is that the
 * namespace has to be labelled, and that pods get a proxy when they next start.
 */
export type Enrolment = Partial<Fix>;

/**
 * One mesh, as a set of pure functions over snapshots. A mesh is a folder and a line
 * in the registry, or a module that adds one through {@link meshExtensionPoint}.
 */
export interface Mesh {
  /** `istio`, `linkerd`, `cilium`, `consul`, or yours. */
  readonly id: string;
  /** How the mesh is called on pages: `Istio`. */
  readonly title: string;
  /** Kinds to watch for it, besides the shared ones. */
  readonly kinds: readonly WatchedKind[];
  /** Annotation keys, or prefixes ending in `/`, that it reads and must be kept. */
  readonly keys: readonly string[];
  /** Labels with which a namespace asks for this mesh, for people who check by hand. */
  readonly namespaceLabels?: readonly string[];
  /** The same, of those that are asked by annotation. */
  readonly namespaceAnnotations?: readonly string[];
  /** The installation, or undefined where the mesh is not installed (CRDs alone). */
  detect(snapshot: ClusterSnapshot): DetectedMesh | undefined;
  /**
   * Said where the mesh is not installed though it left something behind (kinds that
   * are served, webhooks): for the platform team.
   */
  leftovers?(snapshot: ClusterSnapshot): readonly Reason[];
  adapt(snapshot: ClusterSnapshot): MeshFragment;
  /**
   * How to enrol a namespace in this mesh, or one workload of it where the mesh has no
   * switch for namespaces: what to apply (YAML), or what to paste into a shell instead.
   * Undefined where nothing would enrol it: the mesh has no injector, or leaves the
   * namespace alone.
   */
  enrol?(
    snapshot: ClusterSnapshot,
    namespace: string,
    workload?: Workload,
  ): Enrolment | undefined;
  /** What becomes of {@link MeshFragment.exports} in other clusters; absent where nothing does. */
  readonly exports?: ExportRules;
  /** Golden metrics and edges that its proxies count; absent where they count none. */
  readonly queries?: MetricQueries;
}
