import {
  type Membership,
  type Posture,
  type Source,
  text,
} from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  controllerKinds,
  type Mesh,
  namespaceKind,
  partOf,
  podKind,
  type Service,
  sharedKinds,
  unreadableReasons,
  type Workload,
  type WorkloadFragment,
} from '@meshport/plugin-mesh-node';
import type {
  ClusterModel,
  ServiceModel,
  WorkloadModel,
} from './model/ClusterModel';
import {
  combineMemberships,
  combinePostures,
} from './model/combineMemberships';
import {
  labelSetsOf,
  resolveServices,
  type SelectedService,
} from './model/selectors';
import {
  distinctReasons,
  type InstalledMesh,
  type OutsideContext,
  outsideMembership,
} from './outsideMembership';

export interface BuildModelOptions {
  /** Id of the mesh that namespaces of this cluster are enrolled in by default. */
  readonly defaultMesh?: string;
}

/** Posture of a workload that no mesh protects: whatever runs takes plain text. */
function unprotected(
  workload: Workload,
  entries: readonly Membership[],
): Posture {
  const unknown = entries.filter(({ state }) => state === 'unknown');
  const running = workload.pods.length;
  return {
    inbound: unknown.length > 0 || running === 0 ? 'unknown' : 'off',
    identities: [],
    decidedBy: [],
    podsWithoutProxy: unknown.length > 0 ? 0 : running,
    reasons: unknown.flatMap(({ reasons }) => reasons),
  };
}

/** Of several meshes, the one that has most of the pods decides how they are reached. */
function postureOf(
  workload: Workload,
  fragments: readonly WorkloadFragment[],
  entries: readonly Membership[],
): Posture {
  const [decisive] = fragments
    .filter(fragment => fragment.posture)
    .sort(
      (a, b) =>
        (b.membership?.pods.enrolled ?? 0) - (a.membership?.pods.enrolled ?? 0),
    );
  return decisive?.posture ?? unprotected(workload, entries);
}

function workloadModel(
  workload: Workload,
  fragments: readonly WorkloadFragment[],
  context: OutsideContext,
): WorkloadModel {
  const known = fragments.flatMap(({ membership }) => membership ?? []);
  const membership =
    known.length > 0 ? known : [outsideMembership(context, workload)];
  return {
    key: workload.key,
    ref: workload.ref,
    namespace: workload.namespace,
    name: workload.name,
    labelSets: labelSetsOf(workload),
    pods: workload.pods.length,
    membership,
    posture: postureOf(workload, fragments, membership),
  };
}

/**
 * A Service that selects nothing that is known. While some controllers cannot be read,
 * it may well select what runs no pods at present.
 */
function emptyService(
  { spec }: Service,
  { snapshot, unreadable: outside }: OutsideContext,
): Membership {
  const selects = Object.keys(spec.selector).length > 0;
  const unreadable = distinctReasons([
    ...outside,
    ...unreadableReasons(snapshot, selects ? controllerKinds : []),
  ]);
  const noPods = {
    code: 'no-pods',
    text: text('reason.no-pods.service'),
    evidence: [],
  };
  return {
    mesh: '',
    mode: '',
    layer: 'l4',
    state: unreadable.length > 0 ? 'unknown' : 'idle',
    pods: { enrolled: 0, total: 0 },
    proxyVersions: [],
    reasons: unreadable.length > 0 ? unreadable : [noPods],
    verify: [],
  };
}

function serviceModel(
  { service, workloads, endpoints }: SelectedService,
  models: ReadonlyMap<string, WorkloadModel>,
  context: OutsideContext,
): ServiceModel {
  const parts = workloads.flatMap(({ key }) => models.get(key) ?? []);
  return {
    namespace: service.metadata.namespace ?? '',
    name: service.metadata.name,
    labels: service.metadata.labels,
    workloads: parts.map(({ key }) => key),
    membership:
      parts.length > 0
        ? combineMemberships(parts.map(({ membership }) => membership))
        : [emptyService(service, context)],
    posture: combinePostures(parts),
    endpoints,
  };
}

