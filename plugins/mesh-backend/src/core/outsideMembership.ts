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
import {
  lookAtNamespace,
  lookAtNamespaceAnnotations,
  lookAtPods,
} from './model/lookAt';
import { noPodsId } from './model/noPods';

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

/**
 * Meshes that a namespace can be enrolled in, be it not at the moment. One that only has
 * rules for single workloads (mode `proxyless`) is no choice.
 */
function meshesToChoose(
  { installed, snapshot }: OutsideContext,
  workload: Workload,
): InstalledMesh[] {
  return installed.filter(
    ({ mesh, installation }) =>
      installation.modes.some(mode => mode !== 'proxyless') ||
      mesh.enrol?.(snapshot, workload.namespace, workload) !== undefined,
  );
}

/** How to enrol the namespace: in the default mesh, else the only one, else choose. */
function enrolment(
  context: OutsideContext,
  workload: Workload,
): Fix | undefined {
  const { namespace } = workload;
  const { defaultMesh, snapshot } = context;
  const choices = meshesToChoose(context, workload);
  const chosen =
    choices.find(({ mesh }) => mesh.id === defaultMesh) ??
    (choices.length === 1 ? choices[0] : undefined);
  if (!chosen) {
    const meshes = choices.map(({ mesh }) => mesh.title).join(', ');
    return { text: text('fix.choose-mesh', { namespace, meshes }) };
  }
  const how = chosen.mesh.enrol?.(snapshot, namespace, workload);
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
  workload: Workload,
): KnownReason {
  const { namespace } = workload;
  const cluster = context.snapshot.cluster.name;
  if (context.installed.length === 0) {
    return {
      code: 'no-mesh-installed',
      text: text('reason.no-mesh-installed', { cluster }),
      evidence: [],
    };
  }
  if (meshesToChoose(context, workload).length === 0) {
    const meshes = context.installed.map(({ mesh }) => mesh.title).join(', ');
    return {
      code: 'no-mesh-installed',
      text: text('reason.no-mesh-installed.not-for-namespaces', {
        cluster,
        meshes,
        namespace,
      }),
      evidence: [],
    };
  }
  return {
    code: 'namespace-not-labelled',
    text: text('reason.namespace-not-labelled', { namespace }),
    fix: enrolment(context, workload),
    evidence: [
      { cluster, apiVersion: 'v1', kind: 'Namespace', name: namespace },
    ],
  };
}

function noPods(workload: Workload): KnownReason {
  const count = workload.replicas ?? 0;
  return {
    code: 'no-pods',
    text: text(noPodsId(workload, 'not-known'), count > 0 ? { count } : {}),
    evidence: [],
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
      reasons: [noPods(workload)],
    };
  }
  return {
    state: 'not-enrolled',
    reasons: [outsideReason(context, workload)],
  };
}

const COLUMNS = [
  'POD:.metadata.name',
  'STARTED:.status.startTime',
  'CONTAINERS:.spec.containers[*].name',
  'INIT:.spec.initContainers[*].name',
];

/** Commands that show that no pod has a proxy, and that nothing asks for one. */
function checkYourself(
  { snapshot, installed }: OutsideContext,
  workload: Workload,
): Membership['verify'] {
  const { namespace } = workload;
  const meshes = installed.map(({ mesh }) => mesh);
  const labels = meshes.flatMap(mesh => mesh.namespaceLabels ?? []);
  const annotations = meshes.flatMap(mesh => mesh.namespaceAnnotations ?? []);
  const pods = lookAtPods(snapshot, workload, COLUMNS);
  const asked = [
    // Labels of all kinds, where no mesh says which ones ask for it.
    ...(labels.length > 0 || annotations.length === 0
      ? [lookAtNamespace(snapshot, namespace, labels)]
      : []),
    ...(annotations.length > 0
      ? [lookAtNamespaceAnnotations(snapshot, namespace, annotations)]
      : []),
  ];
  return [
    ...(pods ? [{ text: text('verify.containers'), command: pods }] : []),
    ...asked.map(command => ({ text: text('verify.namespace'), command })),
  ];
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
    verify: checkYourself(context, workload),
    ...stateAndReasons(context, workload),
  };
}
