import type {
  MeshInstallation,
  Membership,
  Posture,
  Reason,
} from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot } from './ClusterSnapshot';
import type { WatchedKind } from './WatchedKind';

/** What one mesh says of one workload. */
export interface WorkloadFragment {
  /** Key of the workload in the snapshot ({@link Workload.key}). */
  readonly workload: string;
  /** Absent where the mesh neither has, declares nor refuses the workload. */
  readonly membership?: Membership;
  readonly posture?: Posture;
}

/** What one mesh makes of a whole cluster. */
export interface MeshFragment {
  readonly workloads: readonly WorkloadFragment[];
  /**
   * Why a workload that is not listed cannot be said to be outside of the mesh: an
   * input that could not be read. Empty or absent where all was read.
   */
  readonly unreadable?: readonly Reason[];
}

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
  /** The installation, or undefined where the mesh is not installed (CRDs alone). */
  detect(snapshot: ClusterSnapshot): MeshInstallation | undefined;
  adapt(snapshot: ClusterSnapshot): MeshFragment;
  /**
   * How to enrol a namespace in this mesh: what to apply (YAML), or what to paste into
   * a shell instead. Undefined where nothing would enrol it: the mesh has no injector,
   * or leaves the namespace alone.
   */
  enrol?(
    snapshot: ClusterSnapshot,
    namespace: string,
  ): { readonly manifest: string; readonly command: string } | undefined;
}
