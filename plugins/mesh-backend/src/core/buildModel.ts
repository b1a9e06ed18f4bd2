import {
  type Membership,
  type Posture,
  type Reason,
  type Source,
} from '@meshport/plugin-mesh-common';
import {
  type ClusterSnapshot,
  type Mesh,
  namespaceKind,
  partOf,
  podKind,
  sharedKinds,
  unreadableReasons,
  type Workload,
  type WorkloadFragment,
} from '@meshport/plugin-mesh-node';
import type {
  ClusterModel,
  NamespaceModel,
  ServiceModel,
  WorkloadModel,
} from './model/ClusterModel';
import { changesIn } from './model/changes';
import { footprintOf } from './model/footprint';
import {
  type AdaptedMesh,
  namespacesOf,
  type NamespaceRules,
} from './model/namespaces';
import { labelSetsIn, resolveServices } from './model/selectors';
import { serviceFragments, serviceModel } from './model/serviceModel';
import { isTerminating, withoutFixes } from './model/terminating';
import { writerOf } from './model/writerOf';
import { networkKinds, networkReasons, networksOf } from './networks';
import {
  distinctReasons,
  type InstalledMesh,
  type OutsideContext,
  outsideMembership,
} from './outsideMembership';

export interface BuildModelOptions {
  /** Id of the mesh that namespaces of this cluster are enrolled in by default. */
  readonly defaultMesh?: string;
  readonly namespaces?: NamespaceRules;
}

/** Nothing is ignored, and owners are named by our own key. */
const NAMESPACE_RULES: NamespaceRules = {
  isIgnored: () => false,
  ownerKey: 'meshport.io/owner',
};

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

/**
 * Of several meshes, the one that has most of the pods decides how they are reached.
 * That they are reached in the clear is not said while another mesh is not known.
 */
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
  const unknown = fragments.find(
    ({ membership, posture }) =>
      posture?.inbound === 'unknown' && membership?.state === 'unknown',
  );
  const isOff = decisive?.posture?.inbound === 'off';
  const posture = (isOff ? unknown : undefined)?.posture ?? decisive?.posture;
  return posture ?? unprotected(workload, entries);
}

