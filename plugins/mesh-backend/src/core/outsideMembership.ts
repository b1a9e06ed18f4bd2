import {
  type Fix,
  type KnownReason,
  type Membership,
  type MeshInstallation,
  type Reason,
  text,
} from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type Mesh,
  unreadableController,
  type Workload,
} from '@meshport/plugin-mesh-node';

/** A mesh that is installed in the cluster of a snapshot. */
export interface InstalledMesh {
  readonly mesh: Mesh;
  readonly installation: MeshInstallation;
}

export interface OutsideContext {
  readonly snapshot: ClusterSnapshot;
  readonly installed: readonly InstalledMesh[];
  /** Id of the mesh that namespaces of the cluster are enrolled in by default. */
  readonly defaultMesh?: string;
  /** Why it cannot be said that a workload is outside of all meshes. */
  readonly unreadable: readonly Reason[];
}

/** Several meshes may miss the same kind. */
export function distinctReasons(reasons: readonly Reason[]): Reason[] {
  return [
    ...new Map(reasons.map(reason => [reason.text.message, reason])).values(),
  ];
}

/** How to enrol the namespace: in the default mesh, else the only one, else choose. */
function enrolment(
  context: OutsideContext,
  namespace: string,
): Fix | undefined {
  const { installed, defaultMesh, snapshot } = context;
  const chosen =
    installed.find(({ mesh }) => mesh.id === defaultMesh) ??
    (installed.length === 1 ? installed[0] : undefined);
  if (!chosen) {
    const meshes = installed.map(({ mesh }) => mesh.title).join(', ');
    return { text: text('fix.choose-mesh', { namespace, meshes }) };
  }
  const how = chosen.mesh.enrol?.(snapshot, namespace);
  return (
    how && {
      text: text('fix.label-namespace', { namespace, mesh: chosen.mesh.title }),
      effect: text('effect.next-start'),
      ...how,
    }
  );
}

function outsideReason(
  context: OutsideContext,
  namespace: string,
): KnownReason {
  const cluster = context.snapshot.cluster.name;
  if (context.installed.length === 0) {
    return {
      code: 'no-mesh-installed',
      text: text('reason.no-mesh-installed', { cluster }),
      evidence: [],
    };
  }
  return {
    code: 'namespace-not-labelled',
    text: text('reason.namespace-not-labelled', { namespace }),
    fix: enrolment(context, namespace),
    evidence: [
      { cluster, apiVersion: 'v1', kind: 'Namespace', name: namespace },
    ],
  };
}

function stateAndReasons(
  context: OutsideContext,
  workload: Workload,
): Pick<Membership, 'state' | 'reasons'> {
  const unreadable = distinctReasons([
    ...context.unreadable,
    ...unreadableController(context.snapshot, workload),
  ]);
  if (unreadable.length > 0) return { state: 'unknown', reasons: unreadable };
  if (workload.pods.length === 0) {
    return {
      state: 'idle',
      reasons: [
        { code: 'no-pods', text: text('reason.no-pods'), evidence: [] },
      ],
    };
  }
  return {
    state: 'not-enrolled',
    reasons: [outsideReason(context, workload.namespace)],
  };
}

/**
 * The single entry of a workload that no mesh has, declares or refuses: not enrolled,
 * or unknown where an input that could tell otherwise was not readable.
 */
export function outsideMembership(
  context: OutsideContext,
  workload: Workload,
): Membership {
  return {
    mesh: '',
    mode: '',
    layer: 'l4',
    pods: { enrolled: 0, total: workload.pods.length },
    proxyVersions: [],
    verify: [],
    ...stateAndReasons(context, workload),
  };
}
