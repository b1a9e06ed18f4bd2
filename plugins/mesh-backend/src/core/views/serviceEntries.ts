import type { EntityMatch } from '../catalog/EntityMatch';
import { type Sameness, standInOf } from '../links';
import {
  type Claim,
  claimsBy,
  place,
  type ReadCluster,
  sortedUnion,
} from './claims';
import { type Claimed, type Member, rememberedEntry } from './serviceEntry';
import { serviceKey, type ServiceEntry } from './World';

/** Services of the same set, namespace and name are one, wherever they run. */
function groupServices(clusters: readonly ReadCluster[], sameness: Sameness) {
  const groups = new Map<string, Member[]>();
  for (const read of clusters) {
    const { name: cluster, set } = read.view;
    for (const service of read.model.services) {
      const standIn = standInOf(service, { cluster, set }, sameness);
      const key = serviceKey({ ...standIn, set });
      const members = groups.get(key);
      if (members) members.push({ read, service, standIn });
      else groups.set(key, [{ read, service, standIn }]);
    }
  }
  return groups;
}

function claimedBy(
  members: readonly Member[],
  claims: ReadonlyMap<string, Claim>,
): Claimed {
  const found = members.flatMap(
    ({ read, service }) =>
      claims.get(place(read.view.name, service.namespace, service.name)) ?? [],
  );
  return {
    entityRefs: sortedUnion(found.map(claim => claim.entityRefs)),
    owners: sortedUnion(found.map(claim => claim.owners)),
  };
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
  const claims = claimsBy(options.matches, match =>
    match.services.map(({ cluster, namespace, name }) =>
      place(cluster, namespace, name),
    ),
  );
  const groups = [...groupServices(clusters, options.sameness)];
  const standIns = groups.flatMap(([key, members]) =>
    members
      .filter(({ service }) => service.standsFor)
      .map(({ read, service }) => {
        const { namespace, name } = service;
        return [place(read.view.name, namespace, name), key] as const;
      }),
  );
  return {
    services: new Map(
      groups.map(([key, members]) => [
        key,
        rememberedEntry(members, claimedBy(members, claims)),
      ]),
    ),
    standIns: new Map(standIns),
  };
}