function workloadModel(
  workload: Workload,
  fragments: readonly WorkloadFragment[],
  context: OutsideContext & { encryption: Posture['encryption'] },
): WorkloadModel {
  const known = fragments.flatMap(({ membership }) => membership ?? []);
  const said =
    known.length > 0 ? known : [outsideMembership(context, workload)];
  const { namespace } = workload;
  const membership = isTerminating(context.snapshot, namespace)
    ? withoutFixes(said, namespace)
    : said;
  return {
    key: workload.key,
    ref: workload.ref,
    namespace: workload.namespace,
    name: workload.name,
    labelSets: labelSetsIn(context.snapshot).ofAll(workload),
    pods: workload.pods.length,
    podNames: workload.pods.flatMap(({ metadata }) => metadata.name ?? []),
    membership,
    posture: {
      ...postureOf(workload, fragments, membership),
      encryption: context.encryption,
    },
    writer: writerOf(workload.metadata),
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
    ...networkKinds,
    ...meshes.flatMap(mesh => mesh.kinds),
  ]);
  return [...kinds].flatMap(kind => {
    const { status, reason, observedAt } = snapshot.kind(kind);
    // Live, but some of its objects could not be read and are left out.
    const isWhole = status === 'live' && reason === undefined;
    if (isWhole) return [];
    const isExpected = expected.has(kind) && !kind.optional;
    if (status === 'absent' && !isExpected) return [];
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

/** What meshes that are not installed have left behind. */
function leftoversOf(
  snapshot: ClusterSnapshot,
  meshes: readonly Mesh[],
  installed: readonly InstalledMesh[],
): Reason[] {
  const there = new Set(installed.map(({ mesh }) => mesh));
  return meshes
    .filter(mesh => !there.has(mesh))
    .flatMap(mesh => mesh.leftovers?.(snapshot) ?? []);
}

/** Pods that each mesh has. */
function meshedPodsOf(
  workloads: readonly WorkloadModel[],
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { mesh, pods } of workloads.flatMap(one => one.membership)) {
    if (pods.enrolled > 0) sums[mesh] = (sums[mesh] ?? 0) + pods.enrolled;
  }
  return sums;
}

function countsOf(
  namespaces: readonly NamespaceModel[],
  services: readonly ServiceModel[],
  workloads: readonly WorkloadModel[],
): ClusterModel['counts'] {
  const meshed = ({ membership }: WorkloadModel) =>
    Math.max(0, ...membership.map(({ pods }) => pods.enrolled));
  const ignored = namespaces.filter(namespace => namespace.ignored).length;
  return {
    namespaces: namespaces.length - ignored,
    ignoredNamespaces: ignored,
    services: services.length,
    workloads: workloads.length,
    pods: workloads.reduce((sum, { pods }) => sum + pods, 0),
    meshedPods: workloads.reduce((sum, model) => sum + meshed(model), 0),
    meshedPodsOf: meshedPodsOf(workloads),
  };
}

/** Of several networks, what can be said of all traffic between nodes. */
function encryptionOf(
  networks: ClusterModel['network'],
): NonNullable<Posture['encryption']> {
  const [only, ...others] = new Set(networks.map(one => one.encryption));
  return only === undefined || others.length > 0 ? 'unknown' : only;
}

function contextOf(
  snapshot: ClusterSnapshot,
  adapted: readonly AdaptedMesh[],
  options: { installed: readonly InstalledMesh[]; defaultMesh?: string },
): OutsideContext {
  return {
    snapshot,
    installed: options.installed,
    defaultMesh: options.defaultMesh,
    unreadable: distinctReasons([
      ...unreadableReasons(snapshot, [podKind, namespaceKind]),
      ...adapted.flatMap(({ fragment }) => fragment.unreadable ?? []),
    ]),
  };
}

/** Every workload, and every Service as the sum of its own. */
function partsOfModel(
  adapted: readonly AdaptedMesh[],
  context: OutsideContext & { encryption: Posture['encryption'] },
  isShown: (namespace: string) => boolean,
): Pick<ClusterModel, 'workloads' | 'services'> {
  const { snapshot } = context;
  const fragments = fragmentsByWorkload(adapted.map(one => one.fragment));
  const workloads = new Map(
    snapshot.workloads
      .filter(({ namespace }) => isShown(namespace))
      .map(workload => [
        workload.key,
        workloadModel(workload, fragments.get(workload.key) ?? [], context),
      ]),
  );
  const said = { ...context, fragments: serviceFragments(adapted) };
  const services = resolveServices(snapshot)
    .filter(({ service }) => isShown(service.metadata.namespace ?? ''))
    .map(selected => serviceModel(selected, workloads, said));
  return { workloads, services };
}

function installedIn(
  snapshot: ClusterSnapshot,
  meshes: readonly Mesh[],
): InstalledMesh[] {
  return meshes.flatMap(mesh => {
    const found = mesh.detect(snapshot);
    return found
      ? [{ mesh, installation: { ...found, title: mesh.title } }]
      : [];
  });
}

function changesOf(
  snapshot: ClusterSnapshot,
  installed: readonly InstalledMesh[],
  { isIgnored }: NamespaceRules,
): ClusterModel['changes'] {
  const kinds = installed.flatMap(({ mesh }) => mesh.kinds);
  return changesIn(snapshot, kinds).filter(
    ({ object }) => !isIgnored(object.namespace ?? object.name),
  );
}

/** Left out where no mesh of the cluster says anything of other clusters. */
function exportsOf(
  adapted: readonly AdaptedMesh[],
): Pick<ClusterModel, 'exports'> {
  const said = adapted.flatMap(({ mesh, fragment }) =>
    fragment.exports ? [[mesh, fragment.exports] as const] : [],
  );
  return said.length > 0 ? { exports: Object.fromEntries(said) } : {};
}

/**
 * What is known of one cluster, from one snapshot of it: every workload with its
 * membership in every mesh, and every Service as the sum of its workloads. What is in
 * namespaces that the configuration ignores is left out.
 */
export function buildModel(
  snapshot: ClusterSnapshot,
  meshes: readonly Mesh[],
  options: BuildModelOptions = {},
): ClusterModel {
  const installed = installedIn(snapshot, meshes);
  const adapted = meshes.map(mesh => ({
    mesh: mesh.id,
    fragment: mesh.adapt(snapshot),
  }));
  const { defaultMesh, namespaces: rules = NAMESPACE_RULES } = options;
  const network = networksOf(snapshot);
  const { workloads, services } = partsOfModel(
    adapted,
    {
      ...contextOf(snapshot, adapted, { installed, defaultMesh }),
      encryption: encryptionOf(network),
    },
    namespace => !rules.isIgnored(namespace),
  );
  const namespaces = namespacesOf(snapshot, adapted, rules);
  return {
    cluster: snapshot.cluster.name,
    network,
    meshes: installed.map(({ installation }) => installation),
    footprint: footprintOf(snapshot, adapted),
    reasons: [
      ...networkReasons(snapshot.cluster.name, network),
      ...leftoversOf(snapshot, meshes, installed),
    ],
    namespaces,
    workloads,
    services,
    ...exportsOf(adapted),
    counts: countsOf(namespaces, services, [...workloads.values()]),
    changes: changesOf(snapshot, installed, rules),
    parts: partsOf(snapshot, meshes, installed),
  };
}
