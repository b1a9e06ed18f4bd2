import type {
  ServiceInstance,
  WorkloadView,
} from '@meshport/plugin-mesh-common';
import type { EntityMatch } from '../catalog/EntityMatch';
import type {
  ClusterModel,
  ServiceModel,
  WorkloadModel,
} from '../model/ClusterModel';
import type { ClusterView } from './ClusterView';
import { declaredOwners } from './declaredOwners';
import { severityRank } from '../model/states';
import { meshesOf, stateOf } from './states';
import {
  serviceKey,
  type InstanceEntry,
  type LooseWorkload,
  type ServiceEntry,
} from './World';

/** Which entities have a thing, and who owns it through them. */
interface Claim {
  readonly entityRefs: ReadonlySet<string>;
  readonly owners: ReadonlySet<string>;
}

const UNCLAIMED: Claim = { entityRefs: new Set(), owners: new Set() };

/** A cluster of which something has been read. */
export type ReadCluster = {
  readonly view: ClusterView;
  readonly model: ClusterModel;
};

/** Key of something in one cluster. */
export function place(cluster: string, ...names: string[]): string {
  return [cluster, ...names].join('/');
}

function sortedUnion(sets: readonly ReadonlySet<string>[]): string[] {
  return [...new Set(sets.flatMap(set => [...set]))].sort();
}

/** Claims by what `placesOf` says that a match has. */
function claimsBy(
  matches: readonly EntityMatch[],
  placesOf: (match: EntityMatch) => readonly string[],
): ReadonlyMap<string, Claim> {
  const claims = new Map<
    string,
    { entityRefs: Set<string>; owners: Set<string> }
  >();
  for (const match of matches) {
    for (const key of placesOf(match)) {
      const claim = claims.get(key) ?? {
        entityRefs: new Set(),
        owners: new Set(),
      };
      claims.set(key, claim);
      claim.entityRefs.add(match.entityRef);
      for (const owner of match.owners) claim.owners.add(owner);
    }
  }
  return claims;
}

function workloadView(workload: WorkloadModel): WorkloadView {
  return {
    ref: workload.ref,
    membership: [...workload.membership],
    posture: workload.posture,
  };
}

function instanceOf(
  model: ClusterModel,
  service: ServiceModel,
): ServiceInstance {
  return {
    cluster: model.cluster,
    namespace: service.namespace,
    name: service.name,
    kind: service.standsFor?.kind ?? 'local',
    ...(service.waypoint ? { waypoint: service.waypoint } : {}),
    workloads: service.workloads.flatMap(key => {
      const workload = model.workloads.get(key);
      return workload ? [workloadView(workload)] : [];
    }),
    membership: [...service.membership],
    posture: service.posture,
    endpoints: service.endpoints,
  };
}

/** Worst first; where they are alike the order of clusters stays. */
function worstFirst(a: InstanceEntry, b: InstanceEntry): number {
  return (
    severityRank(stateOf(a.instance.membership)) -
    severityRank(stateOf(b.instance.membership))
  );
}

/** Services of the same set, namespace and name are one, wherever they run. */
function groupServices(clusters: readonly ReadCluster[]) {
  const groups = new Map<
    string,
    { read: ReadCluster; service: ServiceModel }[]
  >();
  for (const read of clusters) {
    for (const service of read.model.services) {
      const key = serviceKey({ ...service, set: read.view.set });
      groups.set(key, [...(groups.get(key) ?? []), { read, service }]);
    }
  }
  return groups;
}

type Members = readonly { read: ReadCluster; service: ServiceModel }[];

function serviceEntry(
  members: Members,
  claims: ReadonlyMap<string, Claim>,
): ServiceEntry {
  const { namespace, name } = members[0].service;
  const { set } = members[0].read.view;
  const found = members.map(
    ({ read }) =>
      claims.get(place(read.view.name, namespace, name)) ?? UNCLAIMED,
  );
  const owners = sortedUnion(found.map(claim => claim.owners));
  const identity = { set, namespace, name };
  const instances = members.map(
    ({ read, service }): InstanceEntry => ({
      resource: {
        ...identity,
        cluster: read.view.name,
        owners,
        namespaceOwners: declaredOwners(read.model, namespace),
        meshes: meshesOf(service.membership),
      },
      instance: instanceOf(read.model, service),
    }),
  );
  return {
    ...identity,
    instances: instances.sort(worstFirst),
    entityRefs: sortedUnion(found.map(claim => claim.entityRefs)),
    owners,
  };
}

/** All services by {@link serviceKey}, in the order of the clusters. */
export function serviceEntries(
  clusters: readonly ReadCluster[],
  matches: readonly EntityMatch[],
): ReadonlyMap<string, ServiceEntry> {
  const claims = claimsBy(matches, match =>
    match.services.map(({ cluster, namespace, name }) =>
      place(cluster, namespace, name),
    ),
  );
  return new Map(
    [...groupServices(clusters)].map(([key, members]) => [
      key,
      serviceEntry(members, claims),
    ]),
  );
}

/** Workloads that entities match without a Service, by {@link place}. */
export function looseWorkloads(
  clusters: readonly ReadCluster[],
  matches: readonly EntityMatch[],
): ReadonlyMap<string, LooseWorkload> {
  const claims = claimsBy(matches, match =>
    match.workloads.map(({ cluster, key }) => place(cluster, key)),
  );
  const entries = new Map<string, LooseWorkload>();
  for (const { view, model } of clusters) {
    for (const workload of model.workloads.values()) {
      const claim = claims.get(place(view.name, workload.key));
      if (!claim) continue;
      entries.set(place(view.name, workload.key), {
        resource: {
          cluster: view.name,
          set: view.set,
          namespace: workload.namespace,
          name: workload.name,
          owners: sortedUnion([claim.owners]),
          namespaceOwners: declaredOwners(model, workload.namespace),
          meshes: meshesOf(workload.membership),
        },
        entityRefs: sortedUnion([claim.entityRefs]),
        view: { ...workloadView(workload), set: view.set },
      });
    }
  }
  return entries;
}
