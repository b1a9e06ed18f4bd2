import type { MembershipState, ObjectRef } from '@meshport/plugin-mesh-common';
import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import type {
  ClusterModel,
  NamespaceModel,
  WorkloadModel,
} from '../model/ClusterModel';
import type { ClusterView } from './ClusterView';
import { declaredOwners } from './declaredOwners';
import { type Claimed, claimedTogether, place } from './claims';
import { meshesOf, stateOf } from './states';
import type { ServiceEntry, World } from './World';

/** A service that stands in a namespace; its identity is that in the cluster set. */
interface ServiceInNamespace {
  readonly resource: MeshServiceResource;
  /** The entities that have it in this cluster. */
  readonly claimed: Claimed;
  readonly service: ServiceEntry;
  readonly state: MembershipState;
}

/** A workload, whether an entity has it or not. */
interface WorkloadInNamespace {
  readonly resource: MeshServiceResource;
  readonly workload: WorkloadModel;
  /** The entities that have it in this cluster. */
  readonly claimed: Claimed;
}

/** A namespace of one cluster, with what a permission decision needs to know of it. */
export interface NamespaceEntry {
  readonly set: string;
  readonly cluster: string;
  readonly namespace: NamespaceModel;
  /** Owners (entity refs) that the namespace itself names. */
  readonly declaredOwners: readonly string[];
  /** The namespace itself: seen even where nothing in it may be, or nothing is. */
  readonly resource: MeshServiceResource;
  readonly services: readonly ServiceInNamespace[];
  readonly workloads: readonly WorkloadInNamespace[];
}

/** Whom a workload belongs to. */
interface Belonging {
  /** For decisions: the owners of its services, wherever those are claimed. */
  readonly owners: readonly string[];
  readonly claimed: Claimed;
}

const NOBODY: Belonging = {
  owners: [],
  claimed: { entityRefs: [], owners: [] },
};

/** By identity of the reference, which a workload has once per model. */
type Belongings = ReadonlyMap<ObjectRef, Belonging>;

/** Whom workloads belong to: the entities of their services, and their own. */
function workloadBelongings(world: World): Belongings {
  const belongings = new Map<ObjectRef, Belonging>();
  const add = (ref: ObjectRef, owners: readonly string[], claimed: Claimed) => {
    if (owners.length + claimed.entityRefs.length === 0) return;
    const known = belongings.get(ref) ?? NOBODY;
    belongings.set(ref, {
      owners: [...new Set([...known.owners, ...owners])],
      claimed: claimedTogether([known.claimed, claimed]),
    });
  };
  for (const { instances } of world.services.values()) {
    for (const { resource, instance, claimed } of instances) {
      for (const { ref } of instance.workloads) {
        add(ref, resource.owners, claimed);
      }
    }
  }
  for (const { resource, view, entityRefs } of world.workloads.values()) {
    const { owners } = resource;
    add(view.ref, owners, { entityRefs, owners });
  }
  return belongings;
}

/** Services by the cluster and the namespace in which they stand. */
function servicesByPlace(
  world: World,
): ReadonlyMap<string, readonly ServiceInNamespace[]> {
  const services = new Map<string, ServiceInNamespace[]>();
  for (const service of world.services.values()) {
    for (const { resource, instance, claimed } of service.instances) {
      const key = place(instance.cluster, instance.namespace);
      const there = services.get(key) ?? [];
      services.set(key, there);
      const state = stateOf(instance.membership);
      there.push({ resource, claimed, service, state });
    }
  }
  return services;
}

function workloadsByNamespace(
  model: ClusterModel,
): ReadonlyMap<string, readonly WorkloadModel[]> {
  const workloads = new Map<string, WorkloadModel[]>();
  for (const workload of model.workloads.values()) {
    const there = workloads.get(workload.namespace) ?? [];
    workloads.set(workload.namespace, there);
    there.push(workload);
  }
  return workloads;
}

/** What is known of a namespace that only what is in it tells of. */
function unreadNamespace(name: string): NamespaceModel {
  return {
    name,
    ignored: false,
    terminating: false,
    asksFor: [],
    writer: { kind: 'unknown' },
  };
}

/** Where namespaces may not be read, what is in them still names them. */
function namespacesOf(model: ClusterModel): NamespaceModel[] {
  const known = new Set(model.namespaces.map(({ name }) => name));
  const others = [...model.workloads.values(), ...model.services]
    .map(({ namespace }) => namespace)
    .filter(name => !known.has(name));
  return [
    ...model.namespaces.filter(({ ignored }) => !ignored),
    ...[...new Set(others)].map(unreadNamespace),
  ];
}

interface Context {
  readonly view: ClusterView;
  readonly model: ClusterModel;
  readonly belongings: Belongings;
}

/** What a decision is told of something in a namespace, or of the namespace itself. */
function resourceOf(
  { view, model }: Context,
  namespace: string,
  fields: Pick<MeshServiceResource, 'name' | 'owners' | 'meshes'>,
): MeshServiceResource {
  return {
    cluster: view.name,
    set: view.set,
    namespace,
    namespaceOwners: declaredOwners(model, namespace),
    ...fields,
  };
}

function workloadEntry(
  workload: WorkloadModel,
  context: Context,
): WorkloadInNamespace {
  const { owners, claimed } = context.belongings.get(workload.ref) ?? NOBODY;
  return {
    workload,
    claimed,
    resource: resourceOf(context, workload.namespace, {
      name: workload.name,
      owners: [...owners].sort(),
      meshes: meshesOf(workload.membership),
    }),
  };
}

function namespaceEntry(
  namespace: NamespaceModel,
  context: Context,
  content: {
    readonly services: readonly ServiceInNamespace[];
    readonly workloads: readonly WorkloadModel[];
  },
): NamespaceEntry {
  const { view, model } = context;
  const owners = declaredOwners(model, namespace.name);
  return {
    set: view.set,
    cluster: view.name,
    namespace,
    declaredOwners: owners,
    resource: resourceOf(context, namespace.name, {
      name: '',
      owners,
      meshes: namespace.asksFor.map(({ mesh }) => mesh),
    }),
    services: content.services,
    workloads: content.workloads.map(one => workloadEntry(one, context)),
  };
}

/** All namespaces that are not ignored, by {@link place}, in the order of clusters. */
export function namespaceEntries(
  world: World,
): ReadonlyMap<string, NamespaceEntry> {
  const belongings = workloadBelongings(world);
  const services = servicesByPlace(world);
  const entries = new Map<string, NamespaceEntry>();
  for (const view of world.clusters) {
    const { model } = view;
    if (!model) continue;
    const workloads = workloadsByNamespace(model);
    for (const namespace of namespacesOf(model)) {
      const key = place(view.name, namespace.name);
      const entry = namespaceEntry(
        namespace,
        { view, model, belongings },
        {
          services: services.get(key) ?? [],
          workloads: workloads.get(namespace.name) ?? [],
        },
      );
      entries.set(key, entry);
    }
  }
  return entries;
}