/** Kinds that are not wholly live; those of a mesh that is not there may well be absent. */
function partsOf(
  snapshot: ClusterSnapshot,
  meshes: readonly Mesh[],
  installed: readonly InstalledMesh[],
): Source[] {
  const expected = new Set([
    ...sharedKinds,
    ...installed.flatMap(({ mesh }) => mesh.kinds),
  ]);
  const kinds = new Set([
    ...sharedKinds,
    ...meshes.flatMap(mesh => mesh.kinds),
  ]);
  return [...kinds].flatMap(kind => {
    const { status, reason, observedAt } = snapshot.kind(kind);
    // Live, but some of its objects could not be read and are left out.
    const isWhole = status === 'live' && reason === undefined;
    if (isWhole) return [];
    if (status === 'absent' && !expected.has(kind)) return [];
    return [
      {
        cluster: snapshot.cluster.name,
        part: partOf(kind),
        status: status === 'live' ? 'stale' : status,
        reason,
        observedAt,
      },
    ];
  });
}

function fragmentsByWorkload(
  adapted: readonly { readonly workloads: readonly WorkloadFragment[] }[],
): ReadonlyMap<string, readonly WorkloadFragment[]> {
  const fragments = new Map<string, WorkloadFragment[]>();
  for (const fragment of adapted.flatMap(({ workloads }) => workloads)) {
    const list = fragments.get(fragment.workload) ?? [];
    list.push(fragment);
    fragments.set(fragment.workload, list);
  }
  return fragments;
}

function countsOf(
  snapshot: ClusterSnapshot,
  services: readonly ServiceModel[],
  workloads: readonly WorkloadModel[],
): ClusterModel['counts'] {
  const meshed = ({ membership }: WorkloadModel) =>
    Math.max(0, ...membership.map(({ pods }) => pods.enrolled));
  return {
    namespaces: snapshot.kind(namespaceKind).items.length,
    services: services.length,
    workloads: workloads.length,
    pods: workloads.reduce((sum, { pods }) => sum + pods, 0),
    meshedPods: workloads.reduce((sum, model) => sum + meshed(model), 0),
  };
}

/**
 * What is known of one cluster, from one snapshot of it: every workload with its
 * membership in every mesh, and every Service as the sum of its workloads.
 */
export function buildModel(
  snapshot: ClusterSnapshot,
  meshes: readonly Mesh[],
  options: BuildModelOptions = {},
): ClusterModel {
  const installed = meshes.flatMap(mesh => {
    const installation = mesh.detect(snapshot);
    return installation ? [{ mesh, installation }] : [];
  });
  const adapted = meshes.map(mesh => mesh.adapt(snapshot));
  const fragments = fragmentsByWorkload(adapted);
  const context: OutsideContext = {
    snapshot,
    installed,
    defaultMesh: options.defaultMesh,
    unreadable: distinctReasons([
      ...unreadableReasons(snapshot, [podKind, namespaceKind]),
      ...adapted.flatMap(({ unreadable }) => unreadable ?? []),
    ]),
  };
  const workloads = snapshot.workloads.map(workload =>
    workloadModel(workload, fragments.get(workload.key) ?? [], context),
  );
  const byKey = new Map(workloads.map(model => [model.key, model]));
  const services = resolveServices(snapshot).map(selected =>
    serviceModel(selected, byKey, context),
  );
  return {
    cluster: snapshot.cluster.name,
    meshes: installed.map(({ installation }) => installation),
    namespaces: snapshot
      .kind(namespaceKind)
      .items.map(({ metadata }) => metadata.name)
      .sort(),
    workloads: byKey,
    services,
    counts: countsOf(snapshot, services, workloads),
    parts: partsOf(snapshot, meshes, installed),
  };
}
