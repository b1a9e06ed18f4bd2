import { text, type ClusterSet } from '@meshport/plugin-mesh-common';
import type { CatalogEntity, EntityMatch } from '../catalog/EntityMatch';
import {
  aliasReasons,
  aliasResolver,
  clusterAliases,
  type RulesByMesh,
} from '../links';
import { place } from './claims';
import type { ClusterView } from './ClusterView';
import { type ExportIndex, exportIndex } from './exportEntries';
import { looseWorkloads } from './looseWorkloads';
import { serviceEntries, type ServiceInventory } from './serviceEntries';
import {
  serviceKey,
  withOnly,
  type EntityEntry,
  type InstanceEntry,
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
    clusters: [...new Set(parts.flatMap(part => part.clusters))],
    services: parts.flatMap(part => part.services),
    workloads: parts.flatMap(part => part.workloads),
  };
}

interface Inventory extends ServiceInventory {
  readonly setOfCluster: ReadonlyMap<string, string>;
  readonly workloads: ReadonlyMap<string, LooseWorkload>;
}

/**
 * Is an instance the entity's? In the clusters in which it matches; and where something
 * stands for what it has there, in the clusters in which it was looked for.
 */
function isMatched(
  { resource, instance }: InstanceEntry,
  found: ReadonlySet<string>,
  match: EntityMatch,
): boolean {
  if (found.has(resource.cluster)) return true;
  return (
    instance.of !== undefined &&
    found.has(instance.of.cluster) &&
    match.clusters.includes(resource.cluster)
  );
}

/** The services of a match, with the instances in the clusters that it names. */
function matchedServices(
  match: EntityMatch,
  inventory: Inventory,
): ServiceEntry[] {
  const clustersOf = new Map<string, Set<string>>();
  for (const service of match.services) {
    const { cluster, namespace, name } = service;
    const set = inventory.setOfCluster.get(cluster) ?? '';
    const key =
      inventory.standIns.get(place(cluster, namespace, name)) ??
      serviceKey({ ...service, set });
    const clusters = clustersOf.get(key) ?? new Set();
    clustersOf.set(key, clusters.add(cluster));
  }
  return [...clustersOf].flatMap(([key, clusters]) => {
    const entry = inventory.services.get(key);
    if (!entry) return [];
    const instances = entry.instances.filter(instance =>
      isMatched(instance, clusters, match),
    );
    return instances.length > 0 ? [withOnly(entry, instances)] : [];
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
    owners: match.owners,
    services: matchedServices(match, inventory),
    workloads: [...keys].flatMap(key => inventory.workloads.get(key) ?? []),
  };
}

/** The clusters with what they are called, put together from all of them. */
function namedClusters(clusters: readonly ClusterView[]) {
  const aliases = clusterAliases(clusters);
  return {
    resolve: aliasResolver(clusters, aliases),
    clusters: clusters.map((cluster): ClusterView => {
      const names = aliases.get(cluster.name) ?? [];
      return { ...cluster, names, reasons: aliasReasons(names) };
    }),
  };
}

/** Is there at once when asked for, or before that, step by step. */
function inSteps(start: () => Generator<void, ExportIndex>): World['exports'] {
  let known: ExportIndex | undefined;
  let underWay: Generator<void, ExportIndex> | undefined;
  const step = (): ExportIndex | undefined => {
    if (known) return known;
    const steps = underWay ?? start();
    // Only kept while it goes well: whoever asks after a fault runs into the same.
    underWay = undefined;
    const { done, value } = steps.next();
    if (done) known = value;
    else underWay = steps;
    return known;
  };
  return {
    now() {
      for (;;) {
        const index = step();
        if (index) return index;
      }
    },
    *prepare() {
      while (!step()) yield;
    },
  };
}

/** Indexes what is known of clusters and catalog by the questions that are asked. */
export function buildWorld(input: {
  readonly sets: readonly ClusterSet[];
  readonly clusters: readonly ClusterView[];
  readonly systems: readonly CatalogEntity[];
  readonly matches: readonly EntityMatch[];
  /** How meshes bring services from one cluster into another. */
  readonly exportRules?: RulesByMesh;
}): World {
  const { matches, exportRules: rules = new Map() } = input;
  const { clusters, resolve } = namedClusters(input.clusters);
  const connections = { clusters, resolve, rules };
  const read = clusters.flatMap(view =>
    view.model ? [{ view, model: view.model }] : [],
  );
  const setOfCluster = new Map(clusters.map(({ name, set }) => [name, set]));
  const sameness = {
    resolve,
    setOf: (cluster: string) => setOfCluster.get(cluster),
  };
  const inventory: Inventory = {
    setOfCluster,
    ...serviceEntries(read, { matches, sameness }),
    workloads: looseWorkloads(read, matches),
  };
  const matchOf = new Map(matches.map(match => [match.entityRef, match]));
  const systems = new Map(input.systems.map(system => [system.ref, system]));
  return {
    sets: input.sets,
    clusters,
    services: inventory.services,
    workloads: inventory.workloads,
    entities: {
      get(ref) {
        const system = systems.get(ref);
        const match = system ? systemMatch(system, matchOf) : matchOf.get(ref);
        return match && entityEntry(match, inventory);
      },
    },
    exports: inSteps(() => exportIndex(connections, inventory.services)),
  };
}
