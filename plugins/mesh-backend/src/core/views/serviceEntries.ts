import type { EntityMatch } from '../catalog/EntityMatch';
import { type Sameness, standInOf } from '../links';
import type { ClusterModel, ServiceModel } from '../model/ClusterModel';
import { type Claims, claimsBy, place, type ReadCluster } from './claims';
import { declaredOwners } from './declaredOwners';
import { type Member, rememberedEntry } from './serviceEntry';
import { serviceKey, type ServiceEntry } from './World';

function memberOf(
  { view, model }: ReadCluster,
  service: ServiceModel,
  sameness: Sameness,
): Member {
  const { name: cluster, set } = view;
  const standIn = standInOf(service, { cluster, set }, sameness);
  return {
    key: serviceKey({ ...standIn, set }),
    place: place(cluster, service.namespace, service.name),
    cluster,
    set,
    service,
    standIn,
    workloads: service.workloads.flatMap(key => model.workloads.get(key) ?? []),
    namespaceOwners: declaredOwners(model, standIn.namespace),
  };
}

interface OfModel {
  readonly cluster: string;
  readonly set: string;
  readonly members: readonly Member[];
}

const remembered = new WeakMap<ClusterModel, OfModel>();

/** What stands for nothing else is the same whatever other clusters there are. */
function localMembers(
  read: ReadCluster,
  sameness: Sameness,
): readonly Member[] {
  const { name: cluster, set } = read.view;
  const before = remembered.get(read.model);
  if (before?.cluster === cluster && before.set === set) return before.members;
  const members = read.model.services
    .filter(({ standsFor }) => !standsFor)
    .map(service => memberOf(read, service, sameness));
  remembered.set(read.model, { cluster, set, members });
  return members;
}

function standInMembers(read: ReadCluster, sameness: Sameness): Member[] {
  return read.model.services
    .filter(({ standsFor }) => standsFor)
    .map(service => memberOf(read, service, sameness));
}

/** Services of the same set, namespace and name are one, wherever they run. */
function groupServices(members: readonly (readonly Member[])[]) {
  const groups = new Map<string, Member[]>();
  for (const member of members.flat()) {
    const group = groups.get(member.key);
    if (group) group.push(member);
    else groups.set(member.key, [member]);
  }
  return groups;
}

const rememberedClaims = new WeakMap<readonly EntityMatch[], Claims>();

/** Matches never change, and most news of a cluster leave them as they are. */
function claimsOnServices(matches: readonly EntityMatch[]): Claims {
  const claims =
    rememberedClaims.get(matches) ??
    claimsBy(matches, match =>
      match.services.map(({ cluster, namespace, name }) =>
        place(cluster, namespace, name),
      ),
    );
  rememberedClaims.set(matches, claims);
  return claims;
}

/** Services, and where those are found that are not called as what they stand for. */
export interface ServiceInventory {
  /** By {@link serviceKey}, in the order of the clusters. */
  readonly services: ReadonlyMap<string, ServiceEntry>;
  /** Keys of services by the {@link place} of a Service that stands for them. */
  readonly standIns: ReadonlyMap<string, string>;
}

/**
 * All services of all clusters. What was made of a service is remembered by the identity
 * of the models: where one cluster has changed, only its services are made anew.
 */
export function serviceEntries(
  clusters: readonly ReadCluster[],
  options: {
    readonly matches: readonly EntityMatch[];
    readonly sameness: Sameness;
  },
): ServiceInventory {
  const claims = claimsOnServices(options.matches);
  const local = clusters.map(read => localMembers(read, options.sameness));
  const standIns = clusters.map(read => standInMembers(read, options.sameness));
  const groups = [...groupServices([...local, ...standIns])];
  return {
    services: new Map(
      groups.map(([key, members]) => [key, rememberedEntry(members, claims)]),
    ),
    standIns: new Map(standIns.flat().map(one => [one.place, one.key])),
  };
}
