import type {
  ClusterStatus,
  ExactChange,
  ExportView,
  Link,
  Membership,
  MeshInstallation,
  ObjectRef,
  Posture,
  RequestForm,
  Text,
} from '@meshport/plugin-mesh-common';
import type { ClusterSnapshot, Workload } from './ClusterSnapshot';
import type { WatchedKind } from './WatchedKind';

/** Something that a check looks at: a kind of objects, or who calls whom. */
export type ModelPart = WatchedKind | 'calls';

/** Where a check looks: one cluster of a request, and what the cluster is in it. */
export interface CheckSubject {
  readonly cluster: string;
  readonly namespace: string;
  /** Of requests about a service. */
  readonly service?: string;
  /** `from` offers a service, `to` uses it; everything else is `target`. */
  readonly role: 'target' | 'from' | 'to';
}

/** A workload of the subject's namespace, and what is known of it. */
export interface CheckedWorkload {
  readonly workload: Workload;
  readonly membership: readonly Membership[];
  readonly posture: Posture;
}

/** What the portal knows of the subject's namespace besides its objects. */
export interface CheckedNamespace {
  /** The configuration keeps it out of lists. */
  readonly ignored: boolean;
  /** The configuration keeps it from being changed. */
  readonly protected: boolean;
  /** Entity refs; empty where nobody is known. */
  readonly owners: readonly string[];
  readonly asksFor: readonly { readonly mesh: string; readonly mode: string }[];
}

/** Somebody who calls what the request is about. */
export interface CheckedCaller {
  /**
   * Absent where it is outside of all clusters, no proxy could name it, or whoever asks
   * may not be told of it.
   */
  readonly ref?: ObjectRef;
  /** Absent where it is outside of all clusters, or not known. */
  readonly cluster?: string;
  /** Ids of the meshes that have all of its pods. */
  readonly meshes: readonly string[];
  /** False where nothing tells whether it is in a mesh. */
  readonly known: boolean;
}

/** All that a check may know; values, as everything that is pure takes. */
export interface CheckContext {
  readonly form: RequestForm;
  /** Of the subject's cluster, with what was read of the namespace for this request. */
  readonly snapshot: ClusterSnapshot;
  readonly reachability: {
    readonly status: ClusterStatus | 'gone';
    /** ISO 8601. */
    readonly observedAt?: string;
  };
  readonly meshes: readonly MeshInstallation[];
  readonly namespace: CheckedNamespace;
  readonly workloads: readonly CheckedWorkload[];
  /** Those of the request in the subject's cluster. */
  readonly changes: readonly ExactChange[];
  /** Objects to be changed that could not be read, and why. */
  readonly unreadable: readonly {
    readonly ref: ObjectRef;
    readonly reason: Text;
  }[];
  /** Undefined where no metrics tell. */
  readonly callers?: readonly CheckedCaller[];
  /** What the mesh would ask for in addition; undefined where its proxies tell nothing. */
  readonly addedFootprint?: {
    readonly cpuMillicores: number;
    readonly memoryBytes: number;
  };
  /** Of all clusters. */
  readonly links: readonly Link[];
  /** Of the service that the request is about. */
  readonly exports: readonly ExportView[];
  /** Snapshots of the request's clusters. */
  readonly others: ReadonlyMap<string, ClusterSnapshot>;
}

/** What a check has found. */
export interface CheckFinding {
  readonly text: Text;
  readonly subject: ObjectRef;
  readonly evidence: readonly ObjectRef[];
  readonly remedy?: {
    readonly text: Text;
    readonly manifest?: string;
    readonly command?: string;
  };
  /** Where it is milder here than the check says in general. */
  readonly severity?: 'warning';
}

/** `unknown`: what was read does not tell, which is never a pass. */
export type CheckOutcome =
  | { readonly outcome: 'pass' | 'not-applicable' }
  | { readonly outcome: 'fail'; readonly findings: readonly CheckFinding[] }
  | { readonly outcome: 'unknown'; readonly text: Text };

/** One thing that can be wrong with what is asked for. */
export interface Check {
  /** Name of its file and of its page; a noun in its failing state. */
  readonly id: string;
  readonly title: string;
  /** An error stops a request, a warning has to be accepted. */
  readonly severity: 'warning' | 'error';
  readonly scope: 'service' | 'namespace' | 'cluster' | 'link';
  /** Who can mend it. */
  readonly audience: 'owner' | 'platform';
  /** A part that could not be read makes it `unknown`; it is not asked then. */
  readonly needs: readonly ModelPart[];
  /** Whether there is anything to look at; inputs that are missing do not matter if not. */
  appliesTo(subject: CheckSubject, context: CheckContext): boolean;
  evaluate(subject: CheckSubject, context: CheckContext): CheckOutcome;
}
