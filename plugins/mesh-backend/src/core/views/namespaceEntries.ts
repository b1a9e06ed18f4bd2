import type { MembershipState, ObjectRef } from '@meshport/plugin-mesh-common';
import type { MeshServiceResource } from '@meshport/plugin-mesh-node';
import type {
  ClusterModel,
  NamespaceModel,
  WorkloadModel,
} from '../model/ClusterModel';
import type { ClusterView } from './ClusterView';
import { declaredOwners } from './declaredOwners';
import { place } from './claims';
import { meshesOf, stateOf } from './states';
import type { ServiceEntry, World } from './World';

/** A service that stands in a namespace; its identity is that in the cluster set. */
interface ServiceInNamespace {
  readonly resource: MeshServiceResource;
  readonly service: ServiceEntry;
  readonly state: MembershipState;
}

/** A workload, whether an entity has it or not. */
interface WorkloadInNamespace {
  readonly resource: MeshServiceResource;
  readonly workload: WorkloadModel;
  readonly entityRefs: readonly string[];
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

interface Claim {
  readonly owners: Set<string>;
  readonly entityRefs: Set<string>;
}

/** By identity of the reference, which a workload has once per model. */
type Claims = ReadonlyMap<ObjectRef, Claim>;

/** Whom workloads belong to: the entities of their services, and their own. */
function workloadClaims(world: World): Claims {
  const claims = new Map<ObjectRef, Claim>();
  const add = (
    ref: ObjectRef,
    owners: readonly string[],
    entityRefs: readonly string[],
  ) => {
    const claim = claims.get(ref) ?? {
      owners: new Set(),
      entityRefs: new Set(),
    };
    claims.set(ref, claim);
    for (const owner of owners) claim.owners.add(owner);
    for (const entity of entityRefs) claim.entityRefs.add(entity);
  };
  for (const { instances, entityRefs, owners } of world.services.values()) {
    if (owners.length + entityRefs.length === 0) continue;
    for (const { resource, instance } of instances) {
      for (const { ref } of instance.workloads) {
        add(ref, resource.owners, entityRefs);
      }
    }
  }
  for (const { resource, view, entityRefs } of world.workloads.values()) {
    add(view.ref, resource.owners, entityRefs);
  }
  return claims;
}

/** Services by the cluster and the namespace in which they stand. */
function servicesByPlace(
  world: World,
): ReadonlyMap<string, readonly ServiceInNamespace[]> {
  const services = new Map<string, ServiceInNamespace[]>();
  for (const service of world.services.values()) {
    for (const { resource, instance } of service.instances) {
      const key = place(instance.cluster, instance.namespace);
      const there = services.get(key) ?? [];
      services.set(key, there);
      const state = stateOf(instance.membership);
      there.push({ resource, service, state });
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
  readonly claims: Claims;
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
  const claim = context.claims.get(workload.ref);
  return {
    workload,
    entityRefs: [...(claim?.entityRefs ?? [])],
    resource: resourceOf(context, workload.namespace, {
      name: workload.name,
      owners: [...(claim?.owners ?? [])].sort(),
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
  const claims = workloadClaims(world);
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
        { view, model, claims },
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
