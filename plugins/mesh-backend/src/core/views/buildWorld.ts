import { text, type ClusterSet } from '@meshport/plugin-mesh-common';
import type { CatalogEntity, EntityMatch } from '../catalog/EntityMatch';
import type { ClusterView } from './ClusterView';
import { looseWorkloads, place, serviceEntries } from './serviceEntries';
import {
  serviceKey,
  type EntityEntry,
  type LooseWorkload,
  type ServiceEntry,
  type World,
} from './World';

/** A system matches what its parts match. */
function systemMatch(
  system: CatalogEntity,
  matches: ReadonlyMap<string, EntityMatch>,
): EntityMatch {
  const parts = system.parts.flatMap(part => matches.get(part) ?? []);
  return {
    entityRef: system.ref,
    matchedBy: 'parts',
    lookedFor: text('lookedFor.parts', { count: parts.length }),
    owners: system.owners,
    services: parts.flatMap(part => part.services),
    workloads: parts.flatMap(part => part.workloads),
  };
}

interface Inventory {
  readonly setOfCluster: ReadonlyMap<string, string>;
  readonly services: ReadonlyMap<string, ServiceEntry>;
  readonly workloads: ReadonlyMap<string, LooseWorkload>;
}

/** The services of a match, with the instances in the clusters that it names. */
function matchedServices(
  match: EntityMatch,
  inventory: Inventory,
): ServiceEntry[] {
  const clustersOf = new Map<string, Set<string>>();
  for (const service of match.services) {
    const set = inventory.setOfCluster.get(service.cluster) ?? '';
    const key = serviceKey({ ...service, set });
    const clusters = clustersOf.get(key) ?? new Set();
    clustersOf.set(key, clusters.add(service.cluster));
  }
  return [...clustersOf].flatMap(([key, clusters]) => {
    const entry = inventory.services.get(key);
    if (!entry) return [];
    const instances = entry.instances.filter(({ resource }) =>
      clusters.has(resource.cluster),
    );
    return instances.length > 0 ? [{ ...entry, instances }] : [];
  });
}

function entityEntry(match: EntityMatch, inventory: Inventory): EntityEntry {
  const keys = new Set(
    match.workloads.map(({ cluster, key }) => place(cluster, key)),
  );
  return {
    entityRef: match.entityRef,
    matchedBy: match.matchedBy,
    lookedFor: match.lookedFor,
    services: matchedServices(match, inventory),
    workloads: [...keys].flatMap(key => inventory.workloads.get(key) ?? []),
  };
}

/** Indexes what is known of clusters and catalog by the questions that are asked. */
export function buildWorld(input: {
  readonly sets: readonly ClusterSet[];
  readonly clusters: readonly ClusterView[];
  readonly systems: readonly CatalogEntity[];
  readonly matches: readonly EntityMatch[];
}): World {
  const read = input.clusters.flatMap(view =>
    view.model ? [{ view, model: view.model }] : [],
  );
  const inventory: Inventory = {
    setOfCluster: new Map(input.clusters.map(({ name, set }) => [name, set])),
    services: serviceEntries(read, input.matches),
    workloads: looseWorkloads(read, input.matches),
  };
  const matchOf = new Map(input.matches.map(match => [match.entityRef, match]));
  const systems = new Map(input.systems.map(system => [system.ref, system]));
  return {
    sets: input.sets,
    clusters: input.clusters,
    services: inventory.services,
    workloads: inventory.workloads,
    entities: {
      get(ref) {
        const system = systems.get(ref);
        const match = system ? systemMatch(system, matchOf) : matchOf.get(ref);
        return match && entityEntry(match, inventory);
      },
    },
  };
}
